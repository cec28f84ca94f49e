from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from digest.issue.turnout import turnout

WEEK = "2026-W17"
MONDAY = datetime(2026, 4, 20, tzinfo=UTC)
DAY = timedelta(days=1)

moments = st.lists(
    st.integers(-60 * 24, 7 * 24 - 1).map(lambda hours: MONDAY + timedelta(hours=hours)), max_size=30
)


@given(moments, moments)
def test_every_vote_of_the_six_weeks_is_in_one_of_them(one: list[datetime], two: list[datetime]) -> None:
    found = turnout((one, two), week=WEEK, zone=UTC)
    if max(len(one), len(two)) < 10:
        assert found is None
        return
    assert found is not None
    assert (found.weeks[0], found.weeks[-1], len(found.weeks)) == ("2026-W12", WEEK, 6)
    first = MONDAY - timedelta(weeks=5)
    for moments, votes in zip((one, two), found.votes, strict=True):
        assert sum(votes) == sum(at >= first for at in moments)
        assert votes[-1] == sum(at >= MONDAY for at in moments)


def test_a_week_begins_where_the_newsletter_is() -> None:
    late = [datetime(2026, 4, 19, 22, 30, tzinfo=UTC)] * 10
    for zone, votes in ((ZoneInfo("Europe/Berlin"), (0, 10)), (UTC, (10, 0))):
        found = turnout((late, ()), week=WEEK, zone=zone)
        assert found is not None
        assert found.votes[0][-2:] == votes
