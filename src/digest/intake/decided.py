"""What sources showed, and what deciding on it comes to."""

from __future__ import annotations

from datetime import datetime

import msgspec

from digest.events import NewEvent
from digest.intake.observations import Observation


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What one response showed: its items, when they were seen, and the SHA-256 of its body."""

    observations: tuple[Observation, ...]
    observed_at: datetime
    body: str | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one response's items: each is new, revised or unchanged, and may besides be launched or
    linked; ``merged`` counts tools that turned out to be another one, ``measured`` the changed metrics.
    """

    new: int
    revised: int
    unchanged: int
    launched: int
    linked: int
    merged: int
    measured: int


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What to append, all in one go.

    ``expected`` holds, for every stream of ``events``, its version before the append. ``counts`` and
    ``texts``, the hashes of all summaries shown, have one for each response, in order.
    """

    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    counts: tuple[Counts, ...]
    texts: tuple[frozenset[str], ...]
