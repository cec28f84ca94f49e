"""The outbox: a row for each recipient of an issue, from the freeze of the audience to its end.

::

    pending -> claimed -> accepted | rejected | uncertain
       |          └-----> pending     nothing was sent, surely: put off by the server, or the
       |                              worker died and the transport knows
       └----------------> skipped | cancelled
    uncertain ----------> accepted | pending     somebody found out

A row is claimed, with the hash of the bytes about to go, in a commit before they go. So a claimed
row whose worker is dead is the only one whose end is not known, and it is never sent again unless
the transport is sure. Always: frozen = pending + claimed + accepted + rejected + skipped + cancelled
+ uncertain.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, assert_never

import msgspec
from sqlalchemy import Column, Index, Integer, Table, select, update

from digest.db import String, Text, insert_missing, metadata, rows_of
from digest.delivery.deferral import next_try
from digest.delivery.transport import Accepted, Unknowable, Unsent
from digest.errors import DigestError
from digest.log.codec import canonical_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from digest.delivery.transport import Transport

#: How a recipient's row can end; ``uncertain`` waits for a person, and is never resent by itself.
End = Literal["accepted", "rejected", "skipped", "cancelled", "uncertain"]

_UNCLAIMED: dict[str, str | None] = {"state": "pending", "worker": None, "claimed_at": None, "sha256": None}

outbox = Table(
    "outbox",
    metadata,
    Column("issue", String(8), primary_key=True),
    Column("subscriber_id", String(36), primary_key=True),
    Column("state", String, nullable=False),
    Column("worker", String),
    Column("claimed_at", String(27)),
    Column("settled_at", String(27)),
    Column("detail", Text),
    Column("message_id", String, nullable=False),
    Column("sha256", String(64)),
    Column("attempts", Integer, nullable=False),
    Column("first_try_at", String(27)),
    # Empty, which sorts first on every engine, until a try was put off.
    Column("next_try_at", String(27), nullable=False),
    Index("ix_outbox_state", "issue", "state", "next_try_at", "subscriber_id"),
)

# Run for every message, where Core costs ten times as much as the work.
_NEXT = """
SELECT subscriber_id, message_id FROM outbox
WHERE issue = {} AND state = 'pending' AND next_try_at <= {}
ORDER BY next_try_at, subscriber_id LIMIT 1
"""
_MOVE = "UPDATE outbox SET COLUMNS WHERE issue = {} AND subscriber_id = {} AND state = {} RETURNING 1"


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A recipient whose turn it is; the Message-ID was fixed with the audience."""

    subscriber_id: str
    message_id: str


class NextTry(msgspec.Struct, frozen=True, kw_only=True):
    """A recipient who was put off: which try it was, and when the next is due."""

    attempt: int
    at: datetime


class Recovered(msgspec.Struct, frozen=True, kw_only=True):
    """How a row that a dead worker left ended."""

    subscriber_id: str
    end: Literal["accepted", "uncertain"]


def freeze_audience(connection: Connection, week: str, message_ids: Mapping[str, str]) -> None:
    """Give every recipient (subscriber id -> Message-ID) a row; one that is there stays as it is."""
    insert_missing(
        connection,
        outbox,
        [
            {
                "issue": week,
                "subscriber_id": subscriber_id,
                "state": "pending",
                "message_id": message_id,
                "attempts": 0,
                "next_try_at": "",
            }
            for subscriber_id, message_id in sorted(message_ids.items())
        ],
    )


def next_pending(connection: Connection, week: str, at: datetime) -> Pending | None:
    """The recipient whose turn it is: the first by id, and behind these whoever's next try is due."""
    rows = rows_of(connection, _NEXT, (week, canonical_time(at)))
    return Pending(subscriber_id=rows[0][0], message_id=rows[0][1]) if rows else None


def claim(
    connection: Connection, week: str, subscriber_id: str, *, worker: str, sha256: str, at: datetime
) -> None:
    """Say who is about to send which bytes (hex SHA-256); commit before they go."""
    _move(
        connection,
        week,
        subscriber_id,
        "pending",
        {"state": "claimed", "worker": worker, "sha256": sha256, "claimed_at": canonical_time(at)},
    )


def settle(
    connection: Connection, week: str, subscriber_id: str, end: End, *, detail: str, at: datetime
) -> None:
    """Record a recipient's end: of a claimed row, or of a pending one that is skipped."""
    was = "pending" if end in {"skipped", "cancelled"} else "claimed"
    _move(
        connection,
        week,
        subscriber_id,
        was,
        {"state": end, "detail": detail, "settled_at": canonical_time(at)},
    )


def defer(
    connection: Connection, week: str, subscriber_id: str, *, detail: str, at: datetime
) -> NextTry | None:
    """Put a claimed row off to its next try; null, and the row is rejected, if that was the last."""
    row = connection.execute(
        select(outbox.c.attempts, outbox.c.first_try_at, outbox.c.claimed_at).where(
            outbox.c.issue == week, outbox.c.subscriber_id == subscriber_id
        )
    ).one()
    attempts, first = row.attempts + 1, row.first_try_at or row.claimed_at
    due = next_try(attempts, datetime.fromisoformat(first), at)
    if due is None:
        settle(connection, week, subscriber_id, "rejected", detail=f"{attempts} tries, last: {detail}", at=at)
        return None
    later = {"attempts": attempts, "first_try_at": first, "next_try_at": canonical_time(due)}
    _move(connection, week, subscriber_id, "claimed", {**_UNCLAIMED, "detail": detail, **later})
    return NextTry(attempt=attempts, at=due)


def release(connection: Connection, week: str, subscriber_id: str) -> None:
    """Let a claimed row wait again as if it had had no turn: surely nothing of it was sent."""
    _move(connection, week, subscriber_id, "claimed", _UNCLAIMED)


def recover(connection: Connection, week: str, transport: Transport, at: datetime) -> list[Recovered]:
    """Decide the rows that dead workers left claimed; returns those that have an end by it.

    The caller holds the issue's delivery lock, so nobody is alive behind a claimed row.
    """
    ended: list[Recovered] = []
    left = connection.execute(
        select(outbox.c.subscriber_id, outbox.c.message_id, outbox.c.sha256)
        .where(outbox.c.issue == week, outbox.c.state == "claimed")
        .order_by(outbox.c.subscriber_id)
    ).all()
    for row in left:
        match transport.outcome(row.message_id, row.sha256):
            case Accepted(detail=detail):
                settle(connection, week, row.subscriber_id, "accepted", detail=detail, at=at)
                ended.append(Recovered(subscriber_id=row.subscriber_id, end="accepted"))
            case Unsent():
                release(connection, week, row.subscriber_id)
            case Unknowable():
                detail = f"the worker died while {transport.name} had the message"
                settle(connection, week, row.subscriber_id, "uncertain", detail=detail, at=at)
                ended.append(Recovered(subscriber_id=row.subscriber_id, end="uncertain"))
            case other:
                assert_never(other)
    return ended


def reconcile(
    connection: Connection,
    week: str,
    subscriber_id: str,
    outcome: Literal["accepted", "not-accepted"],
    at: datetime,
) -> None:
    """Settle an uncertain row by what somebody found out; one that was not accepted waits again."""
    if outcome == "accepted":
        values: dict[str, str | None] = {"state": "accepted", "settled_at": canonical_time(at)}
    else:
        values = {**_UNCLAIMED, "settled_at": None}
    _move(connection, week, subscriber_id, "uncertain", {**values, "detail": "reconciled"})


def close_pending(
    connection: Connection,
    week: str,
    end: Literal["skipped", "cancelled"],
    *,
    detail: str,
    at: datetime,
    subscriber_id: str | None = None,
) -> int:
    """End the rows that still wait, all of an issue or one reader's; returns how many there were."""
    waiting = update(outbox).where(outbox.c.issue == week, outbox.c.state == "pending")
    if subscriber_id is not None:
        waiting = waiting.where(outbox.c.subscriber_id == subscriber_id)
    return connection.execute(
        waiting.values(state=end, detail=detail, settled_at=canonical_time(at))
    ).rowcount


def _move(
    connection: Connection, week: str, subscriber_id: str, was: str, values: Mapping[str, str | int | None]
) -> None:
    columns = ", ".join(f"{name} = {{}}" for name in values)
    moved = rows_of(
        connection, _MOVE.replace("COLUMNS", columns), (*values.values(), week, subscriber_id, was)
    )
    if not moved:
        raise DigestError(
            f"the delivery of {week} to subscriber {subscriber_id} is no longer {was}:"
            " another process took it over. Run: digest send"
        )
