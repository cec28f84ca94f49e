"""Moves that are killed with SIGKILL at any line: nothing half is taken for whole, and again works."""

from __future__ import annotations

import random
import shutil
import sys
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from digest import db
from digest.bootstrap import open_newsletter
from digest.db import postgresql, rows, sqlite
from digest.pipeline import copy as copying
from digest.pipeline import home as homes
from digest.pipeline.project import check
from digest.sample.run import NOW, open_sample
from tests.children import die, in_a_child
from tests.pipeline.moving.conftest import rows_of, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType
    from typing import Any

    from sqlalchemy import Engine

    NewDatabase = Callable[[], str]

#: Where a child may be told to die: at every line that handles files or the database.
TRACED = frozenset(module.__file__ for module in (copying, homes, rows, sqlite, postgresql))
KILLS = 7


def ended(work: Callable[[], None], *, die_at: int = 0, counted: Path | None = None) -> bool:
    """Run work in a child until it executes its n-th traced line; whether it ended before.

    Whoever ends leaves the number of lines it executed in a file.
    """

    def traced_work() -> None:
        executed = 0

        def trace(frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal executed
            if frame.f_code.co_filename not in TRACED:
                return None
            if event == "line":
                executed += 1
                if executed == die_at:
                    die()
            return trace

        sys.settrace(trace)
        work()
        sys.settrace(None)
        if counted is not None:
            counted.write_text(str(executed))

    return in_a_child(traced_work)


def points(total: int, seed: int) -> Iterator[int]:
    """Lines to die at, in no order, the first and a late one among them: runs differ by what is cached."""
    last = total * 9 // 10
    yield from (1, *random.Random(seed).sample(range(2, last), KILLS), last)  # noqa: S311


def held(target: Engine) -> dict[str, int]:
    """How many rows a target has, by table, where a migration leaves none; the head counts by position."""
    if not db.is_there(target):
        return {}
    with target.connect() as connection:
        if not inspect(connection).has_table("log_head"):
            return {}
    found = rows_of(target)
    head = {"log_head": found.pop("log_head")[0][1]}
    return {name: number for name, number in ({n: len(r) for n, r in found.items()} | head).items() if number}


def test_a_copy_killed_at_any_line_leaves_all_or_nothing_and_can_be_made_again(
    approved_sample: Path, new_database: NewDatabase, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    shutil.copytree(approved_sample, source)
    counted, calm_url = tmp_path / "lines", new_database()

    def copy_to(url: str, home: Path) -> Callable[[], None]:
        def work() -> None:
            copying.copy(
                open_sample(source), db.open_engine(url), to_home=home, on_step=silent, on_progress=silent
            )

        return work

    assert ended(copy_to(calm_url, tmp_path / "calm"), counted=counted)
    calm = db.open_engine(calm_url)
    left = []
    for line in points(int(counted.read_text()), seed=1):
        url, home = new_database(), tmp_path / "homes" / str(line)
        target = db.open_engine(url)
        assert not ended(copy_to(url, home), die_at=line)
        left.append(held(target))
        if not held(target):
            assert ended(copy_to(url, home), counted=counted)
        there = open_newsletter(home, database_url=url, now=lambda: NOW)
        assert rows_of(target) == rows_of(calm)
        assert all(one.equal for one in check(there.log))
        there.engine.dispose()
        target.dispose()
        shutil.rmtree(home)

    assert all(found in ({}, held(calm)) for found in left)
    assert {} in left
    assert held(calm) in left
    calm.dispose()
