"""What public templates say in more than one place: the colour of a verdict, a day, a part of a score."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from digest.email.arrange import badge
from digest.email.plain import link
from digest.web.public.chart import HEIGHT, MARGIN, WIDTH, draw

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_PARTS = {
    "shared_jobs": "jobs in common",
    "freshness": "freshness",
    "coverage": "reviewers who took both",
    "tension": "tension between the verdicts",
}


def looks(zone: ZoneInfo) -> dict[str, object]:
    """The names that every public template may use."""

    def day(moment: datetime) -> str:
        there = moment.astimezone(zone)
        return f"{there.day} {there:%B %Y}"

    return {
        "day": day,
        "link": link,
        "badge": badge,
        "part": lambda name: _PARTS.get(name, name.replace("_", " ")),
        "points": lambda hundredths: f"{hundredths / 100:.1f}",
        "draw": draw,
        "chart": {"width": WIDTH, "height": HEIGHT, "top": MARGIN, "bottom": HEIGHT - MARGIN},
    }
