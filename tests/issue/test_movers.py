from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from digest.events import Choice, Claim
from digest.issue.facts import Persona, TakeFact, ToolFacts
from digest.issue.model import Mover
from digest.issue.movers import Told, movers
from digest.verdict.panel import PanelPolicy

Panel = tuple[Persona, ...]
Tool = Callable[..., ToolFacts]
Take = Callable[..., TakeFact]


@pytest.fixture
def told(now: datetime) -> Callable[..., Told]:
    def build(slug: str, label: str, ship: int, skip: int, days_ago: int = 21) -> Told:
        claim = Claim(
            tool_id=f"id-{slug}",
            label=label,
            ship=ship,
            skip=skip,
            ship_percent=None,
            entry="Free",
            votes_ship=0,
            votes_skip=0,
        )
        return Told(claim=claim, at=now - timedelta(days=days_ago))

    return build


@pytest.fixture
def moved(panel: Panel) -> Callable[..., tuple[Mover, ...]]:
    def run(told: Told, *tools: ToolFacts, **changes: Any) -> tuple[Mover, ...]:
        return movers([told], tools, panel, zone=UTC, **changes)

    return run


Say = Callable[..., Told]
Moved = Callable[..., tuple[Mover, ...]]


def test_a_changed_verdict_is_reported_with_who_changed_it(
    moved: Moved, told: Say, tool: Tool, take: Take, now: datetime
) -> None:
    long_ago = now - timedelta(days=60)
    choices: list[tuple[str, Choice, datetime]] = [
        ("builder", "ship", long_ago),
        ("skeptic", "ship", now),
        ("creator", "ship", now),
    ]
    current = tuple(take(persona, 70, choice, at=at) for persona, choice, at in choices)
    (mover,) = moved(told("alpha", "Provisional", 1, 1), tool("alpha", takes=current))
    assert (mover.name, mover.was, mover.now) == ("Alpha", "Provisional, 1–1", "Ship, 3–0")
    assert (mover.told_on, mover.because) == (date(2026, 3, 30), "new takes by Skeptic and Creator")


def test_a_withdrawn_take_is_said_to_be_withdrawn(
    moved: Moved, told: Say, tool: Tool, take: Take, now: datetime
) -> None:
    left = (take("builder", 70, "ship", at=now - timedelta(days=60)),)
    (mover,) = moved(told("alpha", "Mixed", 2, 2), tool("alpha", takes=left))
    assert (mover.now, mover.because) == ("Provisional, 1–0", "a take was withdrawn")


def test_the_same_label_is_no_move(moved: Moved, told: Say, tool: Tool) -> None:
    assert moved(told("alpha", "Ship", 4, 0), tool("alpha")) == ()


def test_a_change_of_policy_alone_is_no_move(moved: Moved, told: Say, tool: Tool) -> None:
    alpha, was = tool("alpha"), told("alpha", "Ship", 2, 1)
    assert moved(was, alpha, policy=PanelPolicy(version=2, quorum=5)) == ()


def test_a_tool_of_this_issue_or_one_retired_is_left_out(moved: Moved, told: Say, tool: Tool) -> None:
    was = told("alpha", "Skip", 0, 3)
    assert len(moved(was, tool("alpha"))) == 1
    assert moved(was, tool("alpha"), besides=("id-alpha",)) == ()
    assert moved(was, tool("alpha", active=False)) == ()
    assert moved(was, tool("beta")) == ()


def test_the_latest_claims_come_first_and_three_are_enough(panel: Panel, told: Say, tool: Tool) -> None:
    claims = [
        told(slug, "Skip", 0, 3, days_ago) for slug, days_ago in (("a", 9), ("b", 2), ("c", 5), ("d", 40))
    ]
    found = movers(claims, [tool(slug) for slug in "abcd"], panel, zone=UTC)
    assert [mover.name for mover in found] == ["B", "C", "A"]
