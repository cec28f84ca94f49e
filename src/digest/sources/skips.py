"""The hours and days on which a feed says that nothing new comes; feedparser keeps the last of each alone."""

from __future__ import annotations

import re

_HOURS, _DAYS = (
    re.compile(rb"<%b>(.{0,2000}?)</%b>" % (name, name), re.DOTALL) for name in (b"skipHours", b"skipDays")
)
_ONE = re.compile(rb"<(?:hour|day)>\s*(\w{1,9})\s*</")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def skipped_hours(text: bytes) -> tuple[int, ...]:
    """Read ``skipHours``, 0 to 23; midnight was 24 before RSS 2.0.

    >>> skipped_hours(b"<skipHours><hour>24</hour><hour> 7 </hour><hour>99</hour></skipHours>")
    (0, 7)
    """
    said = [int(one) for one in _said(_HOURS, text) if one.isdigit()]
    return tuple(sorted({hour % 24 for hour in said if hour <= 24}))


def skipped_days(text: bytes) -> tuple[int, ...]:
    """Read ``skipDays``; 0 is Monday.

    >>> skipped_days(b"<skipDays><day>Sunday</day><day>saturday</day><day>Someday</day></skipDays>")
    (5, 6)
    """
    return tuple(
        sorted({_WEEKDAYS.index(day) for one in _said(_DAYS, text) if (day := one.lower()) in _WEEKDAYS})
    )


def _said(element: re.Pattern[bytes], text: bytes) -> list[str]:
    match = element.search(text)
    return [one.decode("ascii", "replace") for one in _ONE.findall(match[1])] if match else []
