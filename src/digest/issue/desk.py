"""The desk: selection turned round. Which pairs are closest to an issue, and what each still lacks.

Only what an editor can do something about is cheap: a missing tag costs less than a price, a price
less than a take. What only time mends costs most, so that such pairs come last but are not hidden.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from digest.issue import gates
from digest.issue.gates import (
    DEFAULT_PAIR_POLICY,
    PairPolicy,
    failed_gates,
    has_fresh_pricing,
    last_news,
)
from digest.issue.model import Value
from digest.issue.score import SHARED_JOBS, pair_score
from digest.issue.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from digest.issue.facts import PastIssue, Persona, ToolFacts

#: Tools taken into the pool by each of its three orders; 60 tools are at most 1,770 pairs.
_POOL_SHARE = 20
_COST_TAKE, _COST_PRICING, _COST_CATEGORY, _COST_TAG, _COST_WAIT = 10, 4, 3, 2, 100


class DeskSide(Value, frozen=True, kw_only=True):
    """One tool of a pair, and what it lacks, in words."""

    tool_id: str
    slug: str
    name: str
    lacks: tuple[str, ...]


class DeskPair(Value, frozen=True, kw_only=True):
    """A pair close to an issue. ``together`` is what the two lack as a pair.

    ``missing`` weighs all of it (0: nothing is missing); ``score`` is in hundredths of 100 points.
    """

    sides: tuple[DeskSide, DeskSide]
    together: tuple[str, ...]
    missing: int
    score: int


def closest_pairs(
    tools: Sequence[ToolFacts],
    *,
    personas: Sequence[Persona],
    history: Sequence[PastIssue],
    cutoff: datetime,
    week: str,
    limit: int = 5,
    policy: PairPolicy = DEFAULT_PAIR_POLICY,
) -> tuple[DeskPair, ...]:
    """The pairs that lack least, then share most jobs, then are best known, then newest.

    Looks at the 60 most reviewed, most popular and newest active tools at most.
    """
    past = gates.recent(history, week=week, cutoff=cutoff, policy=policy)
    ranked = []
    for first, second in combinations(_pool(tools, cutoff), 2):
        a, b = sorted((first, second), key=lambda tool: tool.slug)
        failed = failed_gates(a, b, past, cutoff=cutoff, policy=policy)
        takes = _missing_takes(a, b, policy)
        sides = tuple(_side(tool, more, cutoff, policy) for tool, more in zip((a, b), takes, strict=True))
        together = _together(a, b, failed)
        score = pair_score(a, b, active_personas=len(personas), cutoff=cutoff, policy=policy)
        missing = sum(cost for side in sides for cost, _ in side) + sum(cost for cost, _ in together)
        pair = DeskPair(
            sides=(_desk_side(a, sides[0]), _desk_side(b, sides[1])),
            together=tuple(words for _, words in together),
            missing=missing,
            score=score.total,
        )
        popular = sorted((a.popularity, b.popularity))
        newest = max(last_news(a, cutoff), last_news(b, cutoff)).timestamp()
        known = (-popular[0], -popular[1], -newest)
        ranked.append(((missing, -score.parts[SHARED_JOBS], *known, a.slug, b.slug), pair))
    ranked.sort(key=lambda entry: entry[0])
    return tuple(pair for _, pair in ranked[:limit])


def desk_lines(pairs: Sequence[DeskPair]) -> tuple[str, ...]:
    """The desk's list for a terminal: a line per pair, then a line per thing it lacks."""
    if not pairs:
        return ("Fewer than two active tools are known; ingest a source or import tools first.",)
    lines = []
    for pair in pairs:
        first, second = pair.sides
        lines.append(f"{first.slug} vs {second.slug}" + ("" if pair.missing else ": lacks nothing"))
        lines += [f"  {side.slug}: {', '.join(side.lacks)}" for side in pair.sides if side.lacks]
        lines += [f"  both: {words}" for words in pair.together]
    return tuple(lines)


def _pool(tools: Sequence[ToolFacts], cutoff: datetime) -> list[ToolFacts]:
    active = [tool for tool in tools if tool.active]

    def newest(tool: ToolFacts) -> float:
        return last_news(tool, cutoff).timestamp()

    orders: tuple[Callable[[ToolFacts], tuple[float, ...]], ...] = (
        lambda tool: (-len(tool.takes), -newest(tool)),
        lambda tool: (-tool.popularity, -newest(tool)),
        lambda tool: (-newest(tool), -tool.popularity),
    )
    pool: dict[str, ToolFacts] = {}
    for order in orders:
        for tool in sorted(active, key=lambda tool: (*order(tool), tool.slug))[:_POOL_SHARE]:
            pool[tool.tool_id] = tool
    return list(pool.values())


def _missing_takes(a: ToolFacts, b: ToolFacts, policy: PairPolicy) -> tuple[int, int]:
    """Fewest further takes per tool that meet both the number of takes and the reviewers in common.

    A take that is missing anyway is best written by a reviewer of the other tool.
    """
    more_a = max(0, policy.min_takes - len(a.takes))
    more_b = max(0, policy.min_takes - len(b.takes))
    only_a, only_b = len(a.reviewers - b.reviewers), len(b.reviewers - a.reviewers)
    newcomers = min(more_a - min(more_a, only_b), more_b - min(more_b, only_a))
    common = len(a.reviewers & b.reviewers) + min(more_a, only_b) + min(more_b, only_a) + newcomers
    lacking = max(0, policy.min_common_personas - common)
    return (more_a + lacking, more_b) if len(a.takes) < len(b.takes) else (more_a, more_b + lacking)


def _side(tool: ToolFacts, more_takes: int, cutoff: datetime, policy: PairPolicy) -> list[tuple[int, str]]:
    """What one tool lacks, each with its cost."""
    lacks = []
    if more_takes:
        lacks.append((_COST_TAKE * more_takes, f"needs {counted(more_takes, 'more take')}"))
    if not has_fresh_pricing(tool, cutoff, policy):
        stale = tool.pricing_raw and tool.pricing_checked_at
        wanted = f"pricing not checked for {policy.pricing_days} days" if stale else "needs checked pricing"
        lacks.append((_COST_PRICING, wanted))
    if not tool.job_tags:
        lacks.append((_COST_TAG, "needs job tags"))
    if not tool.category:
        lacks.append((_COST_CATEGORY, "needs a category"))
    return lacks


def _together(a: ToolFacts, b: ToolFacts, failed: Sequence[str]) -> list[tuple[int, str]]:
    """What the two lack as a pair, beyond what each lacks by itself."""
    lacks = []
    if gates.JOB in failed and a.job_tags and b.job_tags:
        lacks.append((_COST_TAG, "no job tag in common"))
    if gates.CATEGORY in failed and a.category and b.category:
        lacks.append((_COST_CATEGORY, f"categories differ ({a.category}, {b.category})"))
    if gates.PAIR_COOLDOWN in failed:
        lacks.append((_COST_WAIT, "compared not long ago"))
    if gates.TOOL_COOLDOWN in failed:
        lacks.append((_COST_WAIT, "one of them was in a recent issue"))
    if gates.NEWS in failed:
        lacks.append((_COST_WAIT, "neither was launched or revised lately"))
    return lacks


def _desk_side(tool: ToolFacts, lacks: Sequence[tuple[int, str]]) -> DeskSide:
    words = tuple(text for _, text in lacks)
    return DeskSide(tool_id=tool.tool_id, slug=tool.slug, name=tool.name, lacks=words)
