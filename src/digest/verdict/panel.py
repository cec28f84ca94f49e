"""The panel's verdict on one tool: takes counted, never averaged.

All of it is integer arithmetic, so that the same takes give the same label on every machine.
"""

from __future__ import annotations

from typing import Literal

import msgspec

PanelLabel = Literal["Ship", "Mixed", "Skip", "Provisional", "No panel verdict yet"]


class PanelPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How many takes make a verdict, and which share of them makes it Ship.

    Ship from ``ship_numerator / ship_denominator`` of the takes; Skip is the mirror image. The
    share is above one half and at most one, so that no count is both.
    """

    version: int = 1
    quorum: int = 3
    ship_numerator: int = 2
    ship_denominator: int = 3


class PanelVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the panel says of a tool. ``ship_percent`` is null while nobody has reviewed it.

    ``contested`` means that a third of the takes or more disagree with the rest, at three takes
    or more. ``cell`` is ready to print.
    """

    label: PanelLabel
    ship_percent: int | None
    ship: int
    skip: int
    cell: str
    contested: bool


DEFAULT_POLICY = PanelPolicy()


def panel_verdict(ship: int, skip: int, *, policy: PanelPolicy = DEFAULT_POLICY) -> PanelVerdict:
    """Turn one tool's current takes into its verdict; personas without a take do not count.

    >>> panel_verdict(4, 0).cell
    'Ship · 4 ship / 0 skip'
    >>> panel_verdict(2, 2).ship_percent
    50
    >>> panel_verdict(0, 0).cell
    'No panel verdict yet'
    """
    label = _label(ship, skip, policy)
    takes = ship + skip
    return PanelVerdict(
        label=label,
        ship_percent=whole_percent(ship, takes) if takes else None,
        ship=ship,
        skip=skip,
        cell=f"{label} · {ship} ship / {skip} skip" if takes else label,
        contested=takes >= 3 and 3 * min(ship, skip) >= takes,
    )


def whole_percent(part: int, whole: int) -> int:
    """A share in whole percent, half up; 0 and 100 only if nobody or everybody is meant.

    >>> whole_percent(1, 8), whole_percent(399, 400), whole_percent(1, 400)
    (13, 99, 1)
    """
    if part == 0:
        return 0
    if part == whole:
        return 100
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


def _label(ship: int, skip: int, policy: PanelPolicy) -> PanelLabel:
    takes = ship + skip
    if takes == 0:
        return "No panel verdict yet"
    if takes < policy.quorum:
        return "Provisional"
    if ship * policy.ship_denominator >= takes * policy.ship_numerator:
        return "Ship"
    if skip * policy.ship_denominator >= takes * policy.ship_numerator:
        return "Skip"
    return "Mixed"
