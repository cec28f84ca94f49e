"""How fast mail may leave: what a relay allows in a minute, spread evenly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: The longest wait at a time, in seconds: between two, somebody may pause the delivery.
_PATIENCE_S = 1.0


class Pace:
    """At most ``messages_per_minute`` of this process, as a cell rate (GCRA, ITU-T I.371); null for no limit.

    A second's worth may go at once. Whoever is not to go yet is not claimed either, so a process that dies
    while it waits leaves nobody uncertain.

    >>> now = [0.0]
    >>> pace = Pace(60, now_s=lambda: now[0], sleep=lambda s: now.append(now.pop() + s))
    >>> pace.room(4), pace.spend(1), pace.room(4), pace.wait(), now, pace.room(4)
    (1, None, 0, None, [1.0], 1)
    """

    def __init__(
        self,
        messages_per_minute: int | None,
        *,
        now_s: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._each_s = 60 / messages_per_minute if messages_per_minute else 0.0
        self._ahead_s = max(self._each_s, 1.0)
        self._now_s, self._sleep = now_s, sleep
        #: When all that was spent will have been paid for.
        self._paid_at = -math.inf

    def room(self, most: int) -> int:
        """How many of ``most`` messages may go now."""
        if not self._each_s:
            return most
        now = self._now_s()
        # A thousandth of slack: sums of floats must not cost a message.
        fit = (now + self._ahead_s - max(self._paid_at, now)) / self._each_s + 0.001
        return max(0, min(most, math.floor(fit)))

    def spend(self, messages: int) -> None:
        """Count messages that go now."""
        self._paid_at = max(self._paid_at, self._now_s()) + messages * self._each_s

    def wait(self) -> None:
        """Let time pass until one may go, a second at most."""
        due_s = self._paid_at + self._each_s - self._ahead_s - self._now_s()
        self._sleep(max(0.0, min(due_s, _PATIENCE_S)))
