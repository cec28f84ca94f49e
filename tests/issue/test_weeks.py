from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import DigestError
from digest.issue.weeks import monday, previous, week_of, weeks_between, window

BERLIN = ZoneInfo("Europe/Berlin")
zones = st.sampled_from(
    [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/New_York", "Asia/Beirut", "Pacific/Apia")]
)
seconds_1971_to_2900 = st.integers(31_536_000, 29_000_000_000)
moments = seconds_1971_to_2900.map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    "text", ["2026-17", "2026-W1", "2026-W00", "2026-W54", "2025-W53", "26-W17", "2026-w17", "", "0001-W01"]
)
def test_a_week_that_does_not_exist_is_refused_by_name(text: str) -> None:
    with pytest.raises(DigestError, match=r"such as 2026-W17|has the weeks"):
        monday(text)


def test_only_long_years_have_a_week_53() -> None:
    assert monday("2026-W53").isoformat() == "2026-12-28"
    with pytest.raises(DigestError, match="2025 has the weeks W01 to W52"):
        monday("2025-W53")


def test_a_week_with_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    spring, autumn = window("2026-W13", BERLIN), window("2026-W43", BERLIN)
    assert spring == (
        datetime(2026, 3, 22, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )
    assert spring[1] - spring[0] == timedelta(days=7, hours=-1)
    assert autumn[1] - autumn[0] == timedelta(days=7, hours=1)


def test_the_last_second_of_sunday_and_the_first_of_monday_are_two_weeks() -> None:
    start, _ = window("2026-W17", BERLIN)
    assert week_of(start, BERLIN) == "2026-W17"
    assert week_of(start - timedelta(seconds=1), BERLIN) == "2026-W16"
    assert week_of(start, UTC) == "2026-W16"


@given(moments, zones)
def test_every_moment_is_in_the_window_of_its_week(moment: datetime, zone: ZoneInfo) -> None:
    start, end = window(week_of(moment, zone), zone)
    assert start <= moment < end


@given(moments, zones)
def test_windows_meet_without_gap_or_overlap(moment: datetime, zone: ZoneInfo) -> None:
    week = week_of(moment, zone)
    assert window(previous(week), zone)[1] == window(week, zone)[0]
    assert previous(week) < week


@given(moments, st.integers(0, 60))
def test_weeks_between_counts_every_week_once(moment: datetime, count: int) -> None:
    first, last = week_of(moment, UTC), week_of(moment + timedelta(weeks=count), UTC)
    weeks = weeks_between(first, last)
    assert (weeks[0], weeks[-1], len(weeks)) == (first, last, count + 1)
    assert list(weeks) == sorted(set(weeks))


def test_weeks_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(DigestError, match="earlier week first"):
        weeks_between("2026-W12", "2026-W01")
