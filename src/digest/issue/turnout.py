"""When readers voted: the votes that count, by the week in which each was last said."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from digest.issue.model import Turnout
from digest.issue.weeks import previous, week_of

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Fewer votes on either tool are no picture.
VOTES = 10
WEEKS = 6


def turnout(
    votes: tuple[Iterable[datetime], Iterable[datetime]], *, week: str, zone: tzinfo
) -> Turnout | None:
    """Count the six weeks that end with ``week``; null while neither tool has ten votes.

    ``votes`` are the moments of the votes that count, for each tool of the pair.

    >>> from datetime import UTC
    >>> turnout(([datetime(2026, 4, 20, tzinfo=UTC)] * 10, []), week="2026-W17", zone=UTC).votes
    ((0, 0, 0, 0, 0, 10), (0, 0, 0, 0, 0, 0))
    """
    cast = [Counter(week_of(at, zone) for at in moments) for moments in votes]
    if max(count.total() for count in cast) < VOTES:
        return None
    weeks = [week]
    while len(weeks) < WEEKS:
        weeks.insert(0, previous(weeks[0]))
    first, second = (tuple(count[week] for week in weeks) for count in cast)
    return Turnout(weeks=tuple(weeks), votes=(first, second))
