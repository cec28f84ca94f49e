"""The gates of the selection: what a tool, and a pair, must be before it is worth an issue.

Each gate has a code that is printed, counted and stored. Codes are permanent, and numbers that are
missing here belong to gates of a later policy.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from digest.issue.model import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.issue.facts import PastIssue, ToolFacts

ACTIVE = "G1_ACTIVE"
TAKES = "G2_TAKES"
COMMON = "G3_COMMON"
CATEGORY = "G4_CATEGORY"
PAIR_COOLDOWN = "G5_PAIR_COOLDOWN"
TOOL_COOLDOWN = "G6_TOOL_COOLDOWN"
PRICING = "G8_PRICING"
NEWS = "G9_NEWS"
JOB = "G11_JOB"


class PairPolicy(Value, frozen=True, kw_only=True):
    """The numbers of gates and score; weights are points and add up to 100."""

    version: int = 1
    min_takes: int = 3
    min_common_personas: int = 2
    pair_cooldown_weeks: int = 26
    tool_cooldown_issues: int = 4
    relaxed_tool_cooldown_issues: int = 2
    pricing_days: int = 90
    news_days: int = 28
    freshness_half_life_days: int = 14
    weight_shared_jobs: int = 40
    weight_freshness: int = 20
    weight_coverage: int = 20
    weight_tension: int = 20


DEFAULT_PAIR_POLICY = PairPolicy()

#: What each gate asks for, in words for a person.
MEANINGS = {
    ACTIVE: "both tools are active",
    TAKES: "each tool has enough current takes",
    COMMON: "enough reviewers covered both",
    CATEGORY: "both are in the same category",
    PAIR_COOLDOWN: "the pair was not compared lately",
    TOOL_COOLDOWN: "neither tool was in one of the last issues",
    PRICING: "both prices are known and were checked lately",
    NEWS: "one of them was launched or revised lately",
    JOB: "they share a job",
}


class Recent(msgspec.Struct, frozen=True, kw_only=True):
    """What the issues before this one forbid: pairs, and tools under both cooldowns."""

    pairs: frozenset[frozenset[str]]
    tools: frozenset[str]
    tools_relaxed: frozenset[str]


def recent(history: Sequence[PastIssue], *, week: str, cutoff: datetime, policy: PairPolicy) -> Recent:
    """Sum up the issues before ``week``; an issue of that week itself, or later, does not count."""
    past = sorted((issue for issue in history if issue.week < week), key=lambda issue: issue.week)
    since = cutoff - timedelta(weeks=policy.pair_cooldown_weeks)
    return Recent(
        pairs=frozenset(frozenset(issue.tools) for issue in past if issue.at > since),
        tools=_tools_of_last(past, policy.tool_cooldown_issues),
        tools_relaxed=_tools_of_last(past, policy.relaxed_tool_cooldown_issues),
    )


def last_news(tool: ToolFacts, cutoff: datetime) -> datetime:
    """The tool's last launch or revision at or before the cutoff; its launch if both are later."""
    known = [moment for moment in (tool.launched_at, tool.revised_at) if moment and moment <= cutoff]
    return max(known, default=tool.launched_at)


def has_news(tool: ToolFacts, cutoff: datetime, policy: PairPolicy) -> bool:
    """Whether a tool was launched or revised in the days before the cutoff."""
    return timedelta(0) <= cutoff - last_news(tool, cutoff) <= timedelta(days=policy.news_days)


def has_fresh_pricing(tool: ToolFacts, cutoff: datetime, policy: PairPolicy) -> bool:
    """Whether a tool's price is known and was checked not too long before the cutoff."""
    checked = tool.pricing_checked_at
    return (
        bool(tool.pricing_raw)
        and checked is not None
        and cutoff - checked <= timedelta(days=policy.pricing_days)
    )


def failed_gates(
    a: ToolFacts, b: ToolFacts, past: Recent, *, cutoff: datetime, policy: PairPolicy
) -> tuple[str, ...]:
    """Codes of every gate that the pair does not pass, in the order of their numbers.

    A category that is not stated equals no other.
    """
    passed = {
        ACTIVE: a.active and b.active,
        TAKES: min(len(a.takes), len(b.takes)) >= policy.min_takes,
        COMMON: len(a.reviewers & b.reviewers) >= policy.min_common_personas,
        CATEGORY: a.category is not None and a.category == b.category,
        PAIR_COOLDOWN: frozenset((a.tool_id, b.tool_id)) not in past.pairs,
        TOOL_COOLDOWN: past.tools.isdisjoint((a.tool_id, b.tool_id)),
        PRICING: all(has_fresh_pricing(tool, cutoff, policy) for tool in (a, b)),
        NEWS: any(has_news(tool, cutoff, policy) for tool in (a, b)),
        JOB: not set(a.job_tags).isdisjoint(b.job_tags),
    }
    return tuple(code for code, holds in passed.items() if not holds)


def _tools_of_last(past: Sequence[PastIssue], issues: int) -> frozenset[str]:
    return frozenset(tool for issue in past[-issues:] for tool in issue.tools)
