"""The JSON that programs read: held word for word, on the facts of the seed's comparison."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Digest, World

SMOLVLM2 = {
    "slug": "smolvlm2",
    "name": "SmolVLM2",
    "tagline": "Open-source 2B vision-language model that punches above its weight class",
    "description": "A small open model that reads pictures and video.",
    "category": "Developer Tools",
    "pricing": "Free / Open Source (Apache 2.0)",
    "entry": "Free",
}
SKILLCLAW = {
    "slug": "skillclaw",
    "name": "SkillClaw",
    "tagline": "Multi-agent skill evolution that improves from every user's interactions",
    "description": "A framework in which agents share what they have learned.",
    "category": "Developer Tools",
    "pricing": "Open Source / Research",
    "entry": "Paid",
}
TAKES = (
    ("smolvlm2", "builder", "ship", 88),
    ("skillclaw", "builder", "ship", 80),
    ("smolvlm2", "skeptic", "ship", 82),
    ("skillclaw", "skeptic", "skip", 45),
    ("smolvlm2", "futurist", "ship", 85),
    ("skillclaw", "futurist", "ship", 80),
    ("smolvlm2", "founder", "ship", 78),
    ("skillclaw", "creator", "skip", 45),
)


def words(tool: str, persona: str) -> str:
    return f"What the {persona} thinks of {tool}."


def taken(score: int, choice: str, tool: str, persona: str) -> dict[str, Any]:
    header = f"{score}/100 · {choice}"
    return {"score": score, "choice": choice, "header": header, "text": words(tool, persona)}


NOBODY_VOTED = {
    "cell": "No community votes yet",
    "votes": 0,
    "ship": 0,
    "percent": None,
    "low": None,
    "high": None,
}


def shown(facts: dict[str, Any], **panel: Any) -> dict[str, Any]:
    return {**facts, "best_for": facts["tagline"], "panel": panel, "community": NOBODY_VOTED}


COMPARISON = {
    "title": "SmolVLM2 vs SkillClaw: Which AI Tool Should You Ship? — Ship or Skip",
    "tools": [
        shown(SMOLVLM2, label="Ship", ship_percent=100, ship=4, skip=0, cell="Ship · 4 ship / 0 skip"),
        shown(SKILLCLAW, label="Mixed", ship_percent=50, ship=2, skip=2, cell="Mixed · 2 ship / 2 skip"),
    ],
    "rows": [
        {"name": "Panel verdict", "cells": ["Ship · 4 ship / 0 skip", "Mixed · 2 ship / 2 skip"]},
        {"name": "Community", "cells": ["No community votes yet", "No community votes yet"]},
        {"name": "Pricing", "cells": ["Free / Open Source (Apache 2.0)", "Open Source / Research"]},
        {"name": "Best for", "cells": [SMOLVLM2["tagline"], SKILLCLAW["tagline"]]},
        {"name": "Category", "cells": ["Developer Tools", "Developer Tools"]},
    ],
    "scorecard": [
        {
            "persona": "Builder",
            "takes": [
                taken(88, "ship", "smolvlm2", "builder"),
                taken(80, "ship", "skillclaw", "builder"),
            ],
        },
        {
            "persona": "Skeptic",
            "takes": [
                taken(82, "ship", "smolvlm2", "skeptic"),
                taken(45, "skip", "skillclaw", "skeptic"),
            ],
        },
        {
            "persona": "Futurist",
            "takes": [
                taken(85, "ship", "smolvlm2", "futurist"),
                taken(80, "ship", "skillclaw", "futurist"),
            ],
        },
        {"persona": "Founder", "takes": [taken(78, "ship", "smolvlm2", "founder"), None]},
        {"persona": "Creator", "takes": [None, taken(45, "skip", "skillclaw", "creator")]},
    ],
}


@pytest.fixture
def seeded(digest: Digest, world: World) -> Digest:
    """A log whose only events are the seed's facts, imported by command."""
    tools = world.file(SMOLVLM2, SKILLCLAW, name="tools.jsonl")
    reviews = world.file(
        *(
            {
                "tool": tool,
                "persona": persona,
                "choice": choice,
                "score": score,
                "take": words(tool, persona),
                "at": "2026-04-14",
            }
            for tool, persona, choice, score in TAKES
        ),
        name="reviews.jsonl",
    )
    assert digest("tools", "import", tools).code == 0
    assert digest("reviews", "import", reviews).code == 0
    return digest


def test_the_seeds_comparison_is_the_seeds_cell_by_cell(seeded: Digest) -> None:
    assert seeded("compare", "smolvlm2", "skillclaw", "--json").json == COMPARISON


def test_the_order_asked_for_is_the_order_shown(seeded: Digest) -> None:
    turned = seeded("compare", "skillclaw", "smolvlm2", "--json").json
    assert turned["title"].startswith("SkillClaw vs SmolVLM2:")
    assert turned["tools"] == COMPARISON["tools"][::-1]
    assert [row["cells"][::-1] for row in turned["rows"]] == [row["cells"] for row in COMPARISON["rows"]]
    assert [row["persona"] for row in turned["scorecard"]] == [
        row["persona"] for row in COMPARISON["scorecard"]
    ]


def test_an_entry_nobody_states_is_derived_from_the_pricing(digest: Digest, world: World) -> None:
    bare = [{key: value for key, value in tool.items() if key != "entry"} for tool in (SMOLVLM2, SKILLCLAW)]
    silent = {"slug": "quiet", "name": "Quiet", "tagline": "Says nothing of its price"}
    assert digest("tools", "import", world.file(*bare, silent)).code == 0
    tools = digest("compare", "smolvlm2", "skillclaw", "--json").json["tools"]
    assert [tool["entry"] for tool in tools] == ["Free", "Open source"]
    (quiet, _) = digest("compare", "quiet", "smolvlm2", "--json").json["tools"]
    assert (quiet["entry"], quiet["pricing"]) == ("Not stated", "Not stated")


@pytest.mark.parametrize(
    ("slug", "verdict"),
    [
        (
            "smolvlm2",
            {
                "label": "Ship",
                "ship_percent": 100,
                "ship": 4,
                "skip": 0,
                "cell": "Ship · 4 ship / 0 skip",
                "contested": False,
            },
        ),
        (
            "skillclaw",
            {
                "label": "Mixed",
                "ship_percent": 50,
                "ship": 2,
                "skip": 2,
                "cell": "Mixed · 2 ship / 2 skip",
                "contested": True,
            },
        ),
    ],
)
def test_a_verdict_is_exactly_these_fields(seeded: Digest, slug: str, verdict: dict[str, Any]) -> None:
    said = seeded("verdict", slug, "--json").json
    assert said == {"tool": slug, **verdict, "coverage": {"takes": 4, "panel": 5}}


def test_a_tool_that_nobody_reviewed_has_no_percent(digest: Digest, world: World) -> None:
    digest("tools", "import", world.file(world.tool("fresh")))
    said = digest("verdict", "fresh", "--json").json
    assert said["ship_percent"] is None
    assert said["label"] == said["cell"] == "No panel verdict yet"
    assert said["coverage"] == {"takes": 0, "panel": 5}


def test_from_ten_votes_on_the_community_shows_percent_and_wilson_range(seeded: Digest, world: World) -> None:
    votes = [
        {"tool": "skillclaw", "voter": f"r{n}", "choice": "ship" if n < 8 else "skip", "at": "2026-04-20"}
        for n in range(12)
    ]
    assert seeded("votes", "import", world.file(*votes[:9])).code == 0
    few = seeded("compare", "smolvlm2", "skillclaw", "--json").json["tools"][1]["community"]
    assert (few["votes"], few["ship"], few["percent"], few["low"], few["high"]) == (9, 8, None, None, None)
    assert seeded("votes", "import", world.file(*votes)).code == 0
    compared = seeded("compare", "smolvlm2", "skillclaw", "--json").json
    many = compared["tools"][1]["community"]
    # 8 of 12: 66.7 %, Wilson at 95 % is 39.06 to 86.19, printed outwards
    assert (many["votes"], many["ship"], many["percent"], many["low"], many["high"]) == (12, 8, 67, 39, 87)
    assert compared["rows"][1]["cells"] == ["No community votes yet", many["cell"]]
    assert compared["tools"][0]["panel"] == COMPARISON["tools"][0]["panel"], "votes never move the panel"


def test_log_stats_count_events_and_streams_and_name_the_head(seeded: Digest) -> None:
    before = seeded("log", "stats", "--json").json
    assert list(before)[:4] == ["position", "hash", "events", "streams"]
    assert set(before) - set(list(before)[:4]) == {"types", "first_recorded_at", "last_recorded_at"}
    # Five personas and their policy; two tools, launched and priced; eight takes, each a stream.
    assert (before["position"], before["events"], before["streams"]) == (18, 18, 16)
    assert before["types"] == {
        "PanelPolicySet": 1,
        "PersonaDefined": 5,
        "PricingRecorded": 2,
        "ReviewPublished": 8,
        "ToolLaunched": 2,
    }
    assert len(bytes.fromhex(before["hash"])) == 32
    assert seeded("log", "stats", "--json").json == before, "reading adds nothing"


def test_a_rebuild_checks_every_read_model_against_the_log(seeded: Digest) -> None:
    checks = seeded("rebuild", "--check", "--json").json
    assert {check["name"] for check in checks} == {"tools", "takes", "tallies", "issues", "subscribers"}
    for check in checks:
        assert set(check) == {"name", "live", "rebuilt", "equal"}
        assert check["equal"] is True
        assert check["live"] == check["rebuilt"]


def test_a_read_model_that_somebody_edited_is_found_and_mended(seeded: Digest, world: World) -> None:
    with sqlite3.connect(world.home / "digest.db") as connection:
        (table,) = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'take__*'"
        ).fetchone()
        assert connection.execute(f"UPDATE {table} SET score = score + 1").rowcount == 8  # noqa: S608
    connection.close()
    found = seeded("rebuild", "--check", "--json")
    assert found.code == 1
    assert [check["name"] for check in found.json if not check["equal"]] == ["takes"]
    assert seeded("rebuild").code == 0
    assert seeded("rebuild", "--check", "--json").code == 0
