"""How often a feed wants to be read, by its own words."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec


class Rhythm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a feed says of when to come again.

    ``good_for`` is how long it need not be read again. In ``skip_hours`` (0 to 23, UTC) and on ``skip_days``
    (0 is Monday) nothing new comes (RSS 2.0, https://www.rssboard.org/skip-hours-days).
    """

    good_for: timedelta = timedelta()
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()

    def next_open(self, at: datetime) -> datetime:
        """The first moment from ``at`` (UTC) that is not skipped; ``at`` itself for a feed that skips all.

        >>> from datetime import UTC
        >>> Rhythm(skip_days=(5, 6)).next_open(datetime(2026, 4, 18, 9, 30, tzinfo=UTC)).isoformat()
        '2026-04-20T00:00:00+00:00'
        """
        hour = at.replace(minute=0, second=0, microsecond=0)
        for later in range(7 * 24 + 1):
            then = hour + timedelta(hours=later)
            if then.hour not in self.skip_hours and then.weekday() not in self.skip_days:
                return max(at, then)
        return at
