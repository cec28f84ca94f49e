"""Rebuild: fold the whole log into new tables beside the live ones and swap; and the check that both agree.

Killed before the swap, nothing has changed. The generation before the last stays one cycle longer, for
readers whose snapshot began with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import inspect, select, text

from digest import db
from digest.errors import DigestError
from digest.log.store import lock_head
from digest.projections.base import projection as pointers
from digest.projections.fold import Fold, recorded
from digest.projections.pointers import hold_pointers, live_pointers, physical, standing
from digest.projections.state import KeyedState, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Engine, Table

    from digest.projections.base import Projection


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A read model's fingerprint as it stands and as rebuilt from the log."""

    name: str
    live: str
    rebuilt: str
    equal: bool


def rebuild(engine: Engine, projections: Sequence[Projection]) -> int:
    """Fold the whole log anew and swap; returns the position reached. Readers see old or new, whole.

    One rebuild at a time; another waits. Appends go on until the last stretch.

    Raises:
        PoisonEvent: an event cannot be folded; readers keep the tables they had.
    """
    with db.waiting(engine, "rebuild"):
        return _rebuild(engine, projections)


def rebuild_stale(engine: Engine, projections: Sequence[Projection]) -> None:
    """Rebuild those that are missing or of another version, unless somebody has just done it."""
    with db.waiting(engine, "rebuild"):
        with db.reading(engine) as connection:
            stale = standing(connection).stale(projections)
        if stale:
            _rebuild(engine, stale)


def _rebuild(engine: Engine, projections: Sequence[Projection]) -> int:
    states = blank_states(projections)
    folding = Fold(projections, states)
    with db.reading(engine) as connection, recorded(connection, projections) as batches:
        reached = folding.fold(batches)
    with db.writing(engine) as connection:
        hold_pointers(connection)
        lock_head(connection)
        with recorded(connection, projections, after=reached) as batches:
            reached = folding.fold(batches) or reached
        live = live_pointers(connection)
        for p in projections:
            old = live.get(p.name)
            generation = 1 if old is None else old.generation + 1
            for name, table in physical(p, generation).items():
                table.create(connection)
                db.bulk_insert(connection, table, states[p.name].rows(name))
            pointer = {"name": p.name, "version": p.version, "generation": generation, "position": reached}
            db.upsert(connection, pointers, [pointer])
        _drop_retired(connection, projections)
    return reached


def blank_states(projections: Sequence[Projection]) -> dict[str, KeyedState]:
    """A state for each projection, as before the first event."""
    return {p.name: KeyedState({table.name: table for table in p.tables}) for p in projections}


def _drop_retired(connection: Connection, projections: Sequence[Projection]) -> None:
    """Drop every generation but the live one and the one before it."""
    live = live_pointers(connection)
    oldest = {table.name: live[p.name].generation - 1 for p in projections for table in p.tables}
    for name in inspect(connection).get_table_names():
        found = re.fullmatch(r"(.+)__(\d+)", name)
        if found is not None and int(found[2]) < oldest.get(found[1], 0):
            connection.execute(text(f"DROP TABLE {name}"))


def check(engine: Engine, projections: Sequence[Projection]) -> list[Check]:
    """Rebuild in memory up to each live position and compare fingerprints; changes nothing."""
    with db.reading(engine) as connection:
        live = live_pointers(connection)
        for p in projections:
            if p.name not in live:
                raise DigestError(f"projection {p.name} has not been built; run: digest rebuild")
        rebuilt = fingerprints_at(
            connection, projections, {p.name: live[p.name].position for p in projections}
        )
        stands = live_fingerprints(connection, projections)
    return [
        Check(name=name, live=stands[name], rebuilt=rebuilt[name], equal=stands[name] == rebuilt[name])
        for name in stands
    ]


def live_fingerprints(connection: Connection, projections: Sequence[Projection]) -> dict[str, str]:
    """The fingerprint of each read model as readers see it; all of them have been built."""
    live = live_pointers(connection)
    found = {}
    for p in projections:
        tables = physical(p, live[p.name].generation)
        found[p.name] = fingerprint(tables, {name: _all(connection, table) for name, table in tables.items()})
    return found


def fingerprints_at(
    connection: Connection, projections: Sequence[Projection], positions: Mapping[str, int]
) -> dict[str, str]:
    """The fingerprint that each read model has, or had, with the log folded up to its position."""
    states = blank_states(projections)
    after = 0
    # Whoever stands furthest back has folded all that lies before; the others go on from there.
    for up_to in sorted(set(positions.values())):
        still = [p for p in projections if positions[p.name] >= up_to]
        with recorded(connection, still, after=after, up_to=up_to) as batches:
            Fold(still, states).fold(batches)
        after = up_to
    return {
        p.name: fingerprint(
            {table.name: table for table in p.tables},
            {table.name: states[p.name].rows(table.name) for table in p.tables},
        )
        for p in projections
    }


def _all(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    return (dict(row._mapping) for row in connection.execute(select(table)))
