"""The score of a pair: four named parts that say why it is worth reading side by side.

Points are integers in hundredths, 0..10 000 in all, so that equal facts score equally everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.issue.gates import PairPolicy, last_news
from digest.issue.model import Value

if TYPE_CHECKING:
    from datetime import datetime

    from digest.issue.facts import ToolFacts

SHARED_JOBS = "shared jobs"
FRESHNESS = "freshness"
COVERAGE = "coverage"
TENSION = "tension"

_SECONDS_PER_DAY = 86_400


class PairScore(Value, frozen=True, kw_only=True):
    """Hundredths of a point by part, in the order they are printed, and what the jobs share."""

    parts: dict[str, int]
    shared: tuple[str, ...]

    @property
    def total(self) -> int:
        """Hundredths of a point, 0..10 000."""
        return sum(self.parts.values())


def pair_score(
    a: ToolFacts, b: ToolFacts, *, active_personas: int, cutoff: datetime, policy: PairPolicy
) -> PairScore:
    """Score two tools; the order does not matter.

    Shared jobs is the Jaccard index of the job tags; freshness halves with every 14 days of the
    newer tool's age; coverage is the share of the active personas that reviewed both; tension is
    half how close the two verdicts are, half how split the more split panel is.
    """
    jobs_a, jobs_b = frozenset(a.job_tags), frozenset(b.job_tags)
    shared = jobs_a & jobs_b
    age = cutoff - max(last_news(a, cutoff), last_news(b, cutoff))
    age_days = max(0.0, age.total_seconds() / _SECONDS_PER_DAY)
    common = len(a.reviewers & b.reviewers)
    return PairScore(
        parts={
            SHARED_JOBS: _points(policy.weight_shared_jobs, len(shared), len(jobs_a | jobs_b)),
            FRESHNESS: round(
                100 * policy.weight_freshness * 0.5 ** (age_days / policy.freshness_half_life_days)
            ),
            COVERAGE: _points(policy.weight_coverage, min(common, active_personas), active_personas),
            TENSION: _points(policy.weight_tension, *_tension(a, b)),
        },
        shared=tuple(sorted(shared)),
    )


def _tension(a: ToolFacts, b: ToolFacts) -> tuple[int, int]:
    """½(1 − |pA − pB|) + ½ max 4p(1 − p), p being a ship share, as numerator and denominator."""
    takes_a, takes_b = len(a.takes), len(b.takes)
    if not (takes_a and takes_b):
        return 0, 1
    both = takes_a * takes_b
    closeness = (both - abs(a.ships * takes_b - b.ships * takes_a)) * both
    split = 4 * max(a.ships * a.skips * takes_b**2, b.ships * b.skips * takes_a**2)
    return closeness + split, 2 * both**2


def _points(weight: int, numerator: int, denominator: int) -> int:
    """A share of ``weight`` points, in hundredths, half up; nothing of nothing is nothing."""
    if denominator == 0:
        return 0
    return (200 * weight * numerator + denominator) // (2 * denominator)
