"""The panel's verdicts over time as a small drawing: steps, from 0 to 100 percent ship."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from digest.issue.history import Change

#: The drawing's size, in units of its own; it is scaled to the page.
WIDTH, HEIGHT, MARGIN = 480, 96, 8


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """``path`` is SVG path data within WIDTH x HEIGHT; ``dots`` are where the verdict changed."""

    path: str
    dots: tuple[tuple[int, int], ...]


def draw(history: Sequence[Change]) -> Chart | None:
    """One step for each change that has a percentage, evenly spaced; null where there is none.

    Changes are spaced evenly and not by time: a panel's takes come in one afternoon, and then in a year.
    """
    shown = [change.ship_percent for change in history if change.ship_percent is not None]
    if not shown:
        return None
    step = (WIDTH - 2 * MARGIN) / len(shown)
    dots = tuple((round(MARGIN + place * step), _height(percent)) for place, percent in enumerate(shown))
    path = f"M{dots[0][0]} {dots[0][1]}"
    for x, y in dots[1:]:
        path += f"H{x}V{y}"
    return Chart(path=f"{path}H{WIDTH - MARGIN}", dots=dots)


def _height(percent: int) -> int:
    return round(MARGIN + (100 - percent) * (HEIGHT - 2 * MARGIN) / 100)
