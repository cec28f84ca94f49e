"""Dates as feeds write them: RFC 822 with its odd forms, and ISO 8601.

The result depends on the text alone. feedparser's own dates do not: it fills missing parts from the
clock of the machine.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?:(?:GMT|UTC)(?=[+-]))?(?P<zone>[+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?"
)
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?P<sep>[-/.]?)(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?:(?:\s*[Tt]\s*|\s+){_TIME})?",
    re.ASCII,
)
_RFC822 = re.compile(
    r"(?:[^\W\d]+\.?(?:,\s*|\s+))?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<name>[A-Za-z]{3,9})\.?,?[\s-]+"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:,?\s+{_TIME})?",
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]+\.?(?:,\s*|\s+))?(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    rf"(?P<year>\d{{4}})(?:,?\s+{_TIME})?",
)
#: The name of a zone behind its offset, as mail has it.
_REMARK = re.compile(r"\s*\([^()]*\)$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: RFC 822 §5.1; a zone that is not here is read as UTC, as RFC 5322 §4.3 asks.
_ZONE_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
#: Feeds did not exist before; a year outside is a slip of the pen.
_YEARS = range(1990, 2101)


def read_date(text: str) -> datetime | None:
    """Read a date in UTC; ``None`` if it is garbled, or its year is not one of a feed.

    A date without a time is midnight, a time without a zone is UTC, a leap second the second before.

    >>> read_date("Tue, 15 Sep 2026 00:00:00 -0400").isoformat()
    '2026-09-15T04:00:00+00:00'
    >>> read_date("Mo, 25 Jun") is None
    True
    """
    folded = text.strip()
    if folded.endswith(")"):
        folded = _REMARK.sub("", folded)
    for pattern in (_ISO, _RFC822, _MONTH_FIRST):
        if match := pattern.fullmatch(folded):
            return _moment(match)
    return None


def _moment(match: re.Match[str]) -> datetime | None:
    part = match.groupdict()
    year = int(part["year"])
    if len(part["year"]) == 2:
        year += 2000 if year < 70 else 1900
    name = part.get("name")
    month = _month(name) if name else int(part["month"])
    if year not in _YEARS:
        return None
    try:
        day = datetime(year, month, int(part["day"]), tzinfo=UTC)
        hour, minute = int(part["hour"] or 0), int(part["minute"] or 0)
        second = min(int(part["second"] or 0), 59)
        offset = _offset(part["zone"] or "")
    except ValueError:
        return None
    if hour > 24 or minute > 59:
        return None
    return day + timedelta(hours=hour, minutes=minute, seconds=second) - offset


def _month(name: str) -> int:
    """Count from 1 by the first three letters; 0, which no date has, for any other word."""
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _offset(zone: str) -> timedelta:
    if zone[:1] in {"+", "-"}:
        size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        return -size if zone[0] == "-" else size
    return timedelta(hours=_ZONE_HOURS.get(zone.upper(), 0))
