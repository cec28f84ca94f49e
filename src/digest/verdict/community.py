"""What readers say of one tool: a count at first, a percentage with its range from ten votes on.

The range is the Wilson score interval at 95 % (E. B. Wilson, JASA 22, 1927), which holds its level
for small counts and shares near 0 and 1, where the usual normal interval does not.
"""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from digest.verdict.panel import whole_percent

CommunityLabel = Literal["Ship", "Skip", "Too close to call"]

#: Version of the two numbers below; an issue stores which one it was frozen under.
COMMUNITY_POLICY_VERSION = 1
#: Votes from which a percentage is printed.
MIN_VOTES = 10
#: Two-sided 95 % quantile of the normal distribution.
Z_95 = 1.959963984540054


class CommunityVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What readers say of a tool; ``label``, ``percent``, ``low`` and ``high`` are null below 10 votes.

    ``percent`` is the ship share; ``low`` is rounded down and ``high`` up, so that the printed
    range never contradicts the label. ``cell`` is the long form, ``card`` the short one.
    """

    label: CommunityLabel | None
    cell: str
    card: str
    votes: int
    ship: int
    percent: int | None
    low: int | None
    high: int | None


def community_verdict(ship: int, skip: int) -> CommunityVerdict:
    """Turn one tool's current reader votes into what is printed of them.

    >>> community_verdict(0, 0).card
    '—'
    >>> community_verdict(70, 30).cell
    '70% ship (70 of 100, 95% range 60–79%)'
    >>> community_verdict(7, 3).label
    'Too close to call'
    """
    votes = ship + skip
    if votes < MIN_VOTES:
        counted = f"{votes} vote{'' if votes == 1 else 's'} so far"
        return CommunityVerdict(
            label=None,
            cell=f"{counted} – result at {MIN_VOTES}" if votes else "No community votes yet",
            card=counted if votes else "—",
            votes=votes,
            ship=ship,
            percent=None,
            low=None,
            high=None,
        )
    lower, upper = wilson_interval(ship, votes)
    percent, low, high = whole_percent(ship, votes), math.floor(100 * lower), math.ceil(100 * upper)
    return CommunityVerdict(
        label=_label(lower, upper),
        cell=f"{percent}% ship ({ship} of {votes}, 95% range {low}–{high}%)",
        card=f"{percent}% ship",
        votes=votes,
        ship=ship,
        percent=percent,
        low=low,
        high=high,
    )


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """The bounds, each in 0..1, of the share behind ``successes`` of ``trials`` (at least 1).

    >>> [round(bound, 6) for bound in wilson_interval(7, 10)]
    [0.396778, 0.892209]
    """
    z2 = Z_95 * Z_95
    centre = 2 * successes + z2
    spread = Z_95 * math.sqrt(z2 + 4 * successes * (trials - successes) / trials)
    scale = 2 * (trials + z2)
    # The formula gives exactly 0 and 1 here; floating point gives their neighbours.
    lower = 0.0 if successes == 0 else (centre - spread) / scale
    upper = 1.0 if successes == trials else (centre + spread) / scale
    return lower, upper


def _label(lower: float, upper: float) -> CommunityLabel:
    if lower >= 0.5:
        return "Ship"
    if upper <= 0.5:
        return "Skip"
    return "Too close to call"
