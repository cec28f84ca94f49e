"""What bringing all read models to the head costs after an append: beside the append, and in a long log."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.appends import appending, batches
from benchmarks.claim import Claim, ratio_at_most
from benchmarks.measure import ROUNDS, Spent, Turn, by_turns, in_rounds, micros
from digest.projections import ALL, runner

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from benchmarks.places import Place
    from benchmarks.votes import Readership

#: Events of an append, how many such appends a round has, and what catching up may cost beside one.
SIZES = ((1, 100, 2.0), (100, 10, 1.0), (1_000, 3, 1.0))


def keeping_up(place: Place, engine: Engine, readership: Readership) -> list[Claim]:
    """Beside the append: votes and takes of the log's own readership."""
    claims = []
    for size, repeats, target in SIZES:
        spent = _spent({"": engine}, readership, size, repeats)
        claims.append(
            ratio_at_most(
                f"{_what(place, size)}, beside the append",
                micros(spent["catch-up "], place.clock, size * repeats),
                target=target,
                peer=micros(spent["append "], place.clock, size * repeats),
            )
        )
    return claims


def whatever_the_length(place: Place, *, short: Engine, long: Engine, readership: Readership) -> list[Claim]:
    """In a long log beside a short one, within 20 %; both get the same votes and takes."""
    claims = []
    for size, repeats, _ in SIZES:
        spent = _spent({"short": short, "long": long}, readership, size, repeats, stated=False)
        claims.append(
            ratio_at_most(
                f"{_what(place, size)}, in a log of a million events beside one of ten thousand",
                micros(spent["catch-up long"], place.clock, size * repeats),
                target=1.2,
                peer=micros(spent["catch-up short"], place.clock, size * repeats),
            )
        )
    return claims


def _what(place: Place, size: int) -> str:
    return (
        f"all read models after an append of {size:,} on {place.name}, microseconds an event ({place.clock})"
    )


def _spent(
    logs: dict[str, Engine], readership: Readership, size: int, repeats: int, *, stated: bool = True
) -> dict[str, list[Spent]]:
    count = (ROUNDS + 1) * repeats
    said = batches(readership.said(size * count), size, count)
    turns: dict[str, list[Turn]] = {}
    for name, engine in logs.items():
        runner.catch_up(engine, ALL)
        turns[f"append {name}"] = appending(engine, said, stated=stated)
        turns[f"catch-up {name}"] = [partial(runner.catch_up, engine, ALL)] * count
    return by_turns(in_rounds(turns, repeats))
