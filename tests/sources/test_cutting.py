"""Deadlines of requests: cut when one has passed, and only then."""

from __future__ import annotations

import threading
import time

import pytest

from digest.sources.cutting import Deadlines

FAR_S, SOON_S, PATIENCE_S = 60.0, 0.02, 10.0


class Line:
    """A connection that somebody waits for until it is cut."""

    def __init__(self, deadlines: Deadlines, seconds: float) -> None:
        self._deadlines, self._seconds = deadlines, seconds
        self.ended = threading.Event()

    def cut(self) -> None:
        self.ended.set()

    def is_cut(self) -> bool:
        """Wait for an answer that never comes, under the deadline."""
        with self._deadlines.cut_after(self._seconds, self):
            return self.ended.wait(PATIENCE_S)


class Unruly(Line):
    """A connection that goes wrong when it is cut."""

    def cut(self) -> None:
        super().cut()
        raise RuntimeError


def test_what_takes_too_long_is_cut() -> None:
    deadlines = Deadlines()
    assert Line(deadlines, SOON_S).is_cut()
    assert Line(deadlines, SOON_S).is_cut(), "and so is the next, after a rest"


def test_what_ends_in_time_is_never_cut() -> None:
    deadlines = Deadlines()
    quick = Line(deadlines, SOON_S)
    with deadlines.cut_after(SOON_S, quick):
        pass
    # Its deadline lies before that of the second, so it would have been cut first.
    assert Line(deadlines, 2 * SOON_S).is_cut()
    assert not quick.ended.is_set()


def test_a_near_deadline_does_not_wait_for_a_far_one() -> None:
    deadlines = Deadlines()
    far = Line(deadlines, FAR_S)
    with deadlines.cut_after(FAR_S, far):
        begun = time.monotonic()
        assert Line(deadlines, SOON_S).is_cut()
        assert time.monotonic() - begun < PATIENCE_S / 2
    assert not far.ended.is_set()


def test_many_at_once_are_each_cut() -> None:
    deadlines = Deadlines()
    lines = [Line(deadlines, SOON_S * (1 + number % 3)) for number in range(32)]
    found: list[bool] = []
    waiting = [threading.Thread(target=lambda line=line: found.append(line.is_cut())) for line in lines]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert found == [True] * len(lines)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_that_cannot_be_cut_does_not_keep_the_next_from_it() -> None:
    deadlines = Deadlines()
    watching = threading.active_count()
    assert Unruly(deadlines, SOON_S).is_cut()
    while threading.active_count() > watching:
        time.sleep(0.001)
    assert Line(deadlines, SOON_S).is_cut()
