"""When a URL may be asked for again, and where: decided after each poll from the one before, by no clock.

Each poll's decision is kept with it in the ledger, so the last row says all, and a restart changes nothing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from digest.intake.rhythm import Rhythm
from digest.sources.answer import Answer
from digest.sources.patience import fresh_for, stay_away_until

Status = Literal["read", "unchanged", "refused", "failed"]

EVERY = timedelta(hours=1)
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(days=7)
#: So often, and over so long, a feed must have been read behind a permanent redirect before that is believed.
MOVES, MOVED_FOR = 3, timedelta(days=7)
_GONE = 410


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a poll leaves behind for the next one.

    Before ``due_at`` we do not come by ourselves, before ``not_before`` not at all, and until
    ``group_until`` nobody of the politeness group does. ``failures`` counts those in a row; ``good_at`` is
    the last poll that gave something. ``gone`` says 410. ``moved_to`` is where permanent redirects led,
    ``moved_polls`` times in a row since ``moved_since``. ``rhythm`` is the feed's, as it was last read.
    """

    due_at: datetime
    not_before: datetime | None = None
    group_until: datetime | None = None
    failures: int = 0
    good_at: datetime | None = None
    gone: bool = False
    moved_to: str | None = None
    moved_since: datetime | None = None
    moved_polls: int = 0
    rhythm: Rhythm = Rhythm()

    def address(self, url: str) -> str:
        """Where to ask for what was at ``url``: there, or where it has surely moved."""
        if self.moved_to is None or self.moved_since is None or self.good_at is None:
            return url
        believed = self.moved_polls >= MOVES and self.good_at - self.moved_since >= MOVED_FOR
        # What failed there is looked for at its old place again.
        return self.moved_to if believed and not self.failures else url

    def holds_back(self, now: datetime, *, asked: bool) -> str | None:
        """Why not to ask now, in words; null if nothing speaks against it.

        Who ``asked`` by hand does not wait for our own rhythm, and may look whether what was gone is back.
        """
        if self.not_before is not None and now < self.not_before:
            return f"what it gave is good until {shown(self.not_before)}"
        if asked:
            return None
        if self.gone:
            return "gone for good, says its server (410); to look again, name it: digest ingest NAME"
        if now < self.due_at:
            return f"not due before {shown(self.due_at)}"
        return None


def after_poll(
    before: Plan | None,
    *,
    source: str,
    url: str,
    at: datetime,
    status: Status,
    answer: Answer | None,
    rhythm: Rhythm | None = None,
) -> Plan:
    """Decide what follows from a poll of ``url``; ``rhythm`` is the feed's, null if it was not read."""
    held = before or Plan(due_at=at)
    headers = answer.headers if answer else {}
    group_until = stay_away_until(answer, at) if answer else None
    if status in ("read", "unchanged"):
        fresh = min(fresh_for(headers, at), LONGEST)
        rhythm = rhythm or held.rhythm
        wait = min(max(EVERY, fresh, rhythm.good_for), LONGEST)
        moved = answer.moved_to if answer else None
        again = moved is not None and moved == held.moved_to
        stays = moved is None and held.address(url) != url
        return Plan(
            due_at=rhythm.next_open(at + wait),
            not_before=at + fresh if fresh else None,
            group_until=group_until,
            good_at=at,
            moved_to=held.moved_to if again or stays else moved,
            moved_since=held.moved_since if again or stays else (at if moved else None),
            moved_polls=held.moved_polls + again if again or stays else int(moved is not None),
            rhythm=rhythm,
        )
    failures = held.failures + 1
    wait = min(SHORTEST * 2 ** min(failures - 1, 10), LONGEST) * (1 + _jitter(source, failures) / 4)
    return Plan(
        due_at=max(at + wait, group_until or at),
        group_until=group_until,
        failures=failures,
        good_at=held.good_at,
        gone=answer is not None and answer.status == _GONE,
        moved_to=held.moved_to,
        moved_since=held.moved_since,
        moved_polls=held.moved_polls,
        rhythm=held.rhythm,
    )


def _jitter(source: str, attempt: int) -> float:
    """A number from 0 to 1 of its own for each source and attempt, and the same each time."""
    drawn = hashlib.sha256(f"{source} {attempt}".encode()).digest()
    return int.from_bytes(drawn[:4]) / 2**32


def shown(moment: datetime) -> str:
    """A moment of UTC for people, to the minute."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
