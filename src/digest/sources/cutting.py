"""Cutting connections at their deadlines: one thread watches those of all requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Protocol


class Cuttable(Protocol):
    """What can be ended from another thread."""

    def cut(self) -> None:
        """End whatever is being waited for."""
        ...


class _Due:
    """A deadline, on the monotonic clock; ``lines`` is null once it does not matter any more."""

    __slots__ = ("at_s", "lines", "number")

    def __init__(self, at_s: float, number: int, lines: Cuttable) -> None:
        self.at_s, self.number = at_s, number
        self.lines: Cuttable | None = lines

    def __lt__(self, other: _Due) -> bool:
        return (self.at_s, self.number) < (other.at_s, other.number)


class Deadlines:
    """The deadlines of requests that are on their way; the thread that watches starts with the first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._dues: list[_Due] = []
        self._numbers = count()
        self._watch: threading.Thread | None = None
        self._wakes_s = inf

    @contextmanager
    def cut_after(self, seconds: float, lines: Cuttable) -> Iterator[None]:
        """Cut ``lines`` if the body of the ``with`` takes longer, and never after its end."""
        due = _Due(time.monotonic() + seconds, next(self._numbers), lines)
        with self._changed:
            heappush(self._dues, due)
            # One that could not cut has died of it; the others still count on being cut.
            if self._watch is None or not self._watch.is_alive():
                self._watch = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._watch.start()
            elif due.at_s < self._wakes_s:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                due.lines = None
                while self._dues and self._dues[0].lines is None:
                    heappop(self._dues)

    def _run(self) -> None:
        with self._changed:
            while True:
                while self._dues and self._dues[0].at_s <= time.monotonic():
                    late = heappop(self._dues).lines
                    if late is not None:
                        late.cut()
                self._wakes_s = self._dues[0].at_s if self._dues else inf
                self._changed.wait(self._wakes_s - time.monotonic() if self._dues else None)
