from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events import Choice
from digest.issue import gates
from digest.issue.explanation import explain, why_nothing
from digest.issue.facts import PastIssue, Persona, TakeFact, ToolFacts
from digest.issue.gates import DEFAULT_PAIR_POLICY
from digest.issue.score import pair_score
from digest.issue.selection import Pin, Selection, display_order, select, selected_event

Panel = tuple[Persona, ...]
Tool = Callable[..., ToolFacts]
Choose = Callable[..., Selection]
WEEK = "2026-W17"


@pytest.fixture
def choose(panel: Panel, now: datetime) -> Choose:
    def run(*tools: ToolFacts, **changes: Any) -> Selection:
        given: dict[str, Any] = {"personas": panel, "history": (), "pin": None, "cutoff": now, "week": WEEK}
        return select(tools, **{**given, **changes})

    return run


def issue(weeks_ago: int, now: datetime, *tools: str) -> PastIssue:
    first, second = tools
    return PastIssue(
        week=f"2026-W{17 - weeks_ago:02}", tools=(first, second), at=now - timedelta(weeks=weeks_ago)
    )


def test_two_tools_that_pass_every_gate_are_selected(choose: Choose, tool: Tool) -> None:
    selection = choose(tool("alpha"), tool("beta"))
    assert selection.tools is not None
    assert set(selection.tools) == {"id-alpha", "id-beta"}
    assert (selection.overridden, selection.relaxed, selection.counts) == ((), (), {})


def two_takes() -> dict[str, tuple[int, Choice]]:
    return {"builder": (80, "ship"), "skeptic": (70, "ship")}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        (gates.ACTIVE, {"active": False}),
        (gates.TAKES, {"takes": two_takes()}),
        (
            gates.COMMON,
            {"takes": {"builder": (80, "ship"), "founder": (70, "ship"), "creator": (70, "ship")}},
        ),
        (gates.PRICING, {"pricing_raw": None}),
        (gates.PRICING, {"pricing_checked_at": None}),
        (gates.PRICING, {"pricing_checked_at": datetime(2026, 1, 19, tzinfo=UTC)}),
        (gates.JOB, {"job_tags": ("cooking",)}),
    ],
)
def test_each_gate_stops_a_pair_and_is_counted(
    choose: Choose, tool: Tool, code: str, changes: dict[str, Any]
) -> None:
    selection = choose(tool("alpha"), tool("beta", **changes))
    assert selection.tools is None
    assert selection.counts == {code: 1}


def test_old_tools_without_news_are_no_issue(choose: Choose, tool: Tool, now: datetime) -> None:
    old = now - timedelta(days=29)
    selection = choose(tool("alpha", launched_at=old), tool("beta", launched_at=old))
    assert (selection.tools, selection.counts) == (None, {gates.NEWS: 1})


def test_a_revision_is_news_and_one_side_suffices(choose: Choose, tool: Tool, now: datetime) -> None:
    old, recent = now - timedelta(days=400), now - timedelta(days=28)
    revised = tool("alpha", launched_at=old, revised_at=recent)
    assert choose(revised, tool("beta", launched_at=old)).tools is not None


def test_what_comes_after_the_cutoff_is_no_news_yet(choose: Choose, tool: Tool, now: datetime) -> None:
    later = now + timedelta(hours=1)
    selection = choose(tool("alpha", launched_at=later), tool("beta", launched_at=later))
    assert selection.counts == {gates.NEWS: 1}


def test_a_pair_rests_for_26_weeks(choose: Choose, tool: Tool, now: datetime) -> None:
    alpha, beta = tool("alpha"), tool("beta")
    fillers = [issue(weeks, now, f"id-x{weeks}", f"id-y{weeks}") for weeks in (1, 2, 3, 4)]
    compared = PastIssue(week="2025-W44", tools=("id-beta", "id-alpha"), at=now - timedelta(weeks=25))
    long_ago = PastIssue(week="2025-W42", tools=("id-beta", "id-alpha"), at=now - timedelta(weeks=26))
    assert choose(alpha, beta, history=[*fillers, compared]).counts == {gates.PAIR_COOLDOWN: 1}
    assert choose(alpha, beta, history=[*fillers, long_ago]).tools is not None


def test_a_tool_rests_for_four_issues_and_for_two_if_there_is_nothing_else(
    choose: Choose, tool: Tool, now: datetime
) -> None:
    tools = tool("alpha"), tool("beta")
    seen = {weeks: issue(weeks, now, f"id-x{weeks}", f"id-y{weeks}") for weeks in range(1, 6)}
    fifth = [*(seen[weeks] for weeks in (1, 2, 3, 4)), issue(5, now, "id-alpha", "id-z")]
    third = [seen[1], seen[2], issue(3, now, "id-alpha", "id-z")]
    second = [seen[1], issue(2, now, "id-alpha", "id-z")]
    assert choose(*tools, history=fifth).relaxed == ()
    assert choose(*tools, history=third).relaxed == ("G6_TOOL_COOLDOWN 4 -> 2 issues",)
    assert choose(*tools, history=second).counts == {gates.TOOL_COOLDOWN: 1}


def test_a_pair_that_passes_every_gate_comes_before_a_better_one_that_does_not(
    choose: Choose, tool: Tool, now: datetime
) -> None:
    rested = tool("gamma", job_tags=("agents", "x", "y")), tool("delta")
    tired = tool("alpha"), tool("beta")
    history = [issue(4, now, "id-alpha", "id-beta")]
    history += [issue(weeks, now, f"id-x{weeks}", f"id-y{weeks}") for weeks in (1, 2, 3)]
    selection = choose(*rested, *tired, history=history)
    assert selection.tools is not None
    assert set(selection.tools) == {"id-gamma", "id-delta"}
    assert selection.relaxed == ()


def test_categories_may_differ_only_if_nothing_else_stands(choose: Choose, tool: Tool) -> None:
    selection = choose(tool("alpha"), tool("beta", category="Design"))
    assert selection.tools is not None
    assert selection.relaxed == ("G4_CATEGORY dropped",)


def test_a_week_frozen_again_does_not_see_its_own_issue(choose: Choose, tool: Tool, now: datetime) -> None:
    own = PastIssue(week=WEEK, tools=("id-alpha", "id-beta"), at=now)
    assert choose(tool("alpha"), tool("beta"), history=[own]).tools is not None


def test_the_parts_of_the_score_are_the_worked_ones(tool: Tool, panel: Panel, now: datetime) -> None:
    a = tool(
        "smol",
        dict.fromkeys(("builder", "skeptic", "futurist", "founder"), (80, "ship")),
        job_tags=("vision-language", "on-device", "fine-tuning"),
        launched_at=now - timedelta(days=10),
    )
    b = tool(
        "moon",
        {
            "builder": (80, "ship"),
            "skeptic": (40, "skip"),
            "futurist": (80, "ship"),
            "founder": (80, "ship"),
            "creator": (40, "skip"),
        },
        job_tags=("vision-language", "on-device", "edge"),
        launched_at=now - timedelta(days=12),
    )
    score = pair_score(a, b, active_personas=5, cutoff=now, policy=DEFAULT_PAIR_POLICY)
    # Jaccard 2/4; 0.5^(10/14) = 0.60951; 4 of 5 personas; ½(1 − 0.4) + ½·0.96 = 0.78.
    assert score.parts == {"shared jobs": 2000, "freshness": 1219, "coverage": 1600, "tension": 1560}
    assert score.shared == ("on-device", "vision-language")
    assert score == pair_score(b, a, active_personas=5, cutoff=now, policy=DEFAULT_PAIR_POLICY)


counts = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(
    counts, counts, st.integers(-40, 400), st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd"))
)
def test_every_part_stays_within_its_weight(
    left: tuple[int, int], right: tuple[int, int], age: int, tags_a: set[str], tags_b: set[str]
) -> None:
    now = datetime(2026, 4, 20, tzinfo=UTC)
    a, b = _counted("a", left, tags_a, now - timedelta(days=age)), _counted("b", right, tags_b, now)
    score = pair_score(a, b, active_personas=12, cutoff=now, policy=DEFAULT_PAIR_POLICY)
    for part, weight in (("shared jobs", 40), ("freshness", 20), ("coverage", 20), ("tension", 20)):
        assert 0 <= score.parts[part] <= 100 * weight


def _counted(slug: str, takes: tuple[int, int], tags: set[str], launched: datetime) -> ToolFacts:
    ship, skip = takes
    choices: list[Choice] = ["ship" if n < ship else "skip" for n in range(ship + skip)]
    return ToolFacts(
        tool_id=slug,
        slug=slug,
        name=slug,
        tagline=None,
        description=None,
        category=None,
        job_tags=tuple(sorted(tags)),
        pricing_raw=None,
        pricing_source=None,
        pricing_checked_at=None,
        entry="Not stated",
        best_for=None,
        homepage=None,
        launched_at=launched,
        revised_at=None,
        source="feed",
        active=True,
        takes=tuple(
            TakeFact(
                persona=f"p{n}",
                choice=choice,
                score=50,
                text="",
                byline=None,
                drafted_by="person",
                at=launched,
            )
            for n, choice in enumerate(choices)
        ),
        votes_ship=0,
        votes_skip=0,
    )


def test_a_pin_stands_in_its_order_and_stores_what_it_overrides(
    choose: Choose, smolvlm2: ToolFacts, skillclaw: ToolFacts, now: datetime
) -> None:
    pin = Pin(tools=("id-smolvlm2", "id-skillclaw"), reason="readers asked")
    selection = choose(skillclaw, smolvlm2, pin=pin, history=[issue(1, now, "id-smolvlm2", "id-x")])
    assert selection.tools == pin.tools
    assert selection.overridden == (gates.TOOL_COOLDOWN, gates.JOB)
    assert choose(skillclaw, smolvlm2).tools is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"active": False}, "not active"), ({"takes": {}}, "no take yet")],
)
def test_a_pin_that_cannot_stand_selects_nothing_and_says_why(
    choose: Choose, tool: Tool, changes: dict[str, Any], reason: str
) -> None:
    pin = Pin(tools=("id-alpha", "id-beta"), reason="because")
    selection = choose(tool("alpha", **changes), tool("beta"), tool("gamma"), pin=pin)
    assert selection.tools is None
    assert reason in str(selection.pin_refused)


def test_a_pin_of_an_unknown_tool_or_of_one_tool_twice_cannot_stand(choose: Choose, tool: Tool) -> None:
    for tools, reason in ((("id-alpha", "id-x"), "not known"), (("id-alpha", "id-alpha"), "with itself")):
        selection = choose(tool("alpha"), pin=Pin(tools=tools, reason="r"))
        assert reason in str(selection.pin_refused)


def test_equal_scores_are_decided_by_slug_order_and_it_is_said(choose: Choose, tool: Tool) -> None:
    tools = [tool(slug) for slug in ("delta", "beta", "alpha")]
    selection = choose(*tools)
    assert selection.tools is not None
    assert set(selection.tools) == {"id-alpha", "id-beta"}
    assert selection.tie_break == "slug order"
    assert choose(*reversed(tools)) == selection


def test_the_display_order_is_a_coin_that_falls_both_ways(tool: Tool) -> None:
    alpha, beta = tool("alpha"), tool("beta")
    orders = {display_order(f"2026-W{week:02}", alpha, beta) for week in range(1, 53)}
    assert orders == {("id-alpha", "id-beta"), ("id-beta", "id-alpha")}
    assert display_order(WEEK, alpha, beta) == display_order(WEEK, beta, alpha)


def test_runners_up_are_ten_at_most_and_eligible_ones_come_first(choose: Choose, tool: Tool) -> None:
    tools = [tool(f"tool-{n}") for n in range(6)] + [tool("other", category="Design")]
    runners_up = choose(*tools).runners_up
    assert len(runners_up) == 10
    assert [bool(other.blocked) for other in runners_up] == sorted(bool(o.blocked) for o in runners_up)


def test_every_pair_is_selected_or_listed_or_counted_once(choose: Choose, tool: Tool, now: datetime) -> None:
    old = now - timedelta(days=90)
    tools = [
        *(tool(f"new-{n}", job_tags=("agents", "search")) for n in range(3)),
        *(tool(f"old-{n}", launched_at=old) for n in range(4)),
        *(tool(f"cook-{n}", job_tags=("cooking",)) for n in range(2)),
        tool("bare", {}),
        tool("gone", active=False),
    ]
    selection = choose(*tools)
    pairs = 9 * 8 // 2
    stopped = sum(
        count for code, count in selection.counts.items() if code not in (gates.ACTIVE, gates.TAKES)
    )
    eligible = 3 + 3 * 4 + 1
    assert stopped + eligible == pairs
    assert (selection.counts[gates.ACTIVE], selection.counts[gates.TAKES]) == (1, 1)


def test_thousands_of_launches_without_reviews_are_not_paired(choose: Choose, tool: Tool) -> None:
    selection = choose(*(tool(f"t{n}", {}) for n in range(5000)))
    assert (selection.tools, selection.counts) == (None, {gates.TAKES: 5000})


def test_the_event_holds_what_explains_the_choice(choose: Choose, tool: Tool) -> None:
    selection = choose(tool("alpha"), tool("beta"), tool("gamma"))
    event = selected_event(selection, as_of_position=41)
    assert event is not None
    assert selection.score is not None
    assert (event.tools, event.score, event.pinned) == (selection.tools, selection.score.total, False)
    assert sum(event.parts.values()) == event.score
    assert (len(event.runners_up), event.as_of_position) == (2, 41)


def test_nothing_selected_is_no_event(choose: Choose) -> None:
    assert selected_event(choose(), as_of_position=1) is None


def test_the_explanation_names_parts_jobs_runners_up_and_gates(choose: Choose, tool: Tool) -> None:
    tools = [tool("alpha"), tool("beta"), tool("gamma", category="Design"), tool("bare", {})]
    selection = choose(*tools)
    text = "\n".join(explain(selection, tools))
    assert "Issue 2026-W17, known at 2026-04-20T06:00+00:00, pair policy 1" in text
    assert "shared jobs   40.00 of 40" in text
    assert "jobs in common: agents" in text
    assert "Next: alpha vs gamma, " in text
    assert "blocked by G4_CATEGORY" in text
    assert "G2_TAKES" in text


def test_the_explanation_of_a_pin_gives_the_editors_reason(
    choose: Choose, smolvlm2: ToolFacts, skillclaw: ToolFacts
) -> None:
    pin = Pin(tools=("id-smolvlm2", "id-skillclaw"), reason="readers asked")
    text = "\n".join(explain(choose(smolvlm2, skillclaw, pin=pin), [smolvlm2, skillclaw]))
    assert "Selected: smolvlm2 vs skillclaw" in text
    assert "pinned by the editor: readers asked" in text
    assert "the pin overrides: G11_JOB" in text


def test_a_skipped_week_counts_what_stopped_the_candidates(choose: Choose, tool: Tool) -> None:
    assert why_nothing(choose(tool("alpha", {}), tool("beta", {}), tool("gone", active=False))) == (
        "no pair passes the gates (G1_ACTIVE 1, G2_TAKES 2)"
    )
    assert why_nothing(choose()) == "no pair passes the gates (no tools)"
    pin = Pin(tools=("id-alpha", "id-x"), reason="r")
    assert why_nothing(choose(tool("alpha"), pin=pin)) == "the pin cannot stand: tool id-x is not known"
