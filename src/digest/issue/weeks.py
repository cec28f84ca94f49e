"""ISO weeks (ISO 8601) and their half-open windows in the newsletter's zone.

A week is named by its text, such as ``2026-W17``, which also sorts in order of time. It starts on
Monday at local midnight and ends where the next one starts, so that no moment is in two weeks or
in none, whatever the clocks do in between.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from digest.errors import DigestError

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_YEARS = range(1970, 3000)


def monday(week: str) -> date:
    """The first day of a week; refused if the week does not exist.

    >>> monday("2026-W17")
    datetime.date(2026, 4, 20)
    >>> monday("2026-W53"), monday("2027-W01")
    (datetime.date(2026, 12, 28), datetime.date(2027, 1, 4))
    """
    match = _WEEK.fullmatch(week)
    if match is None or int(match[1]) not in _YEARS:
        raise DigestError(f"{week!r} is not an ISO week; write the year, -W and two digits, such as 2026-W17")
    year, number = int(match[1]), int(match[2])
    last = date(year, 12, 28).isocalendar().week  # 28 December is always in the year's last week
    if not 1 <= number <= last:
        raise DigestError(f"{week} does not exist: {year} has the weeks W01 to W{last}")
    return date.fromisocalendar(year, number, 1)


def window(week: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the first moment of a week up to, not including, the first of the next; both in UTC."""
    start = monday(week)
    return _midnight(start, zone), _midnight(start + timedelta(days=7), zone)


def week_of(moment: datetime, zone: tzinfo) -> str:
    """The week that an aware moment belongs to, on the calendar of ``zone``."""
    return _name(moment.astimezone(zone).date())


def previous(week: str) -> str:
    """The week before.

    >>> previous("2027-W01")
    '2026-W53'
    """
    return _name(monday(week) - timedelta(days=7))


def weeks_between(first: str, last: str) -> tuple[str, ...]:
    """Every week from ``first`` to ``last``, both included; refused if they are the wrong way round.

    >>> weeks_between("2026-W52", "2027-W01")
    ('2026-W52', '2026-W53', '2027-W01')
    """
    start, end = monday(first), monday(last)
    if end < start:
        raise DigestError(f"{first} is after {last}; give the earlier week first")
    return tuple(_name(start + timedelta(days=day)) for day in range(0, (end - start).days + 1, 7))


def weeks_of_month(week: str) -> tuple[str, ...]:
    """The weeks of a week's calendar month, in order: those whose Thursday is in it, as ISO 8601 has years.

    >>> weeks_of_month("2026-W18")
    ('2026-W14', '2026-W15', '2026-W16', '2026-W17', '2026-W18')
    """
    thursday = monday(week) + timedelta(days=3)
    first = thursday - timedelta(days=7 * ((thursday.day - 1) // 7))
    days = (first + timedelta(days=7 * number) for number in range(5))
    return tuple(_name(day) for day in days if day.month == thursday.month)


def _name(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def _midnight(day: date, zone: tzinfo) -> datetime:
    # A midnight that the clocks skip becomes the moment they jump at: still the day's first.
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
