"""When a URL is asked for again, and where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.intake.rhythm import Rhythm
from digest.sources.answer import Answer, Hop
from digest.sources.patience import fresh_for, stay_away_until
from digest.sources.schedule import Plan, after_poll

AT = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)
URL, NEW = "https://old.example.org/feed", "https://new.example.org/feed"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def polled(before: Plan | None = None, status="read", *, at=AT, code=200, hops=(), **headers: str) -> Plan:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Answer(status=code, hops=hops, headers=named)
    return after_poll(before, source="blog", url=URL, at=at, status=status, answer=answer)


@pytest.mark.parametrize(
    ("code", "headers", "wait"),
    [
        (429, {"retry-after": "120"}, 2 * MINUTE),
        (503, {"retry-after": "0"}, timedelta()),
        (
            503,
            {"retry-after": "Mon, 20 Apr 2026 09:00:00 GMT", "date": "Mon, 20 Apr 2026 08:30:00 GMT"},
            30 * MINUTE,
        ),
        (429, {"retry-after": "Mon, 20 Apr 2026 09:00:00 GMT"}, HOUR),
        (429, {"retry-after": "Mon, 20 Apr 2020 09:00:00 GMT"}, timedelta()),
        (429, {"retry-after": "604800"}, 7 * DAY),
        (429, {"retry-after": "999999999999"}, 31 * DAY),
        (429, {"retry-after": "soon"}, None),
        (429, {}, None),
        (200, {"retry-after": "120"}, None),
        (200, {"ratelimit": '"api";r=0;t=295'}, 295 * timedelta(seconds=1)),
        (200, {"ratelimit": '"api";r=499;t=295'}, None),
        (429, {"ratelimit": '"api";r=0;t=10', "retry-after": "60"}, MINUTE),
    ],
)
def test_a_server_that_asks_to_be_left_alone_is_left_alone(code, headers, wait):
    expected = None if wait is None else AT + wait
    assert stay_away_until(Answer(status=code, headers=headers), AT) == expected


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"cache-control": "public, max-age=3600"}, HOUR),
        ({"cache-control": 'max-age="600"', "age": "60"}, 9 * MINUTE),
        ({"cache-control": "max-age=10", "age": "60"}, timedelta()),
        ({"cache-control": "no-cache, max-age=600"}, timedelta()),
        ({"expires": "Mon, 20 Apr 2026 09:00:00 GMT", "date": "Mon, 20 Apr 2026 08:00:00 GMT"}, HOUR),
        ({"expires": "0"}, timedelta()),
        ({}, timedelta()),
    ],
)
def test_what_a_server_gave_is_good_for_as_long_as_it_says(headers, fresh):
    assert fresh_for(headers, AT) == fresh


def test_we_come_again_after_an_hour_unless_the_answer_is_good_for_longer():
    assert polled().due_at == AT + HOUR
    kept = polled(cache_control="max-age=7200")
    assert (kept.due_at, kept.not_before) == (AT + 2 * HOUR, AT + 2 * HOUR)
    assert kept.holds_back(AT + HOUR, asked=True) is not None
    assert polled(cache_control="max-age=99999999").due_at == AT + 7 * DAY


def test_a_feed_is_not_read_on_days_and_in_hours_in_which_nothing_comes():
    weekend = Rhythm(skip_days=(5, 6), skip_hours=(0, 1))
    friday = AT + 4 * DAY + 15 * HOUR
    plan = after_poll(None, source="blog", url=URL, at=friday, status="read", answer=None, rhythm=weekend)
    assert plan.due_at == AT - timedelta(hours=6) + 7 * DAY
    assert plan.holds_back(friday + DAY, asked=True) is None


def test_a_feed_that_gave_nothing_new_keeps_its_rhythm():
    daily = Rhythm(good_for=DAY)
    read = after_poll(None, source="blog", url=URL, at=AT, status="read", answer=None, rhythm=daily)
    for status in ("unchanged", "failed"):
        read = after_poll(read, source="blog", url=URL, at=AT + DAY, status=status, answer=None)
    again = after_poll(read, source="blog", url=URL, at=AT + 2 * DAY, status="unchanged", answer=None)
    assert again.due_at == AT + 3 * DAY


def test_a_feed_that_skips_every_day_is_read_all_the_same():
    never = Rhythm(skip_days=tuple(range(7)))
    plan = after_poll(None, source="blog", url=URL, at=AT, status="read", answer=None, rhythm=never)
    assert plan.due_at == AT + HOUR


def test_who_asks_by_hand_does_not_wait_for_our_own_rhythm():
    plan = polled()
    assert plan.holds_back(AT + MINUTE, asked=False) == "not due before 2026-04-20 09:00 UTC"
    assert plan.holds_back(AT + MINUTE, asked=True) is None
    assert plan.holds_back(AT + HOUR, asked=False) is None


def test_after_failures_we_come_ever_later_and_each_source_at_its_own_moment():
    plan, waits = None, []
    for _ in range(14):
        plan = polled(plan, "failed", code=500)
        waits.append(plan.due_at - AT)
    assert waits[:10] == sorted(waits[:10])
    assert 15 * MINUTE <= waits[0] <= 19 * MINUTE
    assert 7 * DAY <= waits[-1] <= 9 * DAY
    assert plan.failures == 14
    other = after_poll(None, source="other", url=URL, at=AT, status="failed", answer=None)
    assert other.due_at - AT != waits[0]
    assert polled(plan).failures == 0


def test_what_is_gone_is_not_asked_for_again_by_itself():
    gone = polled(polled(), "failed", code=410)
    assert gone.gone
    assert gone.good_at == AT
    assert gone.holds_back(AT + 365 * DAY, asked=False) is not None
    assert gone.holds_back(AT + DAY, asked=True) is None
    assert not polled(gone).gone


def moves(*days: int, status: int = 301) -> Plan:
    plan = None
    for day in days:
        plan = polled(plan, at=AT + day * DAY, hops=(Hop(status=status, url=NEW),))
    assert plan is not None
    return plan


def test_a_permanent_redirect_is_believed_after_three_readings_over_a_week():
    assert moves(0, 3, 7).address(URL) == NEW
    assert moves(0, 7).address(URL) == URL
    assert moves(0, 1, 2).address(URL) == URL
    assert moves(0, 3, 7, status=302).address(URL) == URL
    mixed = (Hop(status=301, url="https://a.example/"), Hop(status=302, url=NEW))
    assert polled(hops=mixed).moved_to is None


def test_a_redirect_that_ends_or_leads_elsewhere_begins_anew():
    elsewhere = polled(moves(0, 3), at=AT + 8 * DAY, hops=(Hop(status=308, url="https://x.example/"),))
    assert (elsewhere.moved_polls, elsewhere.address(URL)) == (1, URL)
    assert polled(moves(0, 3), at=AT + 8 * DAY).moved_to is None


def test_a_new_address_that_fails_is_left_for_the_old_one_until_that_is_read_again():
    there = polled(moves(0, 3, 7), at=AT + 8 * DAY)
    assert there.address(URL) == NEW
    failed = polled(there, "failed", at=AT + 9 * DAY, code=404)
    assert failed.address(URL) == URL
