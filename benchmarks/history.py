"""A history in three parts: 10,000 events, then 293,000 in all, then 1,043,000.

The first part has 1,000 tools. The second adds 19,000 with readers of their own, so that whatever is
appended about the first thousand means the same after each part. The third has only votes, on tools
that had a vote before.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from benchmarks.filled import fill
from benchmarks.votes import Readership, Said
from digest import db

TOOLS, MORE_TOOLS = 1_000, 19_000
#: The votes of each part.
VOTES = (8_182, 240_000, 750_000)


class Story:
    """The parts, told in their order; afterwards ``first``, the readers of the first tools, can go on."""

    def __init__(self) -> None:
        self.first = Readership(TOOLS)
        self._others = Readership(MORE_TOOLS, first=TOOLS)

    def part(self, number: int) -> Iterator[Said]:
        """The events of one part, from 0."""
        first, others = self.first, self._others
        match number:
            case 0:
                return chain(first.launches(), first.said(VOTES[0]))
            case 1:
                return chain(others.launches(), others.said(VOTES[1]))
            case _:
                return others.votes(VOTES[2])


class Log(NamedTuple):
    """A SQLite log; ``votes`` of its ``events`` are votes."""

    url: str
    events: int
    votes: int


def three_logs(folder: Path, story: Story) -> list[Log]:
    """The history up to each part, in SQLite files; about 40 seconds."""
    logs: list[Log] = []
    for number in range(len(VOTES)):
        path = folder / f"{number}.db"
        if logs:
            shutil.copyfile(folder / f"{number - 1}.db", path)
        engine = db.open_engine(f"sqlite:///{path}")
        db.migrate(engine)
        events = fill(engine, story.part(number))
        logs.append(Log(str(engine.url), events, sum(VOTES[: number + 1])))
        # The last connection to go takes the write-ahead log into the file, which can then be copied.
        engine.dispose()
    return logs
