"""From a row of the outbox to a person: looked up when the mail is made, not when it was frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec
from sqlalchemy import Connection

from digest.db import rows_of
from digest.delivery.headers import wire_address
from digest.delivery.message import Format, Recipient

#: In which format a subscriber wants the mail, by id, as of the connection's snapshot; or why they are not
#: to be mailed.
Wish = Callable[[Connection, str], "Format | Skip"]

#: Whether an address must not be mailed, whoever has it, as of the connection's snapshot.
IsSuppressed = Callable[[Connection, str], bool]

Reason = Literal["not_subscribed", "paused", "suppressed", "no_address", "bad_address", "needs_smtputf8"]


_PERSON = "SELECT address, name FROM subscriber_vault WHERE subscriber_id = {}"


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """Why a frozen recipient gets no mail.

    ``not_subscribed`` left since the freeze; ``paused`` wants no mail for now; ``suppressed``: the
    address is on suppression;
    ``no_address``: the vault row was erased;
    ``bad_address``: no header can carry it; ``needs_smtputf8``: its local part is not ASCII
    (RFC 6531).
    """

    reason: Reason


def addressee(
    connection: Connection,
    subscriber_id: str,
    wish: Wish,
    is_suppressed: IsSuppressed,
) -> Recipient | Skip:
    """The person behind an id, or why there is none to mail."""
    wanted = wish(connection, subscriber_id)
    if isinstance(wanted, Skip):
        return wanted
    people = rows_of(connection, _PERSON, (subscriber_id,))
    if not people:
        return Skip(reason="no_address")
    ((given, name),) = people
    if is_suppressed(connection, given):
        return Skip(reason="suppressed")
    try:
        address = wire_address(given)
    except ValueError:
        return Skip(reason="bad_address")
    if address is None:
        return Skip(reason="needs_smtputf8")
    return Recipient(subscriber_id=subscriber_id, address=address, name=name, format=wanted)
