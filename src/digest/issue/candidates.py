"""The pairs worth judging, each with its score and the gates it fails.

Only tools that are active and reviewed are paired, and only where one of them has news and the two
share a job; no fallback lifts those two gates, so the other pairs are counted without being made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from digest.issue import gates
from digest.issue.gates import PairPolicy, Recent, failed_gates, has_news
from digest.issue.model import Value
from digest.issue.score import PairScore, pair_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from digest.issue.facts import ToolFacts


class Candidate(Value, frozen=True, kw_only=True):
    """A pair that was looked at. ``tools`` are ids in slug order; ``blocked`` the gates it fails."""

    tools: tuple[str, str]
    score: PairScore
    blocked: tuple[str, ...]


class Judge:
    """Gates and score of any pair, under one week's circumstances."""

    def __init__(self, past: Recent, active_personas: int, cutoff: datetime, policy: PairPolicy) -> None:
        self.past, self.active_personas, self.cutoff, self.policy = past, active_personas, cutoff, policy

    def candidate(self, a: ToolFacts, b: ToolFacts) -> Candidate:
        """Judge two tools; their order does not matter."""
        first, second = sorted((a, b), key=lambda tool: tool.slug)
        return Candidate(
            tools=(first.tool_id, second.tool_id),
            score=pair_score(
                first,
                second,
                active_personas=self.active_personas,
                cutoff=self.cutoff,
                policy=self.policy,
            ),
            blocked=failed_gates(first, second, self.past, cutoff=self.cutoff, policy=self.policy),
        )

    def relaxations(self, candidate: Candidate) -> dict[str, str]:
        """The gates a fallback may lift for this pair, each with what is stored of it."""
        lifted = {}
        if self.past.tools_relaxed.isdisjoint(candidate.tools):
            before, after = self.policy.tool_cooldown_issues, self.policy.relaxed_tool_cooldown_issues
            lifted[gates.TOOL_COOLDOWN] = f"{gates.TOOL_COOLDOWN} {before} -> {after} issues"
        lifted[gates.CATEGORY] = f"{gates.CATEGORY} dropped"
        return lifted


def candidates(tools: Sequence[ToolFacts], judge: Judge) -> tuple[list[Candidate], dict[str, int]]:
    """Every pair worth judging, and how many tools or pairs stopped at which gate."""
    active = [tool for tool in tools if tool.active]
    reviewed = [tool for tool in active if len(tool.takes) >= judge.policy.min_takes]
    news = {tool.tool_id for tool in reviewed if has_news(tool, judge.cutoff, judge.policy)}
    judged = [judge.candidate(a, b) for a, b in _pairs_with_a_job(reviewed, news)]
    counts = Counter(candidate.blocked[0] for candidate in judged if candidate.blocked)
    counts[gates.ACTIVE] = len(tools) - len(active)
    counts[gates.TAKES] = len(active) - len(reviewed)
    counts[gates.NEWS] = _pairs_of(len(reviewed) - len(news))
    counts[gates.JOB] = _pairs_of(len(reviewed)) - counts[gates.NEWS] - len(judged)
    return judged, {code: counts[code] for code in gates.MEANINGS if counts[code]}


def _pairs_with_a_job(reviewed: Iterable[ToolFacts], news: set[str]) -> Iterator[tuple[ToolFacts, ToolFacts]]:
    by_tag: defaultdict[str, list[ToolFacts]] = defaultdict(list)
    for tool in reviewed:
        for tag in set(tool.job_tags):
            by_tag[tag].append(tool)
    seen: set[tuple[str, str]] = set()
    for tag in sorted(by_tag):
        fresh = [tool for tool in by_tag[tag] if tool.tool_id in news]
        stale = [tool for tool in by_tag[tag] if tool.tool_id not in news]
        for a, b in (*combinations(fresh, 2), *((a, b) for a in fresh for b in stale)):
            pair = (min(a.tool_id, b.tool_id), max(a.tool_id, b.tool_id))
            if pair not in seen:
                seen.add(pair)
                yield a, b


def _pairs_of(count: int) -> int:
    return count * (count - 1) // 2
