"""Parse one body within a limit of CPU time, whatever is in it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from digest.errors import FeedRefused
from digest.intake.observations import ParsedFeed
from digest.sources.registry import SOURCES
from digest.sources.source import Source

#: A feed of 30 entries takes some 20 ms, one of 2,000 a second or two.
PARSE_CPU_S = 5.0


class _Late(BaseException):
    """Not an Exception, so that no parser takes it for one of its own."""


def parse_in_time(body: bytes, source: Source, *, cpu_s: float = PARSE_CPU_S) -> ParsedFeed:
    """Parse, in the main thread of a process, as the kind of the source says.

    Raises FeedRefused, with the reason ``slow`` if it took more than ``cpu_s`` seconds of CPU time.
    """
    try:
        with _alarm(cpu_s):
            return SOURCES[source.kind].parse(body, source)
    except _Late as late:
        raise FeedRefused(source.name, "slow", f"not read within {cpu_s:g} s of CPU time") from late


@contextmanager
def _alarm(cpu_s: float) -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGPROF, ring)
    # Again and again, since an exception within a callback of the collector is lost.
    signal.setitimer(signal.ITIMER_PROF, cpu_s, 0.01)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
