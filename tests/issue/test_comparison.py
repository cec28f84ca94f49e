from collections.abc import Callable

from digest.issue.comparison import compare, comparison_json, tool_side, verdict_json
from digest.issue.facts import Persona, ToolFacts
from digest.verdict.panel import PanelPolicy

Panel = tuple[Persona, ...]
Tool = Callable[..., ToolFacts]


def test_the_seed_comparison_comes_out_cell_by_cell(
    smolvlm2: ToolFacts, skillclaw: ToolFacts, panel: Panel
) -> None:
    document = comparison_json(compare(smolvlm2, skillclaw, panel, brand_name="Ship or Skip"))
    assert document["title"] == "SmolVLM2 vs SkillClaw: Which AI Tool Should You Ship? — Ship or Skip"
    assert document["rows"] == [
        {"name": "Panel verdict", "cells": ["Ship · 4 ship / 0 skip", "Mixed · 2 ship / 2 skip"]},
        {"name": "Community", "cells": ["No community votes yet", "No community votes yet"]},
        {"name": "Pricing", "cells": ["Free / Open Source (Apache 2.0)", "Open Source / Research"]},
        {
            "name": "Best for",
            "cells": [
                "Open-source 2B vision-language model that punches above its weight class",
                "Multi-agent skill evolution that improves from every user's interactions",
            ],
        },
        {"name": "Category", "cells": ["Developer Tools", "Developer Tools"]},
    ]
    assert [
        [row["persona"], *(take["header"] if take else None for take in row["takes"])]
        for row in document["scorecard"]
    ] == [
        ["Builder", "88/100 · ship", "80/100 · ship"],
        ["Skeptic", "82/100 · ship", "45/100 · skip"],
        ["Futurist", "85/100 · ship", "80/100 · ship"],
        ["Founder", "78/100 · ship", None],
        ["Creator", None, "45/100 · skip"],
    ]
    left, right = document["tools"]
    assert (left["entry"], right["entry"]) == ("Free", "Paid")
    assert left["panel"] == {
        "label": "Ship",
        "ship_percent": 100,
        "ship": 4,
        "skip": 0,
        "cell": "Ship · 4 ship / 0 skip",
    }
    assert (right["panel"]["label"], right["panel"]["ship_percent"]) == ("Mixed", 50)
    assert left["community"] == {
        "cell": "No community votes yet",
        "votes": 0,
        "ship": 0,
        "percent": None,
        "low": None,
        "high": None,
    }


def test_the_json_contract_names_exactly_its_fields(
    smolvlm2: ToolFacts, skillclaw: ToolFacts, panel: Panel
) -> None:
    document = comparison_json(compare(smolvlm2, skillclaw, panel, brand_name="B"))
    assert set(document) == {"title", "tools", "rows", "scorecard"}
    for side in document["tools"]:
        assert list(side) == [
            "slug",
            "name",
            "tagline",
            "description",
            "category",
            "pricing",
            "entry",
            "best_for",
            "panel",
            "community",
        ]
    first = document["scorecard"][0]["takes"][0]
    assert first == {
        "score": 88,
        "choice": "ship",
        "header": "88/100 · ship",
        "text": "The builder says ship.",
    }


def test_a_split_panel_is_also_shown_like_for_like(
    smolvlm2: ToolFacts, skillclaw: ToolFacts, panel: Panel
) -> None:
    comparison = compare(smolvlm2, skillclaw, panel, brand_name="B")
    assert comparison.like_for_like == "Like for like, 3 reviewers covered both: SmolVLM2 3–0, SkillClaw 2–1."


def test_the_same_reviewers_on_both_sides_need_no_such_sentence(tool: Tool, panel: Panel) -> None:
    assert compare(tool("a"), tool("b"), panel, brand_name="B").like_for_like is None


def test_disjoint_reviewers_are_said_to_be_disjoint(tool: Tool, panel: Panel) -> None:
    a, b = tool("a", {"builder": (70, "ship")}), tool("b", {"creator": (70, "ship")})
    assert compare(a, b, panel, brand_name="B").like_for_like == "Like for like: no reviewer covered both."


def test_a_persona_without_any_take_has_no_row(tool: Tool, panel: Panel) -> None:
    comparison = compare(tool("a"), tool("b"), tuple(reversed(panel)), brand_name="B")
    assert [row.name for row in comparison.reviewers] == ["Builder", "Skeptic", "Futurist"]


def test_unknown_facts_are_said_to_be_unknown(tool: Tool, panel: Panel) -> None:
    bare = tool(
        "bare", {}, tagline=None, category=None, pricing_raw=None, pricing_checked_at=None, entry="Not stated"
    )
    comparison = compare(bare, bare, panel, brand_name="B")
    assert [row.cells[0] for row in comparison.rows] == [
        "No panel verdict yet",
        "No community votes yet",
        "Not stated",
        "Not stated",
        "Not stated",
    ]
    assert comparison.tools[0].panel.ship_percent is None


def test_best_for_stands_before_the_tagline(tool: Tool, panel: Panel) -> None:
    comparison = compare(tool("a", best_for="Small GPUs"), tool("b"), panel, brand_name="B")
    assert comparison.rows[3].cells == ("Small GPUs", "What b does")


def test_one_tools_verdict_says_how_much_of_the_panel_it_rests_on(skillclaw: ToolFacts, panel: Panel) -> None:
    assert verdict_json(tool_side(skillclaw, panel)) == {
        "tool": "skillclaw",
        "label": "Mixed",
        "ship_percent": 50,
        "ship": 2,
        "skip": 2,
        "cell": "Mixed · 2 ship / 2 skip",
        "contested": True,
        "coverage": {"takes": 4, "panel": 5},
    }


def test_the_policy_in_force_decides_the_label(skillclaw: ToolFacts, panel: Panel) -> None:
    side = tool_side(skillclaw, panel, policy=PanelPolicy(version=2, quorum=5))
    assert verdict_json(side)["label"] == "Provisional"
