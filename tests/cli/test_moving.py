"""``digest copy``, ``backup`` and ``restore`` as an operator meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.log.schema import event, log_head
from tests.stages import mailed_week

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World
    from tests.stages import Stages


@pytest.fixture
def mailed(stages: Stages, world: World) -> Newsletter:
    """A newsletter with one delivered issue."""
    return stages.at_home(world, mailed_week)


@pytest.fixture
def running(mailed: Newsletter, digest: Digest) -> Digest:
    """Its command line."""
    del mailed
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


def secrets(world: World) -> list[str]:
    keys = json.loads((world.home / "keys.json").read_text())
    return [keys["content"], *keys["ring"]["keys"].values()]


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


@pytest.mark.slow
def test_no_password_is_printed(
    running: Digest, new_postgres: Callable[[], str], world: World, tmp_path: Path
) -> None:
    url = new_postgres().replace("digest@", "digest:hunter2@")
    on_server = ("--home", "home", "--db", url)
    said = [
        process("--home", "home", "copy", "--to", url, folder=tmp_path),
        process(*on_server, "backup", "saved", folder=tmp_path),
        process(*on_server, "restore", "saved", folder=tmp_path),
        process(*on_server, "verdict", "nobody", folder=tmp_path),
    ]
    assert [one.returncode for one in said] == [0, 0, 1, 1], [one.stderr for one in said]
    assert "set DIGEST_DATABASE_URL to postgresql+psycopg://digest:***@/" in said[0].stdout
    assert "digest --home home --db 'postgresql+psycopg://digest:***@/" in said[3].stderr
    assert "hunter2" not in "".join(one.stdout + one.stderr for one in said)


def test_a_backup_comes_back_with_everything_it_held(running: Digest, world: World) -> None:
    saved = running("backup", "saved")
    assert (saved.code, saved.err) == (0, "")
    stood = running("log", "stats", "--json").json["position"]
    assert f"backed up to saved: 6 files, the log up to position {stood}" in saved.out
    assert "It holds addresses and keys" in saved.out
    assert running("backup", "saved").code == 1
    back = running("restore", "saved", home="again")
    assert (back.code, back.err) == (0, "")
    assert "restored again as it was at " in back.out
    assert running("log", "stats", "--json", home="again").json["position"] >= stood
    for command in (("issue", "show", "2026-W17"), ("subscribers", "count")):
        assert running(*command, "--json", home="again").json == running(*command, "--json").json
    status = running("deliveries", "status", "2026-W17", "--json", home="again").json
    told = running("deliveries", "status", "2026-W17", home="again").out
    assert "paused: restored from a backup of " in told
    before = running("deliveries", "status", "2026-W17", "--json").json
    assert status == before
    assert "run: digest --home again deliveries resume" in back.out
    assert running("deliveries", "resume", home="again").code == 0
    assert not [secret for secret in secrets(world) if secret in saved.out + back.out]


def test_what_is_no_empty_place_is_refused_by_words(running: Digest, world: World) -> None:
    assert running("backup", "saved").code == 0
    refused = running("restore", "saved")
    assert (refused.code, refused.out.splitlines()[1:]) == (1, [])
    assert "home is not empty" in refused.err or "digest.db is not empty" in refused.err
    assert running("restore", "home", home="again").err.startswith("digest: home has no manifest.json")
    opened = running("desk", home="saved")
    assert opened.code == 1
    assert opened.err == "digest: saved is a backup, not a home; run: digest --home NEW restore saved\n"


def test_a_log_that_cannot_be_folded_is_backed_up_before_it_is_mended(
    running: Digest, mailed: Newsletter, world: World
) -> None:
    bad = world.position(mailed) + 1
    with db.writing(mailed.engine) as connection:
        row = dict.fromkeys(event.columns.keys(), "x") | {
            "position": bad, "version": 1, "schema_version": 1, "type": "Unheard",
            "event_hash": b"x", "chain_hash": b"x",
        }  # fmt: skip
        connection.execute(event.insert().values(row))
        connection.execute(log_head.update().values(position=bad))
    assert f"stopped at position {bad}" in running("desk").err
    assert running("backup", "saved").code == 0
