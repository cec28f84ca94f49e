"""Commands as people and programs meet them: one line of outcome, JSON for readers, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Web, World

WEEK = "2026-W17"
HEAVY = ("sqlalchemy", "pydantic_settings", "requests", "mjml", "prefect", "feedparser", "jinja2", "alembic")
HELP = f"""
import sys
from digest.cli import main
sys.argv = ["digest", "--help"]
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""


def process(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )


def test_help_imports_nothing_heavy_and_names_every_command() -> None:
    done = process("-c", HELP)
    assert done.returncode == 0
    assert done.stderr.splitlines() == ["[]"]
    for command in (
        "init", "weekly", "ingest", "send", "desk", "select", "pin", "unpin", "verdict", "compare", "rebuild",
        "backfill", "tools", "reviews", "votes", "subscribers", "sources", "issue", "deliveries", "log",
        "copy", "backup", "restore",
    ):  # fmt: skip
        assert f" {command} " in done.stdout, command


def test_the_module_is_the_command_with_its_exit_codes(world: World) -> None:
    path = world.file(world.tool("alpha"), {"slug": "B"})
    refused = process("-m", "digest", "--home", world.home, "tools", "import", path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"digest: {path}:2: ")
    assert "Traceback" not in refused.stderr
    usage = process("-m", "digest", "--home", world.home, "tools", "import")
    assert usage.returncode == 2
    assert "Missing argument" in usage.stderr


def test_an_editor_goes_from_freeze_to_mail_by_command(
    digest: Digest, ready: Newsletter, world: World
) -> None:
    frozen = digest("weekly", "--week", WEEK)
    assert frozen.code == 0
    assert f"digest --home home issue approve {WEEK}" in frozen.out
    shown = digest("issue", "show", WEEK, "--json").json
    assert shown["state"] == "frozen"
    assert shown["issue"]["week"] == WEEK
    assert digest("issue", "render", WEEK, "--out", "look").code == 0
    page = (world.folder / "look" / "issue.html").read_bytes()
    assert json.loads((world.folder / "look" / "issue.json").read_bytes()) == shown["issue"]
    assert digest("send", "--week", WEEK).code == 1, "nobody approved it"
    assert digest("send").out == "nothing to send: no approved issue waits\n"
    rejected = digest("issue", "reject", WEEK, "--reason", "too early")
    assert f"Next: digest --home home weekly --week {WEEK}" in rejected.out
    assert digest("issue", "approve", WEEK).code == 1
    assert digest("weekly", "--week", WEEK).code == 0
    assert digest("--actor", "Grace", "issue", "approve", WEEK).out.startswith(f"approved {WEEK} as Grace")
    assert digest("issue", "approve", WEEK).out == f"{WEEK} was approved already\n"
    assert "3 recipients: 3 accepted" in digest("send").out
    status = digest("deliveries", "status", WEEK, "--json").json
    assert status["frozen"] == status["accepted"] == 3
    ends = ("accepted", "rejected", "skipped", "cancelled", "uncertain", "pending")
    assert list(status) == ["week", "frozen", *ends]
    assert status["frozen"] == sum(status[end] for end in ends)
    after = digest("issue", "show", WEEK, "--json").json
    assert (after["state"], after["approved_by"]) == ("delivered", "Grace")
    assert digest("issue", "render", WEEK, "--out", "look").code == 0
    assert len((world.folder / "look" / "issue.html").read_bytes()) == len(page)
    assert len(world.mails()) == 3


def test_a_pin_and_its_end_are_said_in_a_line(digest: Digest, ready: Newsletter) -> None:
    assert digest("pin", "beta", "alpha", "--week", WEEK).out == f"pinned beta vs alpha for {WEEK}\n"
    assert digest("select", "--week", WEEK, "--json").json["pin"] is not None
    assert "pinned by the editor" in digest("select", "--week", WEEK, "--explain").out
    assert digest("unpin", WEEK).out == f"unpinned {WEEK}\n"
    assert digest("unpin", WEEK).out == f"nothing was pinned for {WEEK}\n"
    digest("weekly", "--week", WEEK)
    refused = digest("pin", "beta", "alpha", "--week", WEEK)
    assert refused.code == 1
    assert f"digest --home home issue reject {WEEK}" in refused.err


@pytest.mark.parametrize(
    "command",
    [
        ("tools", "list"),
        ("tools", "show", "alpha"),
        ("reviews", "list"),
        ("votes", "tally"),
        ("verdict", "alpha"),
        ("compare", "alpha", "beta"),
        ("select", "--week", WEEK),
        ("desk", "--week", WEEK),
        ("issue", "show", WEEK),
        ("deliveries", "status", WEEK),
        ("subscribers", "count"),
        ("sources", "list"),
        ("log", "stats"),
        ("rebuild", "--check"),
    ],
    ids=" ".join,
)
def test_a_reading_command_speaks_to_people_and_in_json_and_changes_nothing(
    digest: Digest, ready: Newsletter, world: World, command: tuple[str, ...]
) -> None:
    world.take_in(ready, {"tool": "alpha", "voter": "r1", "choice": "ship", "at": "2026-04-20"})
    world.run(ready)
    stood = world.position(ready)
    words = digest(*command)
    assert (words.code, words.err) == (0, "")
    assert words.out.strip()
    told = digest(*command, "--json")
    assert told.code == 0
    assert told.json is not None
    assert world.position(ready) == stood


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("verdict", "nobody"), "digest --home home tools list"),
        (("compare", "alpha", "nobody"), "no tool is called nobody"),
        (("ingest", "nowhere"), "digest --home home sources list"),
        (("weekly", "--week", "2026-W99"), "does not exist"),
        (("weekly", "--week", "now"), "such as 2026-W17"),
        (("issue", "show", "2026-W01"), "digest --home home weekly --week 2026-W01"),
        (("issue", "approve", "2026-W01"), "there is no frozen issue"),
        (("reviews", "new", "nobody"), "no tool is called nobody"),
        (("reviews", "import", "nowhere"), "nowhere"),
    ],
)
def test_a_refusal_is_one_message_on_stderr_that_says_what_to_do_next(
    digest: Digest, ready: Newsletter, command: tuple[str, ...], says: str
) -> None:
    refused = digest(*command)
    assert refused.code == 1
    assert refused.out == ""
    assert refused.err.startswith("digest: ")
    assert says in refused.err


@pytest.mark.parametrize(
    "command",
    [
        ("weekly", "--sample", "--out", "taken"),
        ("issue", "render", WEEK, "--out", "taken"),
        ("reviews", "new", "alpha", "--out", "taken"),
    ],
    ids=" ".join,
)
def test_a_place_that_cannot_be_written_to_is_named(
    digest: Digest, ready: Newsletter, world: World, command: tuple[str, ...]
) -> None:
    world.run(ready)
    (world.folder / "taken").write_text("a file, not a folder")
    refused = digest(*command)
    assert refused.code == 1
    assert refused.err.startswith("digest: taken")
    assert "name another place" in refused.err


def test_a_mistyped_home_is_refused_by_name_and_not_made(digest: Digest, tmp_path: Path) -> None:
    refused = digest("desk", home="hmoe")
    assert refused.code == 1
    assert refused.err == "digest: there is no newsletter in hmoe; to begin one, run: digest init hmoe\n"
    assert not (tmp_path / "hmoe").exists()


def test_a_name_cannot_command_the_terminal(digest: Digest, world: World) -> None:
    hostile = "Al\u202epha" + "x" * 9_000
    assert digest("tools", "import", world.file(world.tool("alpha", name=hostile))).code == 0
    said = digest("tools", "show", "alpha").out
    assert "Alphaxxx" in said
    assert "\u202e" not in said
    assert max(len(line) for line in said.splitlines()) <= 2_000


def test_an_ingest_that_no_source_answered_is_a_failure(digest: Digest, world: World, web: Web) -> None:
    world.settings(("gone", "feed", web.url + "/gone"))
    said = digest("ingest")
    assert said.code == 1
    assert "no source could be read" in said.err
