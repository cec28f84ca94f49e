"""Facts that the tests of the issue share: the panel, a tool to vary, and the seed's two tools."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from digest.events import Choice
from digest.issue.facts import Persona, TakeFact, ToolFacts

NOW = datetime(2026, 4, 20, 6, 0, tzinfo=UTC)
PANEL = tuple(
    Persona(persona=name.lower(), name=name, question=question, place=place)
    for place, (name, question) in enumerate(
        [
            ("Builder", "Would I build on it?"),
            ("Skeptic", "What breaks first?"),
            ("Futurist", "Where does this lead?"),
            ("Founder", "Is there a business?"),
            ("Creator", "Does it help me make things?"),
        ],
        start=1,
    )
)
Takes = Mapping[str, tuple[int, Choice]]
TAKES: Takes = {"builder": (80, "ship"), "skeptic": (60, "skip"), "futurist": (75, "ship")}


def make_take(persona: str, score: int, choice: Choice, **changes: Any) -> TakeFact:
    fields: dict[str, Any] = {
        "persona": persona,
        "choice": choice,
        "score": score,
        "text": f"The {persona} says {choice}.",
        "byline": None,
        "drafted_by": "person",
        "at": NOW - timedelta(days=2),
    }
    return TakeFact(**{**fields, **changes})


def make_tool(slug: str, takes: Takes | tuple[TakeFact, ...] = TAKES, **changes: Any) -> ToolFacts:
    """A tool that passes every gate with any other made so, unless ``changes`` say otherwise."""
    if not isinstance(takes, tuple):
        takes = tuple(make_take(persona, score, choice) for persona, (score, choice) in takes.items())
    fields: dict[str, Any] = {
        "tool_id": f"id-{slug}",
        "slug": slug,
        "name": slug.title(),
        "tagline": f"What {slug} does",
        "description": None,
        "category": "Developer Tools",
        "job_tags": ("agents",),
        "pricing_raw": "Free",
        "pricing_source": None,
        "pricing_checked_at": NOW - timedelta(days=10),
        "entry": "Free",
        "best_for": None,
        "homepage": None,
        "launched_at": NOW - timedelta(days=7),
        "revised_at": None,
        "source": "feed",
        "active": True,
        "takes": takes,
        "votes_ship": 0,
        "votes_skip": 0,
    }
    return ToolFacts(**{**fields, **changes})


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def panel() -> tuple[Persona, ...]:
    return PANEL


@pytest.fixture(scope="session")
def tool() -> Callable[..., ToolFacts]:
    return make_tool


@pytest.fixture(scope="session")
def take() -> Callable[..., TakeFact]:
    return make_take


@pytest.fixture(scope="session")
def smolvlm2() -> ToolFacts:
    return make_tool(
        "smolvlm2",
        {
            "builder": (88, "ship"),
            "skeptic": (82, "ship"),
            "futurist": (85, "ship"),
            "founder": (78, "ship"),
        },
        name="SmolVLM2",
        tagline="Open-source 2B vision-language model that punches above its weight class",
        pricing_raw="Free / Open Source (Apache 2.0)",
        entry="Free",
        job_tags=("vision-language", "on-device"),
    )


@pytest.fixture(scope="session")
def skillclaw() -> ToolFacts:
    return make_tool(
        "skillclaw",
        {
            "builder": (80, "ship"),
            "skeptic": (45, "skip"),
            "futurist": (80, "ship"),
            "creator": (45, "skip"),
        },
        name="SkillClaw",
        tagline="Multi-agent skill evolution that improves from every user's interactions",
        pricing_raw="Open Source / Research",
        entry="Paid",
        job_tags=("agents", "skill-library"),
    )
