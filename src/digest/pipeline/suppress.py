"""Addresses that take no mail go on suppression by the rule, and come off it by command."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, select

from digest import db
from digest.db import insert_missing
from digest.delivery import recipients
from digest.errors import DigestError
from digest.intake.suppression import REFUSALS, address_hash, decide_lift, decide_suppression, folded
from digest.log.codec import canonical_time
from digest.log.schema import subscriber_vault, suppression
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.subscribe import standing_of, subscriber_ids
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from digest.events import DeliveryRejected, NewEvent
    from digest.pipeline.newsletter import Newsletter

#: Issues before this one that are looked at for refusals.
_ISSUES_BACK = 12
#: A server that has gone wrong shall not empty the list: if more of an issue's recipients are rejected than
#: one in ten of them, and than this, nobody else is put on suppression for it.
_MOST_IN_SMALL_LISTS = 20


class Suppressed(msgspec.Struct, frozen=True, kw_only=True):
    """An address on suppression; it and its owner are null unless somebody on the list has it."""

    at: str
    reason: str
    subscriber_id: str | None
    address: str | None


def suppress_refused(
    connection: Connection, newsletter: Newsletter, rejections: Sequence[DeliveryRejected]
) -> Events:
    """Put those on suppression whose mailbox is gone or has refused enough.

    What is returned must be appended in this transaction.
    """
    at = newsletter.now()
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    for rejected in rejections:
        if _is_server_to_blame(connection, rejected.week):
            continue
        address = _address(connection, rejected.subscriber_id)
        state = standing_of(connection, rejected.subscriber_id)
        if address is None or state is None:
            continue
        event = decide_suppression(
            rejected,
            refused_before=_refused_before(connection, rejected),
            version=state.version,
            actor=newsletter.actor,
            at=at,
        )
        if event is None:
            continue
        row = {
            "address_hash": address_hash(newsletter.content_key, address),
            "reason": "undeliverable",
            "at": canonical_time(at),
        }
        insert_missing(connection, suppression, [row])
        events.append(event)
        expected[event.stream] = state.version
    return Events(events=tuple(events), expected=expected)


def lift(newsletter: Newsletter, address: str) -> bool:
    """Take an address off suppression that was put there for taking no mail; false if it is not on it.

    Raises:
        DigestError: its owner asked to be forgotten, so only they can come back.
    """
    key = address_hash(newsletter.content_key, address)
    lifted: list[bool] = []

    def decide(connection: Connection) -> Events:
        reason = connection.execute(
            select(suppression.c.reason).where(suppression.c.address_hash == key)
        ).scalar_one_or_none()
        if reason == "erased":
            raise DigestError(
                f"{address} belongs to somebody who asked to be forgotten;"
                " they come back by signing up themselves"
            )
        lifted[:] = [reason is not None]
        connection.execute(delete(suppression).where(suppression.c.address_hash == key))
        subscriber_id = subscriber_ids(connection, [address]).get(folded(address))
        state = None if subscriber_id is None else standing_of(connection, subscriber_id)
        if subscriber_id is None or state is None or state.undeliverable is None:
            return Events(events=(), expected={})
        event = decide_lift(
            subscriber_id=subscriber_id,
            version=state.version,
            actor=newsletter.actor,
            via="operator",
            at=newsletter.now(),
        )
        return Events(events=(event,), expected={event.stream: state.version})

    append_decided(newsletter.log, decide)
    return lifted[-1]


def list_suppressed(newsletter: Newsletter) -> list[Suppressed]:
    """Every address on suppression, the oldest first, by name where the list still has it."""
    with db.reading(newsletter.engine) as connection:
        rows = connection.execute(select(suppression).order_by(suppression.c.at, suppression.c.address_hash))
        known = {
            address_hash(newsletter.content_key, row.address): row
            for row in connection.execute(
                select(subscriber_vault.c.subscriber_id, subscriber_vault.c.address)
            )
        }
        return [
            Suppressed(
                at=row.at,
                reason=row.reason,
                subscriber_id=None if (owner := known.get(row.address_hash)) is None else owner.subscriber_id,
                address=None if owner is None else owner.address,
            )
            for row in rows
        ]


def _is_server_to_blame(connection: Connection, week: str) -> bool:
    counts = recipients.counts(connection, week)
    return counts.rejected > max(_MOST_IN_SMALL_LISTS, counts.frozen // 10)


def _address(connection: Connection, subscriber_id: str) -> str | None:
    return connection.execute(
        select(subscriber_vault.c.address).where(subscriber_vault.c.subscriber_id == subscriber_id)
    ).scalar_one_or_none()


def _refused_before(connection: Connection, rejected: DeliveryRejected) -> int:
    """How many of the reader's issues just before this one their mailbox refused, in a row."""
    table = live_tables(connection)["issue"]
    weeks = connection.execute(
        select(table.c.week)
        .where(table.c.week < rejected.week, table.c.recipients.is_not(None))
        .order_by(table.c.week.desc())
        .limit(_ISSUES_BACK)
    ).scalars()
    before = recipients.ends(connection, list(weeks), rejected.subscriber_id)[: REFUSALS - 1]
    # The detail of a rejection begins with the step and the reply's code.
    refused = takewhile(lambda end: end.state == "rejected" and end.detail.startswith("RCPT: 5"), before)
    return len(list(refused))
