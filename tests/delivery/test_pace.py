"""Mail leaves no faster than the relay allows, and whoever waits for that is not claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import db
from digest.delivery import recipients
from digest.delivery.folder import FolderTransport
from digest.delivery.pace import Pace
from digest.delivery.recipients import Counts
from digest.delivery.send import drain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from digest.delivery.send import Post

WEEK = "2026-W17"


class Hours:
    """A clock that only goes on when somebody waits."""

    def __init__(self) -> None:
        self.now_s, self.waits = 0.0, 0

    def now(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        self.waits += 1


def pace(hours: Hours, messages_per_minute: int | None) -> Pace:
    return Pace(messages_per_minute, now_s=hours.now, sleep=hours.sleep)


@given(
    rate=st.integers(1, 100_000),
    asks=st.lists(st.tuples(st.integers(1, 32), st.floats(0, 3)), min_size=1, max_size=60),
)
def test_in_no_stretch_of_time_more_leave_than_the_rate_and_a_second_of_it(
    rate: int, asks: list[tuple[int, float]]
) -> None:
    hours = Hours()
    paced = pace(hours, rate)
    left: list[tuple[float, int]] = []
    for most, idle_s in asks:
        hours.now_s += idle_s
        room = paced.room(most)
        paced.spend(room)
        left.append((hours.now_s, room))
    for first, (since, _) in enumerate(left):
        for until, _ in left[first:]:
            sent = sum(number for at, number in left if since <= at <= until)
            assert sent <= (until - since + max(1, 60 / rate)) * rate / 60 + 0.01


@pytest.mark.parametrize(("rate", "seconds"), [(60, 43), (600, 4), (30, 86), (None, 0)])
def test_a_delivery_takes_as_long_as_the_rate_makes_it(
    engine: Engine,
    freeze: Callable[[Engine], None],
    post: Callable[..., Post],
    tmp_path: Path,
    rate: int | None,
    seconds: int,
) -> None:
    freeze(engine)
    hours = Hours()
    transport = FolderTransport(tmp_path / "outbox")
    assert list(drain(engine, post(transport, pace=pace(hours, rate)))) == ["accepted"] * 44
    assert hours.now_s == pytest.approx(seconds, abs=1)


def test_a_delivery_that_waits_has_claimed_nobody_and_can_be_paused(
    engine: Engine, freeze: Callable[[Engine], None], post: Callable[..., Post], tmp_path: Path
) -> None:
    freeze(engine)
    hours = Hours()
    seen: list[Counts] = []

    def is_paused(connection: Connection) -> bool:
        if hours.waits:
            seen.append(recipients.counts(connection, WEEK))
        return len(seen) == 20

    transport = FolderTransport(tmp_path / "outbox")
    slow = post(transport, pace=pace(hours, 6), is_paused=is_paused)
    assert list(drain(engine, slow)) == ["accepted"] * 2
    assert {found.claimed for found in seen} == {0}
    assert hours.now_s == 19, "it was looked at every second, and when the second message had left"
    with db.reading(engine) as connection:
        assert recipients.counts(connection, WEEK) == Counts(accepted=2, pending=42)
