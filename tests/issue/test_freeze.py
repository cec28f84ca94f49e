from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from digest.errors import DigestError
from digest.issue.facts import PastIssue, Persona, TakeFact, ToolFacts
from digest.issue.freeze import claims, freeze, frozen_event
from digest.issue.model import Brand, Issue
from digest.issue.selection import Pin, Selection, select
from digest.verdict.panel import PanelPolicy

Panel = tuple[Persona, ...]
Tool = Callable[..., ToolFacts]
Freeze = Callable[..., Issue]
BRAND = Brand(name="Ship or Skip", postal_address="1 Test Street", reason="You signed up.")
PIN = Pin(tools=("id-smolvlm2", "id-skillclaw"), reason="readers asked for it.")
HEAD = "ab" * 32
THRESHOLDS = (
    "A verdict takes 3 takes: Ship if two thirds or more say ship,"
    " Skip if two thirds or more say skip, otherwise Mixed."
)
READERS = (
    "Readers' votes get a percentage from 10 votes on, with its 95% Wilson range;"
    " they never mix with the panel's."
)


@pytest.fixture
def frozen(smolvlm2: ToolFacts, skillclaw: ToolFacts, panel: Panel, now: datetime) -> Freeze:
    def run(*more: ToolFacts, pin: Pin | None = PIN, **changes: Any) -> Issue:
        tools = (smolvlm2, skillclaw, *more)
        selection = select(tools, personas=panel, history=(), pin=pin, cutoff=now, week="2026-W17")
        given: dict[str, Any] = {
            "personas": panel,
            "told": (),
            "last": None,
            "shelf": (),
            "position": 120,
            "head": HEAD,
            "brand": BRAND,
            "number": 31,
            "issued_at": datetime(2026, 11, 18, 23, 30, tzinfo=UTC),
            "zone": ZoneInfo("Europe/Berlin"),
        }
        return freeze(selection, tools, **{**given, **changes})

    return run


def test_the_title_line_dates_the_issue_in_the_newsletters_zone(frozen: Freeze) -> None:
    assert frozen().title_line == "Issue 31 · 19 November 2026"


def test_the_frozen_issue_keeps_the_pins_order_and_position(frozen: Freeze) -> None:
    issue = frozen()
    assert issue.comparison.headline == "SmolVLM2 vs SkillClaw"
    assert (issue.method.as_of_position, issue.method.head) == (120, HEAD)
    assert issue.method.policies == {"community": 1, "pair": 1, "panel": 1}


def test_an_issue_survives_its_own_json(frozen: Freeze) -> None:
    issue = frozen()
    assert msgspec.json.decode(msgspec.json.encode(issue), type=Issue) == issue


def test_the_method_says_who_wrote_what_decides_and_who_picked(frozen: Freeze) -> None:
    assert frozen().method.sentences == (
        "8 takes, all written by people.",
        THRESHOLDS,
        READERS,
        "Picked by the editor: readers asked for it.",
        "Prices checked on 10 April 2026.",
    )


def test_the_method_counts_what_models_drafted(
    frozen: Freeze, tool: Tool, take: Callable[..., TakeFact], panel: Panel, now: datetime
) -> None:
    drafted = tuple(
        take(persona, 70, "ship", drafted_by=author)
        for persona, author in (("builder", "model:m1"), ("skeptic", "model"), ("futurist", "person"))
    )
    alpha, beta = tool("alpha", takes=drafted), tool("beta", takes=drafted[:2], pricing_checked_at=None)
    pin = Pin(tools=("id-alpha", "id-beta"), reason="")
    sentences = frozen(alpha, beta, pin=pin, policy=PanelPolicy(ship_numerator=5, ship_denominator=7)).method
    assert sentences.sentences[0] == "5 takes: 1 written by people, 4 drafted by models."
    assert "Ship if 5/7 or more say ship" in sentences.sentences[1]
    assert sentences.sentences[3:] == ("Picked by the editor.", "Prices checked: Alpha on 10 April 2026.")


def test_a_pair_selected_by_rule_says_at_how_many_points(frozen: Freeze, tool: Tool) -> None:
    job = ("search",)
    alpha, beta = tool("alpha", job_tags=job), tool("beta", job_tags=job)
    design = tool("beta", job_tags=job, category="Design")
    assert frozen(alpha, beta, pin=None).method.sentences[3] == "Selected by rule, at 85 of 100 points."
    assert frozen(alpha, design, pin=None).method.sentences[3] == (
        "Selected by rule, at 85 of 100 points; no pair passed every rule, so categories may differ."
    )


def test_next_up_is_an_eligible_pair_without_this_issues_tools(frozen: Freeze, tool: Tool) -> None:
    assert frozen().next_up is None
    assert frozen(tool("alpha"), tool("beta")).next_up == "Alpha vs Beta"
    assert frozen(tool("alpha"), tool("beta", category="Design")).next_up is None


def test_last_weeks_readers_are_reported_once_they_voted(frozen: Freeze, tool: Tool, now: datetime) -> None:
    last = PastIssue(week="2026-W16", tools=("id-alpha", "id-beta"), at=now - timedelta(days=7))
    alpha, beta = tool("alpha", votes_ship=70, votes_skip=30), tool("beta", votes_ship=1)
    issue = frozen(alpha, beta, last=last)
    assert issue.last_week is not None
    assert issue.last_week.headline == "Alpha vs Beta"
    assert issue.last_week.lines == (
        "Alpha: Ship · 70% ship (70 of 100, 95% range 60–79%)",
        "Beta: 1 vote so far – result at 10",
    )
    assert frozen(tool("alpha"), tool("beta"), last=last).last_week is None
    assert frozen(alpha, last=last).last_week is None


def test_the_shelf_names_tools_with_their_launch_day(frozen: Freeze, tool: Tool) -> None:
    fresh = tool("fresh", launched_at=datetime(2026, 4, 19, 22, 30, tzinfo=UTC))
    (item,) = frozen(shelf=[fresh]).shelf
    assert (item.name, item.entry, item.launched_on) == ("Fresh", "Free", date(2026, 4, 20))


def test_claims_are_what_readers_were_told(frozen: Freeze) -> None:
    smol, claw = claims(frozen())
    assert (smol.label, smol.ship, smol.skip, smol.ship_percent, smol.entry) == ("Ship", 4, 0, 100, "Free")
    assert (claw.label, claw.ship, claw.skip, claw.ship_percent, claw.entry) == ("Mixed", 2, 2, 50, "Paid")


def test_the_event_names_shelf_claims_and_segments(frozen: Freeze, tool: Tool) -> None:
    issue = frozen()
    event = frozen_event(
        issue,
        shelf=[tool("fresh")],
        issue_hash="1" * 64,
        html=("2" * 64, "3" * 64),
        html_slots=("unsubscribe",),
        text=("4" * 64,),
        text_slots=(),
        templates="5" * 64,
        html_bytes=80_000,
        words=600,
    )
    assert (event.shelf, event.claims, event.title) == (("id-fresh",), claims(issue), issue.comparison.title)
    assert (event.tools, event.as_of_position) == (PIN.tools, 120)


def test_nothing_selected_is_nothing_to_freeze(panel: Panel, now: datetime) -> None:
    empty: Selection = select((), personas=panel, history=(), pin=None, cutoff=now, week="2026-W17")
    with pytest.raises(DigestError, match="digest desk"):
        freeze(
            empty,
            (),
            personas=panel,
            told=(),
            last=None,
            shelf=(),
            position=1,
            head=HEAD,
            brand=BRAND,
            number=1,
            issued_at=now,
            zone=UTC,
        )
