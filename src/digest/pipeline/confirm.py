"""Confirm an address by the link that was mailed to it: the second half of a double opt-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec
from sqlalchemy import delete, select, update

from digest import db
from digest.errors import BadToken, LinkExpired
from digest.intake.masking import masked_address
from digest.intake.subscriptions import decide_confirmation
from digest.intake.suppression import address_hash, decide_lift, folded
from digest.links import Confirm, read_token
from digest.log.codec import canonical_time
from digest.log.schema import subscriber_vault, suppression
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.letters import queue_letter
from digest.pipeline.subscribe import standing_of, subscriber_ids

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from digest.intake.standing import Standing
    from digest.pipeline.newsletter import Newsletter


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """What the link did, or would do: ``already`` if all of it was so before."""

    what: Literal["subscribed", "address_changed", "already"]
    subscriber_id: str
    masked_address: str


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    row: Any
    standing: Standing
    confirmed: Confirmed


def confirmation(newsletter: Newsletter, token: str) -> Confirmed:
    """What the link would do; nothing is changed.

    Raises:
        BadToken: the token is not ours, or the reader is forgotten.
        LinkExpired: its time is over, or what it was to confirm is.
    """
    link = read_token(newsletter.ring, token, Confirm)
    with db.reading(newsletter.engine) as connection:
        return _find(connection, newsletter, link, newsletter.now()).confirmed


def confirm(newsletter: Newsletter, token: str) -> Confirmed:
    """Subscribe whoever holds the link, or let their mail go to the address that it was mailed to.

    The evidence is kept beside the address, and whatever had put it on suppression is over.

    Raises:
        BadToken: the token is not ours, or the reader is forgotten.
        LinkExpired: its time is over, or what it was to confirm is.
    """
    link = read_token(newsletter.ring, token, Confirm)
    done: list[Confirmed] = []

    def decide(connection: Connection) -> Events:
        now = newsletter.now()
        found = _find(connection, newsletter, link, now)
        done[:] = [found.confirmed]
        confirmed = decide_confirmation(
            subscriber_id=link.subscriber_id,
            state=found.standing,
            actor=newsletter.actor,
            at=now,
            anew=found.confirmed.what == "address_changed",
        )
        version = found.standing.version
        lifted = found.standing.undeliverable and decide_lift(
            subscriber_id=link.subscriber_id,
            version=version + (confirmed is not None),
            actor=newsletter.actor,
            via="link",
            at=now,
        )
        events = tuple(event for event in (confirmed, lifted) if event)
        if events:
            _keep(connection, newsletter, found, now)
        if found.confirmed.what == "subscribed":
            queue_letter(connection, newsletter, link.subscriber_id, "welcome", now)
        return Events(events=events, expected={f"subscriber/{link.subscriber_id}": version})

    append_decided(newsletter.log, decide)
    return done[-1]


def _find(connection: Connection, newsletter: Newsletter, link: Confirm, now: datetime) -> _Found:
    row = connection.execute(
        select(subscriber_vault).where(subscriber_vault.c.subscriber_id == link.subscriber_id)
    ).one_or_none()
    standing = standing_of(connection, link.subscriber_id)
    if row is None or standing is None:
        raise BadToken
    if now >= link.expires_at:
        raise LinkExpired
    if _is_for(newsletter, link, row.address):
        if standing.status == "unsubscribed":
            raise LinkExpired
        is_done = standing.status == "confirmed" and standing.undeliverable is None
        return _found(row, standing, "already" if is_done else "subscribed", row.address)
    if standing.status != "confirmed" or not _is_free(connection, newsletter, link, row):
        raise LinkExpired
    return _found(row, standing, "address_changed", row.pending_address)


def _found(
    row: Row[Any],
    standing: Standing,
    what: Literal["subscribed", "address_changed", "already"],
    address: str,
) -> _Found:
    confirmed = Confirmed(what=what, subscriber_id=row.subscriber_id, masked_address=masked_address(address))
    return _Found(row=row, standing=standing, confirmed=confirmed)


def _is_for(newsletter: Newsletter, link: Confirm, address: str) -> bool:
    return address_hash(newsletter.content_key, address).startswith(link.mailbox)


def _is_free(connection: Connection, newsletter: Newsletter, link: Confirm, row: Row[Any]) -> bool:
    """Whether the link was mailed to the address that waits, and nobody else has that one."""
    waits = row.pending_address
    if waits is None or not _is_for(newsletter, link, waits):
        return False
    holder = subscriber_ids(connection, [waits]).get(folded(waits))
    return holder is None or holder == str(row.subscriber_id)


def _keep(connection: Connection, newsletter: Newsletter, found: _Found, now: datetime) -> None:
    """Write the evidence, and the address that is confirmed; it is not on suppression any more."""
    row = found.row
    changed = found.confirmed.what == "address_changed"
    address = row.pending_address if changed else row.address
    values: dict[str, str | None] = {"confirmed_at": canonical_time(now)}
    if changed:
        values |= {"address": address, "folded": folded(address), "pending_address": None}
    mine = subscriber_vault.c.subscriber_id == row.subscriber_id
    connection.execute(update(subscriber_vault).where(mine).values(**values))
    key = address_hash(newsletter.content_key, address)
    connection.execute(delete(suppression).where(suppression.c.address_hash == key))
