"""How much memory rebuilding all read models takes, over opening the database with the same modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.claim import Claim, at_most, ratio_at_most
from benchmarks.measure import cost, python

if TYPE_CHECKING:
    from benchmarks.history import Log

_BASE = """
import sys
from digest import db
from digest.log import store
from digest.projections import ALL
from digest.projections.rebuild import rebuild
engine = db.open_engine(sys.argv[1])
with db.reading(engine) as connection:
    store.head(connection)
"""
_REBUILD = f"{_BASE}rebuild(engine, ALL)\n"


def memory(few: Log, many: Log) -> list[Claim]:
    """The claims; the logs differ in votes only. MB are 1,000,000 bytes.

    Each peak is taken once: it is the same from run to run, but for some hundred kB.
    """
    base = _peak_mb(_BASE, many)
    with_few, with_many = (_peak_mb(_REBUILD, log) - base for log in (few, many))
    return [
        at_most(
            f"rebuild of {many.events:,} events on SQLite, peak MB over a base without it",
            with_many,
            target=150.0,
            peer=base,
        ),
        ratio_at_most(
            f"the same, with {many.votes:,} votes beside {few.votes:,}",
            [with_many],
            target=1.1,
            peer=[with_few],
        ),
    ]


def _peak_mb(code: str, log: Log) -> float:
    return cost(python("-c", code, log.url)()).peak_bytes / 1e6
