"""How the panel came to its verdict on a tool: every change of its counts, in the order of the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from digest.events import Choice, Recorded, ReviewPublished, ReviewWithdrawn
from digest.verdict.panel import PanelPolicy, panel_verdict

if TYPE_CHECKING:
    from digest.verdict.panel import PanelLabel


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What the panel said from ``at`` on; ``because`` names the review that changed it."""

    at: datetime
    position: int
    ship: int
    skip: int
    label: PanelLabel
    ship_percent: int | None
    because: str


def verdict_history(events: Iterable[Recorded], *, policy: PanelPolicy) -> tuple[Change, ...]:
    """Fold the reviews of one tool, in position order; a review that leaves the counts alone is no change.

    >>> verdict_history([], policy=PanelPolicy())
    ()
    """
    says: dict[str, Choice] = {}
    found: list[Change] = []
    for item in events:
        before = dict(says)
        match item.data:
            case ReviewPublished(persona=persona, choice=choice):
                says[persona] = choice
                because = f"{persona} says {choice}"
            case ReviewWithdrawn(persona=persona):
                says.pop(persona, None)
                because = f"{persona} took the take back"
            case _:
                continue
        if says == before:
            continue
        ship = sum(choice == "ship" for choice in says.values())
        verdict = panel_verdict(ship, len(says) - ship, policy=policy)
        found.append(
            Change(
                at=item.occurred_at,
                position=item.position,
                ship=verdict.ship,
                skip=verdict.skip,
                label=verdict.label,
                ship_percent=verdict.ship_percent,
                because=because,
            )
        )
    return tuple(found)
