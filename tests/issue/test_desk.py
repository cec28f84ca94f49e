from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain, combinations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.issue.desk import DeskPair, closest_pairs, desk_lines
from digest.issue.facts import PastIssue, Persona, ToolFacts
from digest.issue.selection import select

Panel = tuple[Persona, ...]
Tool = Callable[..., ToolFacts]
Desk = Callable[..., tuple[DeskPair, ...]]
BARE: dict[str, Any] = {"pricing_raw": None, "pricing_checked_at": None, "job_tags": (), "category": None}


@pytest.fixture
def desk(panel: Panel, now: datetime) -> Desk:
    def run(*tools: ToolFacts, history: tuple[PastIssue, ...] = ()) -> tuple[DeskPair, ...]:
        return closest_pairs(tools, personas=panel, history=history, cutoff=now, week="2026-W17")

    return run


def slugs(pair: DeskPair) -> tuple[str, str]:
    return pair.sides[0].slug, pair.sides[1].slug


def test_a_launch_straight_from_a_feed_lacks_everything(desk: Desk, tool: Tool) -> None:
    (pair,) = desk(tool("alpha", {}, **BARE), tool("beta", {}, **BARE))
    lacks = ("needs 3 more takes", "needs checked pricing", "needs job tags", "needs a category")
    assert [side.lacks for side in pair.sides] == [lacks, lacks]
    assert pair.together == ()


def test_the_list_reads_like_a_list_of_things_to_do(desk: Desk, tool: Tool) -> None:
    alpha = tool("alpha", {"builder": (80, "ship"), "skeptic": (70, "ship")})
    assert desk_lines(desk(alpha, tool("beta", job_tags=("search",), category="Design"))) == (
        "alpha vs beta",
        "  alpha: needs 1 more take",
        "  both: no job tag in common",
        "  both: categories differ (Developer Tools, Design)",
    )
    assert desk_lines(desk(tool("alpha"), tool("beta"))) == ("alpha vs beta: lacks nothing",)


def test_pairs_that_lack_less_come_first(desk: Desk, tool: Tool) -> None:
    tools = tool("a-bare", {}, **BARE), tool("b-priced"), tool("c-unpriced", pricing_raw=None), tool("d-done")
    assert [slugs(pair) for pair in desk(*tools)[:3]] == [
        ("b-priced", "d-done"),
        ("b-priced", "c-unpriced"),
        ("c-unpriced", "d-done"),
    ]


def test_among_equals_the_better_known_pair_comes_first(desk: Desk, tool: Tool) -> None:
    tools = [tool(slug, {}, popularity=n, **BARE) for n, slug in enumerate(("low", "mid", "top"))]
    assert slugs(desk(*tools)[0]) == ("mid", "top")


def test_old_pricing_is_told_from_none(desk: Desk, tool: Tool, now: datetime) -> None:
    old = tool("alpha", pricing_checked_at=now - timedelta(days=120))
    (pair,) = desk(old, tool("beta"))
    assert pair.sides[0].lacks == ("pricing not checked for 90 days",)


def test_reviewers_in_common_are_asked_for_as_takes(desk: Desk, tool: Tool) -> None:
    other = tool("beta", {"founder": (80, "ship"), "creator": (80, "ship"), "builder": (60, "skip")})
    (pair,) = desk(tool("alpha"), other)
    assert [side.lacks for side in pair.sides] == [(), ("needs 1 more take",)]


PERSONAS = ("builder", "skeptic", "futurist", "founder", "creator")
SUBSETS = [
    frozenset(chosen)
    for chosen in chain.from_iterable(combinations(PERSONAS, size) for size in range(len(PERSONAS) + 1))
]
reviewers = st.sampled_from(SUBSETS)


@given(reviewers, reviewers)
def test_as_few_takes_are_asked_for_as_will_do(
    tool: Tool, panel: Panel, now: datetime, left: frozenset[str], right: frozenset[str]
) -> None:
    fewest = min(
        len(a - left) + len(b - right)
        for a in SUBSETS
        for b in SUBSETS
        if left <= a and right <= b and len(a) >= 3 and len(b) >= 3 and len(a & b) >= 2
    )
    tools = [
        tool(slug, dict.fromkeys(sorted(by), (80, "ship"))) for slug, by in (("alpha", left), ("beta", right))
    ]
    (pair,) = closest_pairs(tools, personas=panel, history=(), cutoff=now, week="2026-W17")
    asked = [int(words.split()[1]) for side in pair.sides for words in side.lacks]
    assert sum(asked) == fewest


def test_what_only_time_mends_comes_last_and_is_said(desk: Desk, tool: Tool, now: datetime) -> None:
    history = (PastIssue(week="2026-W16", tools=("id-alpha", "id-beta"), at=now - timedelta(days=7)),)
    stale = now - timedelta(days=100)
    pairs = desk(tool("alpha"), tool("beta"), tool("gamma", {}, **BARE), history=history)
    assert slugs(pairs[-1]) == ("alpha", "beta")
    assert pairs[-1].together == ("compared not long ago", "one of them was in a recent issue")
    (old,) = desk(tool("alpha", launched_at=stale), tool("beta", launched_at=stale))
    assert old.together == ("neither was launched or revised lately",)


def test_a_pair_that_lacks_nothing_is_one_that_selection_takes(
    desk: Desk, tool: Tool, panel: Panel, now: datetime
) -> None:
    tools = [tool("alpha"), tool("beta"), tool("gamma", {})]
    best = desk(*tools)[0]
    selection = select(tools, personas=panel, history=(), pin=None, cutoff=now, week="2026-W17")
    assert best.missing == 0
    assert selection.tools is not None
    assert {side.tool_id for side in best.sides} == set(selection.tools)


def test_two_thousand_launches_without_a_review_still_give_five_pairs(desk: Desk, tool: Tool) -> None:
    tools = [tool(f"t{n:04}", {}, popularity=n, **BARE) for n in range(2000)]
    pairs = desk(*tools)
    assert len(pairs) == 5
    assert slugs(pairs[0]) == ("t1998", "t1999")


def test_retired_tools_are_no_candidates(desk: Desk, tool: Tool) -> None:
    pairs = desk(tool("alpha"), tool("beta", active=False))
    assert pairs == ()
    assert "ingest a source" in desk_lines(pairs)[0]


def test_the_desk_is_plain_data(desk: Desk, tool: Tool) -> None:
    (pair,) = desk(tool("alpha"), tool("beta"))
    assert msgspec.json.decode(msgspec.json.encode(pair), type=DeskPair) == pair
