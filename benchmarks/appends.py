"""Appends made ready to be measured."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.votes import START
from digest.log.store import EventLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from benchmarks.measure import Turn
    from benchmarks.votes import Said

#: What is recorded beside an event: the same everywhere, so that equal appends give equal hashes.
META = {"version": "0"}
RECORDED_AT = START


def batches(said: Iterator[Said], size: int, count: int) -> list[list[Said]]:
    """So many batches of so many events."""
    return [list(islice(said, size)) for _ in range(count)]


def appending(engine: Engine, of: Sequence[Sequence[Said]], *, stated: bool = True) -> list[Turn]:
    """An append of each batch, not done yet, each stream at the version it was decided at.

    Where a log has another past than the one that was decided on, no version is ``stated``.
    """
    log = EventLog(engine, now=lambda: RECORDED_AT, meta=META)
    turns: list[Turn] = []
    for batch in of:
        expected: dict[str, int] = {}
        for said in batch if stated else ():
            expected.setdefault(said.event.stream, said.version - 1)
        turns.append(partial(log.append, [said.event for said in batch], expected_version=expected))
    return turns
