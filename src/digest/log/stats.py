"""What a log holds, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from digest.log.schema import event
from digest.log.store import head

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """Where the log stands, and what it holds; ``hash`` is hex, ``types`` counts events by type.

    The first and the last event were recorded at those canonical times; null in an empty log.
    """

    position: int
    hash: str
    events: int
    streams: int
    types: dict[str, int]
    first_recorded_at: str | None
    last_recorded_at: str | None


def stats(connection: Connection) -> Stats:
    """Count the log."""
    at = head(connection)
    types = connection.execute(select(event.c.type, func.count()).group_by(event.c.type)).tuples()
    counts = dict(sorted(types))
    streams = connection.execute(select(func.count(event.c.stream.distinct()))).scalar_one()
    recorded = select(event.c.recorded_at).limit(1)
    return Stats(
        position=at.position,
        hash=at.hash,
        events=sum(counts.values()),
        streams=streams,
        types=counts,
        first_recorded_at=connection.execute(recorded.order_by(event.c.position)).scalar(),
        last_recorded_at=connection.execute(recorded.order_by(event.c.position.desc())).scalar(),
    )
