"""Catch-up: fold new events for all projections in one pass; rows and checkpoints move together."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from digest import db
from digest.errors import DigestError
from digest.projections.fold import Fold, stretch
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

_CHECKPOINT = "UPDATE projection SET position = {} WHERE name {among} AND position = {}"


def catch_up(engine: Engine, projections: Sequence[Projection]) -> int:
    """Fold everything new into every projection; returns the position reached.

    A projection that is missing or of an older version is rebuilt first. Another process may do the same
    work at the same time: whoever moves the checkpoint first has done it, and the other writes nothing.

    Raises:
        PoisonEvent: an event cannot be folded; the tables stand where they stood.
    """
    # Where writers take turns, whoever has nothing to write should not wait for one.
    begin = db.reading if db.writers_take_turns(engine) else db.writing
    while True:
        with suppress(_LostRace), begin(engine) as connection:
            now = standing(connection)
            stale = now.stale(projections)
            if not stale:
                if not now.behind(projections):
                    return now.head
                if begin is db.writing and _advance(connection, projections, now) == now.head:
                    return now.head
        if stale:
            rebuild_stale(engine, projections)
        begin = db.writing


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
    behind: dict[int, list[str]] = {}
    for name, pointer in live.items():
        if pointer.position < up_to:
            behind.setdefault(pointer.position, []).append(name)
    # The checkpoints go first, compare-and-set: where two runners meet, one waits here and then stops.
    for position, names in sorted(behind.items()):
        if db.compare_and_set(connection, _CHECKPOINT, up_to, names, position) != len(names):
            raise _LostRace
    states = {p.name: KeyedState(physical(p, live[p.name].generation), connection) for p in projections}
    folding = Fold(projections, states, {name: pointer.position for name, pointer in live.items()})
    rows = stretch(connection, projections, after=after, up_to=up_to)
    folding.expect(rows)
    folding.fold([rows])
    for state in states.values():
        state.flush(connection)
    return up_to
