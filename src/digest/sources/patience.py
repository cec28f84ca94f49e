"""What a server's headers ask of us: how long its answer is good for, and how long to stay away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from digest.sources.answer import Answer

#: Retry-After is honoured up to here; a longer one is a mistake, or a no.
LONGEST_STAY_AWAY = timedelta(days=31)
_STAY_AWAY = frozenset({429, 503})
_NEVER_FRESH = frozenset({"no-cache", "no-store"})
_QUOTA = re.compile(r"\br\s*=\s*(\d{1,12})\b")
_RESETS = re.compile(r"\bt\s*=\s*(\d{1,12})\b")


def stay_away_until(answer: Answer, at: datetime) -> datetime | None:
    """The moment before which nothing of this server's group is to be asked for; null if it says none.

    A 429 or 503 says it by Retry-After, in seconds or as a date, which counts from the answer's own Date
    (RFC 9110, section 10.2.3); any answer by ``RateLimit: "name";r=0;t=SECONDS``, as Hugging Face sends it.
    """
    waits = [_quota(answer.headers.get("ratelimit", ""))]
    if answer.status in _STAY_AWAY:
        waits.append(retry_after(answer.headers.get("retry-after", ""), answer.headers, at))
    longest = max((wait for wait in waits if wait is not None), default=None)
    return None if longest is None else at + min(longest, LONGEST_STAY_AWAY)


def retry_after(value: str, headers: Mapping[str, str], at: datetime) -> timedelta | None:
    """Read a Retry-After; null if there is none that can be read.

    >>> now = datetime(2026, 4, 20, tzinfo=UTC)
    >>> retry_after("120", {}, now).seconds
    120
    >>> sent = {"date": "Mon, 20 Apr 2026 08:00:00 GMT"}
    >>> retry_after("Mon, 20 Apr 2026 08:05:00 GMT", sent, now).seconds
    300
    """
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    until, now = _date(value), _date(headers.get("date", "")) or at
    return None if until is None else max(until - now, timedelta())


def fresh_for(headers: Mapping[str, str], at: datetime) -> timedelta:
    """How long an answer stays good (RFC 9111, section 4.2.1): max-age less Age, or Expires less Date.

    >>> fresh_for({"cache-control": "public, max-age=600", "age": "60"}, datetime(2026, 4, 20, tzinfo=UTC))
    datetime.timedelta(seconds=540)
    """
    said = [part.strip().lower() for part in headers.get("cache-control", "").split(",")]
    if not _NEVER_FRESH.isdisjoint(said):
        return timedelta()
    for part in said:
        name, _, value = part.partition("=")
        if name == "max-age" and (lifetime := _seconds(value.strip('"'))) is not None:
            return max(lifetime - (_seconds(headers.get("age", "")) or timedelta()), timedelta())
    expires = _date(headers.get("expires", ""))
    if expires is None:
        return timedelta()
    return max(expires - (_date(headers.get("date", "")) or at), timedelta())


def _quota(value: str) -> timedelta | None:
    left, resets = _QUOTA.search(value), _RESETS.search(value)
    if left is None or resets is None or int(left[1]) > 0:
        return None
    return _seconds(resets[1])


def _seconds(value: str) -> timedelta | None:
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        return None
    return timedelta(seconds=min(int(text), 10**9))


def _date(value: str) -> datetime | None:
    """Read the date of a header (RFC 9110, section 5.6.7), in UTC."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
