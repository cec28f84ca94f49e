"""The append-only log: all or nothing, gapless positions, no fact twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, insert, select

from digest import db
from digest.errors import EventIdConflict, WrongExpectedVersion
from digest.log import codec
from digest.log.content import store as store_content
from digest.log.schema import event, log_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Row

    from digest.events import NewEvent, Recorded


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """``positions`` in the order given, new or known; ``new`` counts what was written."""

    positions: tuple[int, ...]
    new: int


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The last position and the chain hash there, hex; ``0`` and 64 zeros when empty."""

    position: int
    hash: str


class EventLog:
    """Appends to, and reads, the one log of a database.

    ``now`` gives the recording time; ``meta`` goes with every event (software version, flow run).
    """

    def __init__(
        self, engine: Engine, *, now: Callable[[], datetime], meta: Mapping[str, str] | None = None
    ) -> None:
        self.engine, self.now, self.meta = engine, now, dict(meta or {})

    def append(
        self,
        events: Sequence[NewEvent],
        *,
        expected_version: Mapping[str, int] | None = None,
        connection: Connection | None = None,
    ) -> Appended:
        """Record events in order, in one transaction: the caller's, if it hands over its connection.

        An id already recorded with the same facts returns its position and writes nothing;
        facts leave out the derived fields. ``expected_version`` names, per stream, the version it
        must stand at (0: it must not exist); it is checked for streams that get a new event.

        Raises:
            EventIdConflict: an id is taken by other facts.
            WrongExpectedVersion: a stream moved on; nothing was written.
            DatabaseBusy: the write lock did not come free in time.
        """
        if connection is None:
            with db.writing(self.engine) as own:
                return self.append(events, expected_version=expected_version, connection=own)
        known = self._known(connection, events)
        new = list({item.event_id: item for item in events if str(item.event_id) not in known}.values())
        if new:
            known |= self._write(connection, new, expected_version or {})
        return Appended(positions=tuple(known[str(item.event_id)] for item in events), new=len(new))

    def _known(self, connection: Connection, events: Sequence[NewEvent]) -> dict[str, int]:
        by_id: dict[str, dict[str, object]] = {}
        for item in events:
            stated = codec.facts(
                type(item.data).__name__, item.stream, codec.canonical_time(item.occurred_at), item.data
            )
            first = by_id.setdefault(str(item.event_id), stated)
            if first != stated:
                raise EventIdConflict(item.event_id, None, _differing(first, stated))
        positions: dict[str, int] = {}
        for chunk in db.chunks(by_id):
            for row in connection.execute(select(event).where(event.c.event_id.in_(chunk))):
                recorded = codec.facts(
                    row.type,
                    row.stream,
                    row.occurred_at,
                    codec.decode_data(row.type, row.schema_version, row.payload),
                )
                stated = by_id[row.event_id]
                if recorded != stated:
                    raise EventIdConflict(row.event_id, row.position, _differing(recorded, stated))
                positions[row.event_id] = row.position
        return positions

    def _write(
        self, connection: Connection, new: Sequence[NewEvent], expected: Mapping[str, int]
    ) -> dict[str, int]:
        versions = stream_versions(connection, {item.stream for item in new})
        for stream in {item.stream for item in new} & expected.keys():
            if versions.get(stream, 0) != expected[stream]:
                raise WrongExpectedVersion(stream, expected[stream], versions.get(stream, 0))
        recorded_at = codec.canonical_time(self.now())
        rows = []
        for item in new:
            versions[item.stream] = versions.get(item.stream, 0) + 1
            rows.append(
                codec.encode(item, version=versions[item.stream], recorded_at=recorded_at, meta=self.meta)
            )
        leaves = b"".join(row["event_hash"] for row in rows)
        head, chain_hash = db.advance_head(connection, len(rows), leaves)
        for position, row in enumerate(rows, head - len(rows) + 1):
            row["position"], row["chain_hash"] = position, chain_hash
        connection.execute(insert(event), rows)
        store_content(connection, [body for item in new for body in item.contents])
        return {row["event_id"]: row["position"] for row in rows}


def head(connection: Connection) -> Head:
    """Where the log stands."""
    row = connection.execute(select(log_head.c.position, log_head.c.chain_hash)).one()
    return Head(position=row.position, hash=bytes(row.chain_hash).hex())


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """Where the log stands, and how many events and streams it holds; ``hash`` is hex."""

    position: int
    hash: str
    events: int
    streams: int


def stats(connection: Connection) -> Stats:
    """Count the log."""
    at = head(connection)
    events = connection.execute(select(func.count()).select_from(event)).scalar_one()
    streams = connection.execute(select(func.count(event.c.stream.distinct()))).scalar_one()
    return Stats(position=at.position, hash=at.hash, events=events, streams=streams)


def read(connection: Connection, *, after: int = 0, up_to: int | None = None) -> Iterator[Recorded]:
    """Events in position order, ``after`` exclusive, ``up_to`` inclusive."""
    for row in read_rows(connection, after=after, up_to=up_to):
        yield codec.decode(row)


def read_rows(connection: Connection, *, after: int = 0, up_to: int | None = None) -> Iterator[Row[Any]]:
    """The same as stored, nothing decoded."""
    statement = select(event).where(event.c.position > after).order_by(event.c.position)
    if up_to is not None:
        statement = statement.where(event.c.position <= up_to)
    return iter(connection.execution_options(yield_per=2_000).execute(statement))


def stream_events(connection: Connection, streams: Iterable[str]) -> dict[str, list[Recorded]]:
    """Whole streams, oldest event first; a stream that does not exist is absent."""
    found: dict[str, list[Recorded]] = {}
    for chunk in db.chunks(streams):
        rows = connection.execute(
            select(event).where(event.c.stream.in_(chunk)).order_by(event.c.stream, event.c.version)
        )
        for row in rows:
            found.setdefault(row.stream, []).append(codec.decode(row))
    return found


def streams_below(connection: Connection, prefix: str) -> Iterator[Recorded]:
    """The events of every stream whose name begins with ``prefix``, which ends in a slash; in position
    order.
    """
    after = prefix[:-1] + chr(ord("/") + 1)
    rows = connection.execution_options(yield_per=2_000).execute(
        select(event).where(event.c.stream >= prefix, event.c.stream < after).order_by(event.c.position)
    )
    return (codec.decode(row) for row in rows)


def stream_versions(connection: Connection, streams: Iterable[str]) -> dict[str, int]:
    """The last version of each stream; a stream that does not exist is absent."""
    found: dict[str, int] = {}
    for chunk in db.chunks(streams):
        rows = connection.execute(
            select(event.c.stream, func.max(event.c.version))
            .where(event.c.stream.in_(chunk))
            .group_by(event.c.stream)
        )
        found.update((stream, version) for stream, version in rows)
    return found


def known_ids(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which event ids the log holds."""
    return {
        event_id
        for chunk in db.chunks(ids)
        for event_id in connection.execute(
            select(event.c.event_id).where(event.c.event_id.in_(chunk))
        ).scalars()
    }


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
