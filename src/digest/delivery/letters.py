"""The queue of letters: a row for each, claimed and settled as the outbox does it.

::

    pending -> claimed -> accepted | rejected | uncertain
       |          └-----> pending     put off by the server, or surely not sent
       └----------------> skipped     the reader is forgotten, or must not be mailed

A row holds no address: who it goes to is looked up when it is written. It stays when it is settled, so that
a reader's letters of a day can be counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import Column, Index, Integer, Table, func, insert, select, update

from digest.db import String, Text, metadata
from digest.delivery.deferral import next_try
from digest.delivery.transport import Accepted, Unsent
from digest.log.codec import canonical_time, parse_time

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from digest.delivery.transport import Transport

End = Literal["accepted", "rejected", "skipped", "uncertain"]

letter = Table(
    "letter",
    metadata,
    Column("letter_id", String(36), primary_key=True),
    Column("subscriber_id", String(36), nullable=False),
    Column("kind", String, nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("message_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("claimed_at", String(27)),
    Column("sha256", String(64)),
    Column("detail", Text),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", String(27), nullable=False),
    Index("ix_letter_state", "state", "next_try_at"),
    Index("ix_letter_subscriber", "subscriber_id", "created_at"),
)


#: ``confirm`` asks whether they want the mail, ``address`` whether they want it there; ``welcome`` says that
#: it is so, ``known`` that it was so before, and ``goodbye`` that it is no longer so.
Kind = Literal["confirm", "welcome", "known", "address", "goodbye"]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A letter whose turn it is."""

    letter_id: str
    subscriber_id: str
    kind: Kind
    created_at: datetime
    message_id: str


def queue(connection: Connection, due: Due) -> None:
    """Let a letter wait for its turn."""
    row = msgspec.structs.asdict(due) | {"created_at": canonical_time(due.created_at)}
    connection.execute(insert(letter).values(**row, state="pending", attempts=0, next_try_at=""))


def next_due(connection: Connection, at: datetime) -> Due | None:
    """The letter that has waited longest of those whose next try is due."""
    row = connection.execute(
        select(letter)
        .where(letter.c.state == "pending", letter.c.next_try_at <= canonical_time(at))
        .order_by(letter.c.next_try_at, letter.c.created_at, letter.c.letter_id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Due(
        letter_id=row.letter_id,
        subscriber_id=row.subscriber_id,
        kind=row.kind,
        created_at=parse_time(row.created_at),
        message_id=row.message_id,
    )


def claim(connection: Connection, letter_id: str, *, sha256: str, at: datetime) -> None:
    """Say which bytes (hex SHA-256) are about to go; commit before they go."""
    _set(connection, letter_id, {"state": "claimed", "sha256": sha256, "claimed_at": canonical_time(at)})


def settle(connection: Connection, letter_id: str, end: End, *, detail: str) -> None:
    """Record how a letter ended."""
    _set(connection, letter_id, {"state": end, "detail": detail})


def release(connection: Connection, letter_id: str) -> None:
    """Let a letter wait again: surely nothing of it was sent."""
    _set(connection, letter_id, {"state": "pending", "sha256": None, "claimed_at": None})


def defer(connection: Connection, letter_id: str, *, detail: str, at: datetime) -> None:
    """Put a letter off to its next try; after the last one it is rejected."""
    row = connection.execute(select(letter).where(letter.c.letter_id == letter_id)).one()
    attempts = row.attempts + 1
    due = next_try(attempts, parse_time(row.created_at), at)
    if due is None:
        settle(connection, letter_id, "rejected", detail=f"{attempts} tries, last: {detail}")
        return
    release(connection, letter_id)
    _set(connection, letter_id, {"attempts": attempts, "next_try_at": canonical_time(due), "detail": detail})


def recover(connection: Connection, transport: Transport) -> None:
    """Decide the letters that a dead worker left claimed; the caller holds the lock of the letters."""
    left = connection.execute(
        select(letter.c.letter_id, letter.c.message_id, letter.c.sha256).where(letter.c.state == "claimed")
    )
    for row in left.all():
        match transport.outcome(row.message_id, row.sha256):
            case Accepted(detail=detail):
                settle(connection, row.letter_id, "accepted", detail=detail)
            case Unsent():
                release(connection, row.letter_id)
            case _:
                detail = f"the worker died while {transport.name} had the message"
                settle(connection, row.letter_id, "uncertain", detail=detail)


def written_since(connection: Connection, subscriber_id: str, kinds: Collection[str], since: datetime) -> int:
    """How many letters of these kinds a reader was to get since then."""
    return connection.execute(
        select(func.count()).where(
            letter.c.subscriber_id == subscriber_id,
            letter.c.kind.in_(kinds),
            letter.c.created_at > canonical_time(since),
        )
    ).scalar_one()


def skip_all(connection: Connection, subscriber_id: str) -> None:
    """Let nothing more go to somebody who is forgotten."""
    connection.execute(
        update(letter)
        .where(letter.c.subscriber_id == subscriber_id, letter.c.state == "pending")
        .values(state="skipped", detail="no_address")
    )


def message_ids_of(connection: Connection, subscriber_ids: Collection[str]) -> list[str]:
    """The Message-IDs of everything written to these readers."""
    wanted = set(subscriber_ids)
    rows = connection.execute(select(letter.c.subscriber_id, letter.c.message_id))
    return [row.message_id for row in rows if row.subscriber_id in wanted]


def _set(connection: Connection, letter_id: str, values: Mapping[str, str | int | None]) -> None:
    connection.execute(update(letter).where(letter.c.letter_id == letter_id).values(**values))
