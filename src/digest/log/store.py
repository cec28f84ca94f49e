"""The append-only log: all or nothing, gapless positions, no fact twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, select, update

from digest import db
from digest.errors import ConnectionLost, DigestError, EventIdConflict, WrongExpectedVersion
from digest.log import codec
from digest.log.content import store as store_content
from digest.log.schema import event, log_head
from digest.log.streams import stream_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
            DatabaseBusy: a lock did not come free in time.
            ConnectionLost: the server is gone, and none of the events is in the log.
        """
        expected = expected_version or {}
        if connection is not None:
            return self._append(connection, events, expected)
        try:
            try:
                return self._append_alone(events, expected, wait_at_head=False)
            except WrongExpectedVersion as moved:
                if moved.stream in expected:
                    raise
                # Nobody named a version for this stream: take the head first, and nobody comes between.
                return self._append_alone(events, expected, wait_at_head=True)
        except ConnectionLost:
            # The commit may have arrived though its answer did not.
            arrived = self.find(events)
            if arrived is None:
                raise
            return arrived

    def find(self, events: Sequence[NewEvent]) -> Appended | None:
        """Where an append whose answer was lost has put its events; null if it did not happen.

        All of them count as new: an append is all or nothing.
        """
        with db.writing(self.engine) as connection:
            # The server may still be at it: whoever has inserted holds the head until the end.
            lock_head(connection)
            known = known_positions(connection, [str(item.event_id) for item in events])
        if not events or any(str(item.event_id) not in known for item in events):
            return None
        positions = tuple(known[str(item.event_id)] for item in events)
        return Appended(positions=positions, new=len(set(positions)))

    def _append_alone(
        self, events: Sequence[NewEvent], expected: Mapping[str, int], *, wait_at_head: bool
    ) -> Appended:
        with db.writing(self.engine) as connection:
            if wait_at_head:
                lock_head(connection)
            return self._append(connection, events, expected)

    def _append(
        self, connection: Connection, events: Sequence[NewEvent], expected: Mapping[str, int]
    ) -> Appended:
        ids = [str(item.event_id) for item in events]
        by_id: dict[str, NewEvent] = {}
        for identity, item in zip(ids, events, strict=True):
            first = by_id.setdefault(identity, item)
            if first is not item and (differing := _differing(_facts(first), _facts(item))):
                raise EventIdConflict(item.event_id, None, differing)
        # With every version stated, the statement that appends finds out by itself whether all is news.
        if by_id and all(item.stream in expected for item in by_id.values()):
            written = self._write(connection, by_id, dict(expected))
            if written is not None:
                return Appended(positions=tuple(map(written.__getitem__, ids)), new=len(written))
        known, versions = self._look_up(connection, by_id, expected)
        new = {identity: item for identity, item in by_id.items() if identity not in known}
        if new:
            before = {item.stream: versions[item.stream] for item in new.values()}
            written = self._write(connection, new, versions)
            if written is None:
                raise self._moved(connection, before)
            known |= written
        return Appended(positions=tuple(map(known.__getitem__, ids)), new=len(new))

    def _look_up(
        self, connection: Connection, by_id: Mapping[str, NewEvent], expected: Mapping[str, int]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Position of each event that is recorded already, as the same fact; version of each stream."""
        positions: dict[str, int] = {}
        streams = {item.stream for item in by_id.values()}
        versions = {stream: expected.get(stream, 0) for stream in streams}
        unstated = streams - expected.keys()
        for place, event_id, stream, type_, schema_version, occurred_at, payload in db.rows_among(
            connection, _KNOWN, by_id, unstated
        ):
            if event_id is None:
                versions[stream] = place
                continue
            data = codec.decode_data(type_, schema_version, payload)
            recorded = codec.facts(type_, stream, occurred_at, data)
            if differing := _differing(recorded, _facts(by_id[event_id])):
                raise EventIdConflict(event_id, place, differing)
            positions[event_id] = place
        return positions, versions

    def _write(
        self, connection: Connection, new: Mapping[str, NewEvent], versions: dict[str, int]
    ) -> dict[str, int] | None:
        """Append; null, and nothing written, if a stream stands elsewhere or an event is there."""
        before = {item.stream: versions[item.stream] for item in new.values()}
        recorded_at = codec.canonical_time(self.now())
        rows = []
        for item in new.values():
            versions[item.stream] += 1
            rows.append(
                codec.encode(item, version=versions[item.stream], recorded_at=recorded_at, meta=self.meta)
            )
        leaves = b"".join(row[-1] for row in rows)
        try:
            taken = db.take_positions(connection, rows, leaves=leaves, expected=before)
        except db.Conflict as error:
            # Somebody recorded the same event, or the same version, while this statement waited its turn.
            stream = min(before)
            raise WrongExpectedVersion(stream, before[stream], None) from error
        if taken is None:
            return None
        store_content(connection, [body for item in new.values() for body in item.contents])
        return dict(zip(new, range(taken.position - len(rows) + 1, taken.position + 1), strict=True))

    def _moved(self, connection: Connection, before: Mapping[str, int]) -> WrongExpectedVersion:
        actual = stream_versions(connection, before)
        for stream in sorted(before):
            if actual.get(stream, 0) != before[stream]:
                return WrongExpectedVersion(stream, before[stream], actual.get(stream, 0))
        # Nobody moved, so somebody has recorded one of the events since it was looked for.
        stream = min(before)
        return WrongExpectedVersion(stream, before[stream], None)


# The events of an append that are there, and the versions of streams that nobody stated, in one look.
_KNOWN = """
SELECT position, event_id, stream, type, schema_version, occurred_at, payload
FROM event WHERE event_id {among}
UNION ALL
SELECT max(version), NULL, stream, NULL, NULL, NULL, NULL
FROM event WHERE stream {among} GROUP BY stream
"""
_POSITIONS = "SELECT event_id, position FROM event WHERE event_id {among}"


def lock_head(connection: Connection) -> Head:
    """Where the log stands, and nobody appends before this transaction ends."""
    row = connection.execute(select(log_head).with_for_update()).one()
    return Head(position=row.position, hash=bytes(row.chain_hash).hex())


def insert_recorded(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert complete rows of ``event``, as another log recorded them, and move the head to the last.

    They must follow the head and be checked: nothing is computed here.

    Raises:
        DigestError: the head is elsewhere; nothing was written.
    """
    moved = connection.execute(
        update(log_head)
        .where(log_head.c.position == rows[0]["position"] - 1)
        .values(position=rows[-1]["position"], chain_hash=rows[-1]["chain_hash"])
    )
    if moved.rowcount != 1:
        raise DigestError(
            f"the log moved: position {rows[0]['position']} does not follow its head; begin with an empty one"
        )
    db.bulk_insert(connection, event, rows)


def head(connection: Connection) -> Head:
    """Where the log stands."""
    row = connection.execute(select(log_head.c.position, log_head.c.chain_hash)).one()
    return Head(position=row.position, hash=bytes(row.chain_hash).hex())


def head_at(connection: Connection, position: int) -> Head:
    """Where the log stood when ``position`` was its last, which it was if an append ended there."""
    if position == 0:
        return Head(position=0, hash=bytes(32).hex())
    found = connection.execute(select(event.c.chain_hash).where(event.c.position == position)).scalar_one()
    return Head(position=position, hash=bytes(found).hex())


def position_at(connection: Connection, moment: datetime) -> int:
    """The last position that was recorded by then; 0 before the first."""
    by_then = select(func.max(event.c.position)).where(event.c.recorded_at <= codec.canonical_time(moment))
    return connection.execute(by_then).scalar() or 0


def read(connection: Connection, *, after: int = 0, up_to: int | None = None) -> Iterator[Recorded]:
    """Events in position order, ``after`` exclusive, ``up_to`` inclusive."""
    for row in read_rows(connection, after=after, up_to=up_to):
        yield codec.decode(row)


def read_rows(connection: Connection, *, after: int = 0, up_to: int | None = None) -> Iterator[Row[Any]]:
    """The same as stored, nothing decoded."""
    statement = select(event).where(event.c.position > after).order_by(event.c.position)
    if up_to is not None:
        statement = statement.where(event.c.position <= up_to)
    return iter(connection.execute(statement, execution_options={"yield_per": 2_000}))


def known_positions(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The position of each event id that the log holds."""
    return {row[0]: row[1] for row in db.rows_among(connection, _POSITIONS, ids)}


def known_ids(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which event ids the log holds."""
    return set(known_positions(connection, ids))


def _facts(item: NewEvent) -> dict[str, object]:
    return codec.facts(
        type(item.data).__name__, item.stream, codec.canonical_time(item.occurred_at), item.data
    )


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
