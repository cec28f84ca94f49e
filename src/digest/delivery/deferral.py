"""When to try a recipient again whom the server put off, and when to give up (RFC 5321, section 4.5.4.1)."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Tries of one recipient, and the time since the first, after which nobody tries again.
MAX_ATTEMPTS = 15
GIVE_UP_AFTER = timedelta(hours=48)
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=4)


def next_try(attempts: int, first_try_at: datetime, now: datetime) -> datetime | None:
    """When the next try is due after ``attempts`` (1 or more) that were put off; null to give up.

    The wait doubles from 5 minutes to at most 4 hours.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 4, 23, 12, 0, tzinfo=UTC)
    >>> [str(next_try(tries, noon, noon).time()) for tries in (1, 2, 6, 7)]
    ['12:05:00', '12:10:00', '14:40:00', '16:00:00']
    """
    if attempts >= MAX_ATTEMPTS or now - first_try_at >= GIVE_UP_AFTER:
        return None
    doublings: int = 2 ** (attempts - 1)
    return now + min(_FIRST_WAIT * doublings, _LONGEST_WAIT)
