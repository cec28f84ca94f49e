"""What read models cost: rebuilding them, keeping them up with the log, and the memory a rebuild takes.

CPU on SQLite, which runs in this process; wall time on PostgreSQL, which does not.
"""

from __future__ import annotations

import tempfile
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import floors, peers
from benchmarks.claim import Claim, ratio_at_least, ratio_at_most, report
from benchmarks.filled import fill
from benchmarks.history import TOOLS, Story, three_logs
from benchmarks.keeping_up import keeping_up, whatever_the_length
from benchmarks.measure import ROUNDS, Spent, Turn, by_turns, in_rounds, micros, rates
from benchmarks.memory import memory
from benchmarks.peer_projection import projected
from benchmarks.places import places
from benchmarks.votes import Readership
from digest import db
from digest.projections import TAKES, TALLIES
from digest.projections.rebuild import rebuild

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

    from benchmarks.places import Place
    from benchmarks.votes import Said

#: What verdicts are computed from.
VERDICTS = (TALLIES, TAKES)
REPLAYED_VOTES = 30_000
SAMPLE_S = 1.0


def measure() -> list[Claim]:
    """The claims of every engine that is there."""
    with places() as (sqlite, *servers):
        claims = _embedded(sqlite)
        for place in servers:
            claims += _served(place)
    return claims


def _embedded(place: Place) -> list[Claim]:
    story = Story()
    with tempfile.TemporaryDirectory() as folder:
        short, middle, long = three_logs(Path(folder), story)
        claims = memory(middle, long)
        engines = [db.open_engine(log.url) for log in (short, middle, long)]
        claims += [
            _beside_scan(place, middle.events, by_turns(_rebuilding(engines[1]))),
            _beside_replay(place),
        ]
        claims += keeping_up(place, engines[0], story.first)
        claims += whatever_the_length(place, short=engines[0], long=engines[2], readership=story.first)
    return claims


def _served(place: Place) -> list[Claim]:
    story = Story()
    engine, peer = place.open(), place.database()
    events = fill(engine, chain(story.part(0), story.part(1)))
    with peers.application(peer) as app:
        peers.fill(app, _said())
    sampled: list[float] = []

    def with_samples() -> Iterator[Mapping[str, Sequence[Turn]]]:
        for turns in _rebuilding(engine):
            sampled.append(projected(peer, SAMPLE_S))
            yield turns

    spent = by_turns(with_samples())
    return [
        _beside_scan(place, events, spent),
        ratio_at_least(
            f"{_what(place, events)}, events a second (wall), beside eventsourcing's runner and view there",
            rates(spent["rebuild"], "wall", events),
            target=50.0,
            peer=sampled[1:],
        ),
        *keeping_up(place, engine, story.first),
    ]


def _rebuilding(engine: Engine) -> Iterator[Mapping[str, Sequence[Turn]]]:
    driver = floors.Driver(engine)
    turns: dict[str, list[Turn]] = {
        "rebuild": [partial(rebuild, engine, VERDICTS)] * (ROUNDS + 1),
        "scan": [partial(driver.scan, "position, type, payload")] * (ROUNDS + 1),
    }
    return in_rounds(turns, 1)


def _beside_scan(place: Place, events: int, spent: Mapping[str, Sequence[Spent]]) -> Claim:
    return ratio_at_most(
        f"{_what(place, events)}, microseconds an event ({place.clock}), beside a scan by the raw driver",
        micros(spent["rebuild"], place.clock, events),
        target=6.0,
        peer=micros(spent["scan"], place.clock, events),
    )


def _beside_replay(place: Place) -> Claim:
    engine, peer = place.open(), place.database()
    events = fill(engine, _said())
    with peers.application(peer) as app:
        peers.fill(app, _said())
        turns: dict[str, list[Turn]] = {
            "rebuild": [partial(rebuild, engine, VERDICTS)] * (ROUNDS + 1),
            "replay": [partial(peers.replay, app)] * (ROUNDS + 1),
        }
        spent = by_turns(in_rounds(turns, 1))
    return ratio_at_least(
        f"{_what(place, events)}, events a second (CPU), beside eventsourcing's replay in memory",
        rates(spent["rebuild"], "CPU", events),
        target=3.0,
        peer=rates(spent["replay"], "CPU", events),
    )


def _said() -> Iterator[Said]:
    readership = Readership(TOOLS)
    return chain(readership.launches(), readership.said(REPLAYED_VOTES))


def _what(place: Place, events: int) -> str:
    return f"rebuild of tallies and takes from {events:,} events on {place.name}"


if __name__ == "__main__":
    report(measure())
