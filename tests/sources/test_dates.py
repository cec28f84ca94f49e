from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.dates import read_date


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Thu, 20 Feb 2025 00:00:00 GMT", "2025-02-20T00:00:00"),
        ("Mon, 15 Apr 2019 16:35:02 -0500", "2019-04-15T21:35:02"),
        ("15 Apr 2019 16:35 PDT", "2019-04-15T23:35:00"),
        ("Mon,15 Apr 19 16:35:02 +0000", "2019-04-15T16:35:02"),
        ("Mo, 15 April 2019 16:35:02", "2019-04-15T16:35:02"),
        ("15-Apr-2019", "2019-04-15T00:00:00"),
        ("Apr 15, 2019 4:05", "2019-04-15T04:05:00"),
        ("Mon, 15 Apr 2019 24:00:00 GMT", "2019-04-16T00:00:00"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59"),
        ("Mon, 15 Apr 2019 16:35:02 GMT+0200", "2019-04-15T14:35:02"),
        ("Mon, 15 Apr 2019 16:35:02 +0200 (CEST)", "2019-04-15T14:35:02"),
        ("Mon, 15 Apr 2019 16:35:02 XYZ", "2019-04-15T16:35:02"),
        ("2026-03-06T03:55:12.777Z", "2026-03-06T03:55:12"),
        ("2026-09-11T11:43:38-07:00", "2026-09-11T18:43:38"),
        ("2026-09-11 11:43", "2026-09-11T11:43:00"),
        ("20260911T114338Z", None),
        ("2026-09-11", "2026-09-11T00:00:00"),
        ("2016/6/29 15:07:41", "2016-06-29T15:07:41"),
        ("Mo, 25 Jun", None),
        ("31 Feb 2026", None),
        ("2026-13-01", None),
        ("2026-01-01T25:00:00Z", None),
        ("1 Jan 1513", None),
        ("15 Foo 2019", None),
        ("2999-01-01", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_utc_or_not_at_all(text: str, utc: str | None) -> None:
    moment = read_date(text)
    assert (moment.isoformat() if moment else None) == (utc + "+00:00" if utc else None)


moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments)
def test_every_moment_written_down_is_read_again(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert read_date(whole.isoformat()) == read_date(format_datetime(whole)) == whole


@given(st.text() | st.from_regex(r"[0-9]{1,4}[-/][0-9]{1,3}[-/][0-9]{1,3}[T ][0-9:+-]{0,20}"))
def test_any_text_is_a_date_or_none(text: str) -> None:
    read_date(text)
