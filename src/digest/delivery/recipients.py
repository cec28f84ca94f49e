"""Where the recipients of an issue stand: what the outbox's rows say, one by one and in sum."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from digest.db import chunks
from digest.delivery.outbox import outbox
from digest.log.codec import canonical_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection


class PutOff(msgspec.Struct, frozen=True, kw_only=True):
    """How many recipients wait for another try, and when the first of these is due."""

    recipients: int
    until: datetime


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One recipient's row, as far as their message can be found by it."""

    issue: str
    subscriber_id: str
    state: str
    message_id: str


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How a recipient's row ended, and the evidence: a file name, a reply with the step before it."""

    state: str
    detail: str


class Unsettled(msgspec.Struct, frozen=True, kw_only=True):
    """A recipient whose message may have been accepted: which one, since when, and why nobody knows."""

    subscriber_id: str
    message_id: str
    claimed_at: str
    detail: str


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many recipients of one issue stand where."""

    pending: int = 0
    claimed: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    cancelled: int = 0
    uncertain: int = 0

    @property
    def open(self) -> int:
        """Recipients whose end is still to come."""
        return self.pending + self.claimed

    @property
    def frozen(self) -> int:
        """The whole audience."""
        return self.open + self.accepted + self.rejected + self.skipped + self.cancelled + self.uncertain


def put_off(connection: Connection, week: str) -> PutOff | None:
    """Who waits for another try; null if nobody does."""
    row = connection.execute(
        select(func.count().label("recipients"), func.min(outbox.c.next_try_at).label("until")).where(
            outbox.c.issue == week, outbox.c.state == "pending", outbox.c.next_try_at > ""
        )
    ).one()
    if not row.recipients:
        return None
    return PutOff(recipients=row.recipients, until=datetime.fromisoformat(row.until))


def mails(
    connection: Connection, weeks: Collection[str], subscriber_ids: Collection[str] | None = None
) -> list[Mail]:
    """The rows of these issues, of everybody or of these readers."""
    columns = select(outbox.c.issue, outbox.c.subscriber_id, outbox.c.state, outbox.c.message_id)
    found: list[Mail] = []
    for week in sorted(set(weeks)):
        of_week = columns.where(outbox.c.issue == week)
        queries = (
            [of_week]
            if subscriber_ids is None
            else [of_week.where(outbox.c.subscriber_id.in_(chunk)) for chunk in chunks(subscriber_ids)]
        )
        found += [Mail(**row._mapping) for query in queries for row in connection.execute(query)]
    return found


def may_have(connection: Connection, week: str, subscriber_id: str) -> bool:
    """Whether the reader was sent the issue: the server took it, or its answer was lost."""
    state = connection.execute(
        select(outbox.c.state).where(outbox.c.issue == week, outbox.c.subscriber_id == subscriber_id)
    ).scalar_one_or_none()
    return state in {"accepted", "uncertain"}


def ends(connection: Connection, weeks: Collection[str], subscriber_id: str) -> list[Ended]:
    """How a reader's issues of these weeks ended, the newest first; those that are open, or that the
    reader was not to get, are left out.
    """
    rows = connection.execute(
        select(outbox.c.state, outbox.c.detail)
        .where(
            outbox.c.issue.in_(sorted(weeks)),
            outbox.c.subscriber_id == subscriber_id,
            outbox.c.state.in_(["accepted", "rejected", "uncertain"]),
        )
        .order_by(outbox.c.issue.desc())
    )
    return [Ended(state=row.state, detail=row.detail) for row in rows]


def uncertain(connection: Connection, week: str) -> list[Unsettled]:
    """The recipients of whose message nobody knows, by id."""
    columns = (outbox.c.subscriber_id, outbox.c.message_id, outbox.c.claimed_at, outbox.c.detail)
    rows = connection.execute(
        select(*columns)
        .where(outbox.c.issue == week, outbox.c.state == "uncertain")
        .order_by(outbox.c.subscriber_id)
    )
    return [Unsettled(**row._mapping) for row in rows]


def served(connection: Connection, weeks: Collection[str]) -> set[str]:
    """Who was sent an issue of these weeks, or is about to be."""
    return {
        row.subscriber_id
        for week in weeks
        for row in connection.execute(
            select(outbox.c.subscriber_id).where(
                outbox.c.issue == week,
                outbox.c.state.in_(["pending", "claimed", "accepted", "uncertain"]),
            )
        )
    }


def counts(connection: Connection, week: str) -> Counts:
    """Where the recipients of an issue stand; all zero when its audience was never frozen."""
    rows = connection.execute(
        select(outbox.c.state, func.count().label("recipients"))
        .where(outbox.c.issue == week)
        .group_by(outbox.c.state)
    )
    return Counts(**{row.state: row.recipients for row in rows})


def root(connection: Connection, week: str) -> str:
    """Hex SHA-256 over one line of canonical JSON per recipient, in id order.

    A line is id, state, Message-ID, SHA-256 of the bytes, and detail; times, tries and workers stay
    out, so an interrupted delivery that lost nothing has the root of an undisturbed one.
    """
    total = hashlib.sha256()
    columns = (outbox.c.subscriber_id, outbox.c.state, outbox.c.message_id, outbox.c.sha256, outbox.c.detail)
    for row in connection.execute(
        select(*columns).where(outbox.c.issue == week).order_by(outbox.c.subscriber_id)
    ):
        total.update(canonical_json(list(row)).encode() + b"\n")
    return total.hexdigest()
