"""Moves that are killed with SIGKILL at any line: nothing half is taken for whole, and again works."""

from __future__ import annotations

import random
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from digest import db
from digest.bootstrap import open_from_environment, open_newsletter
from digest.db import postgresql, rows, sqlite
from digest.errors import DigestError
from digest.pipeline import backup as backing
from digest.pipeline import copy as copying
from digest.pipeline import home as homes
from digest.pipeline import manifest as manifests
from digest.pipeline import restore as restoring
from digest.pipeline.project import check
from digest.sample.run import NOW, open_sample
from tests.children import die, in_a_child
from tests.pipeline.moving.conftest import files_of, rows_of, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType
    from typing import Any

    from sqlalchemy import Engine

    NewDatabase = Callable[[], str]

#: Where a child may be told to die: at every line that handles files, or the database as well.
#: Each kills dozens of processes.
pytestmark = pytest.mark.slow

FILES = frozenset(module.__file__ for module in (backing, homes, manifests, restoring, shutil))
TRACED = FILES | {module.__file__ for module in (copying, rows, sqlite, postgresql)}
KILLS = 7


def ended(
    work: Callable[[], None], *, die_at: int = 0, traced: frozenset[str] = TRACED, counted: Path | None = None
) -> bool:
    """Run work in a child until it executes its n-th traced line; whether it ended before.

    Whoever ends leaves the number of lines it executed in a file.
    """

    def traced_work() -> None:
        executed = 0

        def trace(frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal executed
            if frame.f_code.co_filename not in traced:
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


def test_a_backup_killed_at_any_line_is_none(approved_sample: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(approved_sample, source)
    counted = tmp_path / "lines"

    def back_up(folder: Path) -> Callable[[], None]:
        def work() -> None:
            backing.backup(open_sample(source), folder, on_step=silent, on_progress=silent)

        return work

    assert ended(back_up(tmp_path / "calm"), counted=counted)
    wanted = files_of(tmp_path / "calm").keys()
    total = int(counted.read_text())
    # Among the last lines is the manifest's rename.
    for line in (*points(total, seed=2), *range(total - 12, total - 2)):
        folder = tmp_path / "backups" / str(line)
        if ended(back_up(folder), die_at=line):
            assert line > total - 12
        if (folder / "manifest.json").exists():
            manifests.verified(folder, on_progress=silent)
            assert files_of(folder).keys() == wanted
        else:
            with pytest.raises(DigestError, match="it is no backup, or one that was interrupted"):
                manifests.verified(folder, on_progress=silent)
            if folder.exists() and any(folder.iterdir()):
                with pytest.raises(DigestError, match=r"Without a manifest\.json it is no backup"):
                    back_up(folder)()
                shutil.rmtree(folder)
            assert ended(back_up(folder), counted=counted)
            manifests.verified(folder, on_progress=silent)


def restore_to(saved: Path, home: Path, url: str) -> Callable[[], None]:
    def work() -> None:
        restoring.restore(
            saved,
            home,
            db.open_engine(url),
            open_at=lambda staged: open_newsletter(home, database_url=staged, now=lambda: NOW),
            erasures=None,
            on_step=silent,
            on_progress=silent,
        )

    return work


def saved_from(approved_sample: Path, folder: Path) -> Path:
    """A backup of the sample, and the home it was made of beside it."""
    shutil.copytree(approved_sample, folder / "source")
    newsletter = open_sample(folder / "source")
    backing.backup(newsletter, folder / "saved", on_step=silent, on_progress=silent)
    newsletter.engine.dispose()
    return folder / "saved"


def finish(saved: Path, home: Path, url: str, calm: Engine) -> None:
    """After a kill: nothing half can be opened, and the same command ends as if nothing had happened."""
    target = db.open_engine(url)
    assert held(target) in ({}, held(calm))
    if (home / homes.MARK).exists():
        with pytest.raises(DigestError, match="is half restored; run the same digest restore again"):
            open_from_environment(home, url)
    else:
        assert not files_of(home) or held(target) == held(calm)
    if not held(target) or (home / homes.MARK).exists():
        assert ended(restore_to(saved, home, url))
    assert rows_of(target) == rows_of(calm)
    there = open_from_environment(home, url)
    assert all(one.equal for one in check(there.log))
    assert not (home / homes.MARK).exists()
    assert files_of(home / "bodies") == files_of(saved / "bodies")
    assert not list(home.rglob(".*"))
    there.engine.dispose()
    target.dispose()


def test_a_restore_killed_at_any_line_begins_again_and_is_never_open_before_its_end(
    approved_sample: Path, new_database: NewDatabase, tmp_path: Path
) -> None:
    saved, counted = saved_from(approved_sample, tmp_path), tmp_path / "lines"
    before, calm_url = files_of(saved), new_database()
    assert ended(restore_to(saved, tmp_path / "calm", calm_url), counted=counted)
    calm = db.open_engine(calm_url)
    for line in points(int(counted.read_text()), seed=3):
        url, home = new_database(), tmp_path / "homes" / str(line)
        assert not ended(restore_to(saved, home, url), die_at=line)
        finish(saved, home, url, calm)
    assert files_of(saved) == before
    calm.dispose()


def test_a_restore_killed_at_any_line_that_handles_files_begins_again(
    approved_sample: Path, tmp_path: Path
) -> None:
    saved, counted = saved_from(approved_sample, tmp_path), tmp_path / "lines"
    calm_home = tmp_path / "calm"
    calm_url = db.file_url(calm_home / "digest.db")
    assert ended(restore_to(saved, calm_home, calm_url), traced=FILES, counted=counted)
    calm = db.open_engine(calm_url)
    total = int(counted.read_text())
    for line in random.Random(4).sample(range(1, total), total // 6):  # noqa: S311
        home = tmp_path / "homes" / str(line)
        url = db.file_url(home / "digest.db")
        ended(restore_to(saved, home, url), die_at=line, traced=FILES)
        finish(saved, home, url, calm)
        shutil.rmtree(home)
    calm.dispose()
