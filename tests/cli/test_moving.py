"""``digest copy`` as an operator meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World


@pytest.fixture
def running(ready: Newsletter, world: World, digest: Digest) -> Digest:
    """A newsletter with one delivered issue."""
    world.run(ready, auto_approve=True)
    return digest


def process(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "digest", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_copy_says_what_it_did_where_the_files_are_and_what_to_set(running: Digest, world: World) -> None:
    said = running("copy", "--to", "sqlite:///new.db")
    assert (said.code, said.err) == (0, "")
    lines, stats = said.out.splitlines(), running("log", "stats", "--json").json
    assert f"copy     event: {stats['events']} rows" in lines
    assert f"rows up to position {stats['position']} to new.db; the source is as it was" in lines[-3]
    assert lines[-2] == "The files of home stay where they are: digest.toml, keys.json, outbox"
    assert lines[-1] == "To use the copy, set DIGEST_DATABASE_URL to sqlite:///new.db and DIGEST_HOME to home"
    assert running("--db", "sqlite:///new.db", "log", "stats", "--json").json == stats
    assert running("--db", "sqlite:///new.db", "rebuild", "--check").code == 0
    refused = running("copy", "--to", "sqlite:///new.db")
    assert (refused.code, refused.out) == (1, "")
    assert "new.db is not empty" in refused.err


def test_a_copy_with_its_home_is_a_newsletter_of_its_own(running: Digest, world: World) -> None:
    said = running("copy", "--to", "sqlite:///new/digest.db", "--to-home", "new")
    assert said.code == 0
    assert said.out.endswith("set DIGEST_DATABASE_URL to sqlite:///new/digest.db and DIGEST_HOME to new\n")
    status = running("deliveries", "status", "2026-W17", "--json").json
    assert running("deliveries", "status", "2026-W17", "--json", home="new").json == status
    assert running("send", home="new").out == "nothing to send: no approved issue waits\n"


def test_a_database_that_is_none_of_ours_is_refused_by_its_url_without_its_password(running: Digest) -> None:
    refused = running("copy", "--to", "mysql://me:hunter2@host/d")
    assert refused.code == 1
    assert "no database URL for us" in refused.err
    assert "hunter2" not in refused.err


def test_no_password_is_printed(
    running: Digest, new_postgres: Callable[[], str], world: World, tmp_path: Path
) -> None:
    url = new_postgres().replace("digest@", "digest:hunter2@")
    on_server = ("--home", "home", "--db", url)
    said = [
        process("--home", "home", "copy", "--to", url, folder=tmp_path),
        process(*on_server, "verdict", "nobody", folder=tmp_path),
    ]
    assert [one.returncode for one in said] == [0, 1], [one.stderr for one in said]
    assert "set DIGEST_DATABASE_URL to postgresql+psycopg://digest:***@/" in said[0].stdout
    assert "digest --home home --db 'postgresql+psycopg://digest:***@/" in said[1].stderr
    assert "hunter2" not in "".join(one.stdout + one.stderr for one in said)
