"""Catch-up: fold new events for all projections in one pass; rows and checkpoints move together."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from digest import db
from digest.errors import DigestError
from digest.projections.fold import Fold, recorded
from digest.projections.pointers import hold_pointers, physical, standing
from digest.projections.rebuild import rebuild_stale
from digest.projections.state import KeyedState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from digest.projections.base import Projection
    from digest.projections.pointers import Standing

#: Events folded between two commits while catching up.
BATCH_EVENTS = 5_000


def catch_up(engine: Engine, projections: Sequence[Projection]) -> int:
    """Fold everything new into every projection; returns the position reached.

    A projection that is missing or of an older version is rebuilt first. Another process may do the same
    work at the same time: whoever moves the checkpoint first has done it, and the other writes nothing.

    Raises:
        PoisonEvent: an event cannot be folded; the tables stand where they stood.
    """
    while True:
        with db.reading(engine) as connection:
            now = standing(connection)
        if now.stale(projections):
            rebuild_stale(engine, projections)
        elif not now.behind(projections):
            return now.head
        else:
            with suppress(_LostRace), db.writing(engine) as connection:
                now = standing(connection)
                if not now.stale(projections) and now.behind(projections):
                    up_to = _advance(connection, projections, now)
                    if up_to == now.head:
                        return up_to


def catch_up_within(connection: Connection, projections: Sequence[Projection]) -> None:
    """Fold everything new in the caller's writing transaction, so that it decides on the present.

    No read model moves under the decision before that transaction ends.

    Raises:
        PoisonEvent: an event cannot be folded.
        DigestError: another release has rebuilt a projection in its own version meanwhile.
    """
    hold_pointers(connection)
    while True:
        now = standing(connection)
        foreign = now.stale(projections)
        if foreign:
            names = ", ".join(p.name for p in foreign)
            raise DigestError(
                f"another release of digest rebuilt {names} meanwhile; run one release on a database"
            )
        if not now.behind(projections):
            return
        _advance(connection, projections, now)


class _LostRace(Exception):
    """Another process moved a checkpoint first; the transaction is to be given up."""


def _advance(connection: Connection, projections: Sequence[Projection], now: Standing) -> int:
    """Fold at most one batch; returns the position reached."""
    live = {p.name: now.live[p.name] for p in projections}
    after = min(pointer.position for pointer in live.values())
    up_to = min(now.head, after + BATCH_EVENTS)
    behind = sorted(name for name, pointer in live.items() if pointer.position < up_to)
    # The checkpoints go first, compare-and-set: where two runners meet, one waits here and then stops.
    moved = db.compare_and_set(
        connection,
        "UPDATE projection SET position = {} WHERE name = {} AND position = {}",
        [(up_to, name, live[name].position) for name in behind],
    )
    if moved != len(behind):
        raise _LostRace
    states = {p.name: KeyedState(physical(p, live[p.name].generation), connection) for p in projections}
    folding = Fold(projections, states, {name: pointer.position for name, pointer in live.items()})
    with recorded(connection, projections, after=after, up_to=up_to) as batches:
        rows = [row for batch in batches for row in batch]
    folding.prefetch(rows)
    folding.fold([rows])
    for state in states.values():
        state.flush(connection)
    return up_to
