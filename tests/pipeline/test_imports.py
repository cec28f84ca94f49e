"""Imports by command: what a file changes, what it does not, and how a bad one is refused."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest import db
from digest.pipeline.facts import find_tools, load_tools
from digest.pipeline.project import project

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Web, World
    from tests.stages import Stages


def position(digest: Digest) -> int:
    return int(digest("log", "stats", "--json").json["position"])


def vote(voter: str, choice: str = "ship", at: str = "2026-04-20", **more: str) -> dict[str, Any]:
    return {"tool": "alpha", "voter": voter, "choice": choice, "at": at, **more}


def one_tool(world: World, newsletter: Newsletter) -> None:
    """A log that knows one tool."""
    world.take_in(newsletter, world.tool("alpha"))


@pytest.fixture
def alpha(digest: Digest, stages: Stages, world: World) -> Digest:
    """The command line in a home whose log knows one tool."""
    stages.at_home(world, one_tool).engine.dispose()
    return digest


@pytest.mark.parametrize(
    ("kind", "unchanged"),
    [("tools", "2 tools"), ("reviews", "2 takes"), ("votes", "3 votes"), ("subscribers", "2 subscribers")],
)
def test_a_file_imported_twice_changes_nothing_and_says_so(
    alpha: Digest, world: World, kind: str, unchanged: str
) -> None:
    records = {
        "tools": (world.tool("alpha"), world.tool("beta")),
        "reviews": (world.take("alpha", "builder"), world.take("alpha", "skeptic", "skip")),
        "votes": (vote("r1"), vote("r1", "skip", "2026-04-21"), vote("r2", issue="2026-W17")),
    }
    path = (
        csv(world, "ada@example.org,Ada,2026-04-01,form,Yes", "bo@example.org,Bo,,,")
        if kind == "subscribers"
        else world.file(*records[kind])
    )
    before = position(alpha)
    first = alpha(kind, "import", path)
    assert (first.code, first.err) == (0, "")
    stood = position(alpha)
    assert stood > before
    again = alpha(kind, "import", path)
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith(f"nothing changed: {unchanged} ")
    assert position(alpha) == stood


def csv(world: World, *rows: str) -> Path:
    path = world.folder / "readers.csv"
    path.write_text("email,name,confirmed_at,consent_source,consent_text\n" + "\n".join(rows) + "\n")
    return path


def test_a_changed_review_replaces_the_take_and_moves_the_verdict(alpha: Digest, world: World) -> None:
    takes = [world.take("alpha", persona) for persona in ("builder", "skeptic", "founder")]
    alpha("reviews", "import", world.file(*takes))
    assert alpha("verdict", "alpha", "--json").json["cell"] == "Ship · 3 ship / 0 skip"
    takes[1] = world.take("alpha", "skeptic", "skip", score=20, at="2026-04-21")
    said = alpha("reviews", "import", world.file(*takes))
    assert said.out == "0 takes published, 1 replaced, 2 unchanged\n"
    verdict = alpha("verdict", "alpha", "--json").json
    assert (verdict["ship"], verdict["skip"], verdict["coverage"]["takes"]) == (2, 1, 3)


def test_a_take_back_to_its_first_words_is_a_third_revision(alpha: Digest, world: World) -> None:
    first, second = world.take("alpha", "builder"), world.take("alpha", "builder", "skip", at="2026-04-21")
    before = position(alpha)
    for record in (first, second, {**first, "at": "2026-04-22"}):
        assert alpha("reviews", "import", world.file(record)).code == 0
    assert position(alpha) == before + 3
    assert alpha("verdict", "alpha", "--json").json["ship"] == 1


def test_a_vote_says_what_it_supersedes(alpha: Digest, world: World) -> None:
    alpha("votes", "import", world.file(vote("r1"), vote("r2")))
    said = alpha("votes", "import", world.file(vote("r1", "skip", "2026-04-21")))
    assert said.out == "0 votes cast, 1 changed, 0 unchanged\n"
    (tally,) = alpha("votes", "tally", "--json").json
    assert (tally["ship"], tally["skip"]) == (1, 1)
    with sqlite3.connect(world.home / "digest.db") as connection:
        rows = connection.execute("SELECT payload FROM event WHERE type = 'VoteCast' ORDER BY position")
        previous = [json.loads(payload)["previous"] for (payload,) in rows]
    connection.close()
    assert previous == [None, None, "ship"]


def test_dates_may_be_days_or_moments_and_the_later_vote_counts(alpha: Digest, world: World) -> None:
    said = alpha(
        "votes",
        "import",
        world.file(
            vote("r1", "skip", "2026-04-20T23:30:00-02:00"),
            vote("r1", "ship", "2026-04-21"),
        ),
    )
    assert said.code == 0
    (tally,) = alpha("votes", "tally", "--json").json
    assert (tally["ship"], tally["skip"]) == (0, 1), "01:30 UTC is later than midnight"


BAD = [
    ("tools", {"slug": "Up Case", "name": "X"}, "slug", "'Up Case'", "a-z, 0-9 and -"),
    ("tools", {"slug": "x"}, "name", "missing", "characters"),
    ("tools", {"slug": "x", "name": "X", "prize": "1"}, "prize", "'1'", "the fields are slug, name"),
    ("tools", {"slug": "x", "name": "X", "launched_at": "soon"}, "launched_at", "'soon'", "ISO date"),
    ("tools", {"slug": "x", "name": "X", "homepage": "javascript:1"}, "homepage", "'javascript:1'", "http"),
    ("reviews", {"persona": "Builder"}, "persona", "'Builder'", "lower case"),
    ("reviews", {"persona": "bulider"}, "persona", "'bulider'", "did you mean builder?"),
    ("reviews", {"tool": "alfa"}, "tool", "'alfa'", "did you mean alpha?"),
    ("reviews", {"score": 101}, "score", "101", "0 to 100"),
    ("reviews", {"score": 8.5}, "score", "8.5", "whole number"),
    ("reviews", {"choice": "maybe"}, "choice", "'maybe'", "ship or skip"),
    ("reviews", {"take": "  "}, "take", "'  '", "characters"),
    ("reviews", {"at": "2026-13-01"}, "at", "'2026-13-01'", "ISO date or datetime"),
    ("votes", {"voter": "ada@example.org"}, "voter", "'ada@example.org'", "never an e-mail address"),
    ("votes", {"tool": "beta"}, "tool", "'beta'", "digest --home home tools list"),
    ("votes", {"issue": "W17"}, "issue", "'W17'", "2026-W17"),
    ("votes", {"choice": True}, "choice", "True", "ship, skip or withdrawn"),
]


@pytest.mark.parametrize(("kind", "wrong", "field", "value", "allowed"), BAD)
def test_a_bad_record_is_named_and_nothing_of_its_file_is_taken_unless_skipped(
    alpha: Digest, world: World, kind: str, wrong: dict[str, Any], field: str, value: str, allowed: str
) -> None:
    good = {
        "tools": world.tool("gamma"),
        "reviews": world.take("alpha", "builder"),
        "votes": vote("r1"),
    }[kind]
    bad = wrong if kind == "tools" else {**good, **wrong}
    if kind == "reviews" and field != "persona":
        bad["persona"] = "skeptic"
    path = world.file(good, bad)
    stood = position(alpha)
    refused = alpha(kind, "import", path)
    assert (refused.code, refused.out) == (1, "")
    assert f"{path}:2: {field} is {value}; allowed: " in refused.err
    assert allowed in refused.err
    assert "nothing was taken" in refused.err
    assert "--skip-bad" in refused.err
    assert position(alpha) == stood
    taken = alpha(kind, "import", path, "--skip-bad")
    assert taken.code == 0
    assert "1 bad record left out" in taken.out
    assert f"{path}:2: {field}" in taken.err
    assert position(alpha) > stood


def test_every_bad_record_of_a_file_is_named_at_once(alpha: Digest, world: World) -> None:
    path = world.file(vote("a b"), vote("r1"), vote("r2", "no"), vote("r3", at="x"))
    refused = alpha("votes", "import", path)
    for place in (f"{path}:1: voter is", f"{path}:3: choice is", f"{path}:4: at is"):
        assert place in refused.err
    assert "3 bad records" in refused.err


def test_a_missing_file_is_refused_and_a_wrong_option_is_usage(alpha: Digest) -> None:
    missing = alpha("votes", "import", "nowhere.jsonl")
    assert missing.code == 1
    assert "nowhere.jsonl" in missing.err
    assert alpha("votes", "import").code == 2
    assert alpha("votes", "import", "x", "--force").code == 2
    assert alpha("nonsense").code == 2


def test_a_folder_of_markdown_is_taken_whole_or_not_at_all(alpha: Digest, world: World) -> None:
    folder = world.folder / "takes" / "alpha"
    folder.mkdir(parents=True)
    top = "tool: alpha\nat: 2026-04-20\n"
    (folder / "builder.md").write_text(
        f"---\n{top}persona: builder\nchoice: ship\nscore: 90\n---\nIt builds.\n"
    )
    (folder / "skeptic.md").write_text(
        f"---\n{top}persona: skeptic\nchoice: skip\nscore: high\n---\nIt does not.\n"
    )
    (folder / "tool.md").write_text("---\ntool: alpha\nbest_for: Small teams\n---\n")
    stood = position(alpha)
    refused = alpha("reviews", "import", folder.parent)
    assert refused.code == 1
    assert f"{folder / 'skeptic.md'}:6: score is 'high'; allowed: a whole number from 0 to 100" in refused.err
    assert position(alpha) == stood
    (folder / "skeptic.md").write_text(
        f"---\n{top}persona: skeptic\nchoice: skip\nscore: 30\n---\nIt does not.\n"
    )
    taken = alpha("reviews", "import", folder.parent)
    assert taken.code == 0
    assert taken.out.startswith("2 takes published")
    assert alpha("tools", "show", "alpha", "--json").json["best_for"] == "Small teams"
    with sqlite3.connect(world.home / "digest.db") as raw:
        links = raw.execute("SELECT chain_hash FROM event WHERE position > ?", (stood,)).fetchall()
    assert len(links) == 3
    assert len(set(links)) == 1, "facts and takes are one append, so no crash can part them"
    again = alpha("reviews", "import", folder.parent)
    assert again.out.startswith("nothing changed")


def test_a_revised_tool_keeps_the_facts_its_record_leaves_out(alpha: Digest, world: World) -> None:
    said = alpha("tools", "import", world.file({"slug": "alpha", "name": "Alpha", "tagline": "New words"}))
    assert said.out == "0 tools added, 1 revised, 0 unchanged\n"
    tool = alpha("tools", "show", "alpha", "--json").json
    assert (tool["tagline"], tool["pricing_raw"]) == ("New words", "Free / Open Source (MIT)")
    assert tool["job_tags"] == ["agents"]


def test_imports_work_in_a_home_nobody_made_and_on_a_database_named_by_url(
    digest: Digest, world: World
) -> None:
    path = world.file(world.tool("alpha"))
    assert digest("tools", "import", path, home="elsewhere/deep").code == 0
    assert (world.folder / "elsewhere/deep/digest.db").exists()
    url = f"sqlite:///{world.folder}/other.db"
    assert digest("--db", url, "tools", "import", path).code == 0
    assert [tool["slug"] for tool in digest("--db", url, "tools", "list", "--json").json] == ["alpha"]
    assert digest("tools", "list", "--json").json == []


def in_a_child(work: Any) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def test_six_processes_importing_votes_at_once_leave_no_hole_and_the_right_tallies(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"))
    newsletter.engine.dispose()
    shared = [vote(f"shared-{n}", "skip") for n in range(40)]
    # Each process has readers of its own, one file that all have, and readers that all change.
    files = [
        [
            *(vote(f"p{number}-{n}") for n in range(30)),
            *shared,
            *(vote(f"torn-{n}", "ship" if number % 2 else "skip", f"2026-04-1{number}") for n in range(10)),
        ]
        for number in range(6)
    ]

    def import_in_parts(number: int) -> None:
        opened = world.open()
        own = beside(world, number)
        for start in range(0, len(files[number]), 20):
            own.take_in(opened, *files[number][start : start + 20])

    children = [in_a_child(lambda number=number: import_in_parts(number)) for number in range(6)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
    with sqlite3.connect(world.home / "digest.db") as connection:
        positions = [row[0] for row in connection.execute("SELECT position FROM event ORDER BY position")]
        holes = connection.execute(
            "SELECT count(*) FROM (SELECT stream, max(version) AS top, count(*) AS rows FROM event"
            " GROUP BY stream) WHERE top <> rows"
        ).fetchone()
    connection.close()
    assert positions == list(range(1, len(positions) + 1))
    assert holes == (0,)
    with_votes = world.open()
    tally = counted(with_votes)
    # 6 * 30 own say ship, 40 shared say skip, and of the ten all changed the latest, of 15 April, counts.
    assert tally == (6 * 30 + 10, 40)


def beside(world: World, number: int) -> World:
    """A folder of its own, so that processes do not write one input file."""
    folder = world.folder / f"p{number}"
    folder.mkdir(exist_ok=True)
    return type(world)(folder, world.clock)


def counted(newsletter: Any) -> tuple[int, int]:
    project(newsletter.log)
    with db.reading(newsletter.engine) as connection:
        (tool,) = find_tools(connection, ["alpha"])
    return tool.votes_ship, tool.votes_skip


def test_six_processes_that_add_one_slug_at_once_add_one_tool(world: World) -> None:
    world.open().engine.dispose()
    gate, opened = os.pipe()

    def add(number: int) -> None:
        newsletter = world.open()
        os.close(opened)
        os.read(gate, 1)
        beside(world, number).take_in(
            newsletter, world.tool("torn", homepage=f"https://home-{number}.example/")
        )

    children = [in_a_child(lambda number=number: add(number)) for number in range(6)]
    os.close(opened)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
    os.close(gate)
    newsletter = world.open()
    with db.reading(newsletter.engine) as connection:
        assert [tool.slug for tool in load_tools(connection)] == ["torn"]


@pytest.mark.slow
def test_six_commands_importing_votes_at_once_all_succeed(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"))
    newsletter.engine.dispose()
    commands = []
    for number in range(6):
        path = world.file(*(vote(f"p{number % 5}-{n}") for n in range(50)), name=f"votes-{number}.jsonl")
        command = [sys.executable, "-m", "digest", "--home", world.home, "votes", "import", path]
        commands.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
    said = [command.communicate(timeout=120)[0].decode() for command in commands]
    assert [command.returncode for command in commands] == [0] * 6, said
    assert counted(world.open()) == (250, 0)


def slugs(newsletter: Newsletter) -> list[str]:
    with db.reading(newsletter.engine) as connection:
        return sorted(tool.slug for tool in load_tools(connection))


def test_two_products_of_one_home_page_are_two_tools(world: World) -> None:
    newsletter = world.open()
    page = "https://maker.example/products"
    both = world.tool("alpha", homepage=page), world.tool("beta", homepage=page)
    assert world.take_in(newsletter, *both).startswith("2 tools added")
    assert world.take_in(newsletter, *both).startswith("nothing changed")
    assert world.take_in(newsletter, world.tool("gamma", homepage=page)).startswith("1 tool added")
    assert world.take_in(newsletter, *both).startswith("nothing changed")
    assert slugs(newsletter) == ["alpha", "beta", "gamma"]


def test_a_new_slug_takes_over_what_only_a_feed_has_named_and_nothing_else(world: World, web: Web) -> None:
    feed = web.says(
        "/feed",
        "<rss version='2.0'><channel><item><title>Some Long Title of a Tool</title>"
        "<link>https://github.com/maker/tool</link><guid>1</guid>"
        "<pubDate>Mon, 20 Apr 2026 08:00:00 GMT</pubDate></item></channel></rss>",
    )
    world.settings(("maker", "feed", feed))
    newsletter = world.open()
    world.run(newsletter)
    assert slugs(newsletter) == ["some-long-title-of-a-tool"]

    page = "https://github.com/maker/tool/tree/main"
    assert world.take_in(newsletter, world.tool("alpha", homepage=page)).startswith(
        "0 tools added, 1 revised"
    )
    assert slugs(newsletter) == ["alpha"]
    assert world.take_in(newsletter, world.tool("beta", homepage=page)).startswith("1 tool added")
    assert slugs(newsletter) == ["alpha", "beta"]


def test_tools_known_by_their_slugs_may_share_a_homepage(world: World) -> None:
    newsletter = world.open()
    alpha, beta = world.tool("alpha"), world.tool("beta")
    world.take_in(newsletter, alpha, beta)
    assert "1 revised" in world.take_in(newsletter, alpha, {**beta, "homepage": alpha["homepage"]})
    assert world.take_in(newsletter, alpha, {**beta, "homepage": alpha["homepage"]}).startswith("nothing")
