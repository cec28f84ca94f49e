"""Whole streams: what was said of one thing, and the version each stands at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from digest import db
from digest.log import codec
from digest.log.schema import event

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import Connection

    from digest.events import Recorded

_EVENTS = f"SELECT {', '.join(codec.STORED)} FROM event WHERE stream {{among}} ORDER BY stream, version"  # noqa: S608
_VERSIONS = "SELECT stream, max(version) FROM event WHERE stream {among} GROUP BY stream"


def stream_events(connection: Connection, streams: Iterable[str]) -> dict[str, list[Recorded]]:
    """Whole streams, oldest event first; a stream that does not exist is absent."""
    found: dict[str, list[Recorded]] = {}
    for row in db.rows_among(connection, _EVENTS, set(streams)):
        recorded = codec.decode(row)
        found.setdefault(recorded.stream, []).append(recorded)
    return found


def streams_below(connection: Connection, prefix: str) -> Iterator[Recorded]:
    """The events of every stream whose name begins with ``prefix``, in position order.

    ``prefix`` ends in a slash. Text of the log sorts by its bytes, so such streams are one range.
    """
    after = prefix[:-1] + chr(ord("/") + 1)
    statement = (
        select(event).where(event.c.stream >= prefix, event.c.stream < after).order_by(event.c.position)
    )
    rows = connection.execute(statement, execution_options={"yield_per": 2_000})
    return (codec.decode(row) for row in rows)


def stream_versions(connection: Connection, streams: Collection[str]) -> dict[str, int]:
    """The last version of each stream; a stream that does not exist is absent."""
    return {row[0]: row[1] for row in db.rows_among(connection, _VERSIONS, streams)}
