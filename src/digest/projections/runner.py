"""One runner for every projection: catch-up, rebuild and the check that both agree.

Catch-up folds new events for all projections in one pass and moves rows and checkpoints in one
transaction. A rebuild folds the whole log into a new generation of tables beside the live one,
finishes under the write lock and swaps the pointer; killed before that, nothing has changed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import MetaData, insert, inspect, select, update

from digest import db
from digest.errors import DigestError, PoisonEvent
from digest.log import codec, store
from digest.projections.base import projection as pointers
from digest.projections.state import KeyedState, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Engine, Row, Table

    from digest.projections.base import Projection

#: Events folded between two commits while catching up.
BATCH_EVENTS = 5_000


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """Which tables readers see: their generation, code version, and the last position folded."""

    version: int
    generation: int
    position: int


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A read model's fingerprint as it stands and as rebuilt from the log."""

    name: str
    live: str
    rebuilt: str
    equal: bool


def physical(projection: Projection, generation: int) -> dict[str, Table]:
    """The tables of one generation, by logical name."""
    return {table.name: _copy(table, generation) for table in projection.tables}


# One copy for good: a new Table would also make SQLAlchemy compile every statement anew.
@cache
def _copy(table: Table, generation: int) -> Table:
    return table.to_metadata(MetaData(), name=f"{table.name}__{generation}")


def live_pointers(connection: Connection) -> dict[str, Pointer]:
    """The pointer of every projection that has been built."""
    return {
        row.name: Pointer(version=row.version, generation=row.generation, position=row.position)
        for row in connection.execute(select(pointers))
    }


def behind(connection: Connection, projections: Sequence[Projection]) -> bool:
    """Whether a projection is missing, of an older version, or short of the head."""
    live, head = live_pointers(connection), store.head(connection).position
    return any(
        (pointer := live.get(p.name)) is None or pointer.version != p.version or pointer.position < head
        for p in projections
    )


def catch_up(engine: Engine, projections: Sequence[Projection]) -> int:
    """Fold everything new into every projection; returns the position reached.

    A projection that is missing or of an older version is rebuilt first.

    Raises:
        PoisonEvent: an event cannot be folded; the tables stand where they stood.
    """
    with db.reading(engine) as connection:
        if not behind(connection, projections):
            return store.head(connection).position
        live = live_pointers(connection)
    stale = [p for p in projections if p.name not in live or live[p.name].version != p.version]
    rebuild(engine, stale)
    while True:
        with db.writing(engine) as connection:
            head = store.head(connection).position
            reached = _advance(connection, projections)
            if reached == head:
                return head


def catch_up_within(connection: Connection, projections: Sequence[Projection]) -> None:
    """Fold everything new in the caller's writing transaction, so that it decides on the present.

    Raises:
        DigestError: another release has rebuilt a projection in its own version meanwhile.
    """
    live = live_pointers(connection)
    foreign = [p.name for p in projections if p.name not in live or live[p.name].version != p.version]
    if foreign:
        raise DigestError(
            f"another release of digest rebuilt {', '.join(foreign)} meanwhile; run one release on a database"
        )
    while behind(connection, projections):
        _advance(connection, projections)


def _advance(connection: Connection, projections: Sequence[Projection]) -> int:
    """Fold at most one batch; rows and checkpoints move together, compare-and-set."""
    live = live_pointers(connection)
    states = {p.name: KeyedState(physical(p, live[p.name].generation), connection) for p in projections}
    after = min(live[p.name].position for p in projections)
    up_to = min(store.head(connection).position, after + BATCH_EVENTS)
    for row in store.read_rows(connection, after=after, up_to=up_to):
        _fold(row, [p for p in projections if live[p.name].position < row.position], states)
    for p in projections:
        states[p.name].flush(connection)
        moved = connection.execute(
            update(pointers)
            .where(pointers.c.name == p.name, pointers.c.position == live[p.name].position)
            .values(position=max(up_to, live[p.name].position))
        )
        if moved.rowcount != 1:
            raise DigestError(f"projection {p.name} moved while it was folded; run the command again")
    return up_to


def rebuild(engine: Engine, projections: Sequence[Projection]) -> int:
    """Fold the whole log anew and swap; returns the position reached. Readers see old or new, whole."""
    if not projections:
        return 0
    states = {p.name: KeyedState({table.name: table for table in p.tables}) for p in projections}
    after = 0
    with db.reading(engine) as connection:
        for row in store.read_rows(connection):
            _fold(row, projections, states)
            after = row.position
    with db.writing(engine) as connection:
        for row in store.read_rows(connection, after=after):
            _fold(row, projections, states)
            after = row.position
        live = live_pointers(connection)
        for p in projections:
            old = live.get(p.name)
            generation = 1 if old is None else old.generation + 1
            _swap(connection, p, states[p.name], generation)
            values = {"version": p.version, "generation": generation, "position": after}
            if old is None:
                connection.execute(insert(pointers).values(name=p.name, **values))
            else:
                connection.execute(update(pointers).where(pointers.c.name == p.name).values(**values))
                _drop(connection, p, old.generation)
    return after


def _swap(connection: Connection, projection: Projection, state: KeyedState, generation: int) -> None:
    for name, table in physical(projection, generation).items():
        table.create(connection)
        db.upsert(connection, table, list(state.rows(name)))


def _drop(connection: Connection, projection: Projection, generation: int) -> None:
    """Drop a retired generation; a table that its version did not have yet is not there to drop."""
    present = set(inspect(connection).get_table_names())
    for name, table in physical(projection, generation).items():
        if f"{name}__{generation}" in present:
            table.drop(connection)


def check(engine: Engine, projections: Sequence[Projection]) -> list[Check]:
    """Rebuild in memory up to each live position and compare fingerprints; changes nothing."""
    checks = []
    with db.reading(engine) as connection:
        live = live_pointers(connection)
        for p in projections:
            if p.name not in live:
                raise DigestError(f"projection {p.name} has not been built; run: digest rebuild")
        shadows = {p.name: KeyedState({table.name: table for table in p.tables}) for p in projections}
        reached = max((live[p.name].position for p in projections), default=0)
        for row in store.read_rows(connection, up_to=reached):
            _fold(row, [p for p in projections if row.position <= live[p.name].position], shadows)
        for p in projections:
            tables = physical(p, live[p.name].generation)
            stands = fingerprint(tables, {name: _all(connection, table) for name, table in tables.items()})
            rebuilt = fingerprint(tables, {name: shadows[p.name].rows(name) for name in tables})
            checks.append(Check(name=p.name, live=stands, rebuilt=rebuilt, equal=stands == rebuilt))
    return checks


def _all(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    return (dict(row._mapping) for row in connection.execute(select(table)))


def _fold(row: Row[Any], projections: Iterable[Projection], states: Mapping[str, KeyedState]) -> None:
    try:
        recorded = codec.decode(row)
    except (LookupError, ValueError) as error:
        raise PoisonEvent("(all)", row.position, row.type, str(error)) from error
    for p in projections:
        handler = p.handlers.get(type(recorded.data))
        if handler is not None:
            try:
                handler(states[p.name], recorded.data, recorded)
            except (LookupError, TypeError, ValueError) as error:
                raise PoisonEvent(p.name, row.position, row.type, str(error)) from error
