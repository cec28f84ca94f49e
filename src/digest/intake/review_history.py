"""What a persona has said of a tool so far, read from the recorded stream."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from digest.events import CountedTake, Recorded, ReviewPublished, ReviewWithdrawn


class ReviewState(msgspec.Struct, frozen=True, kw_only=True):
    """A take as recorded: its event id, when it was given, what it says."""

    event_id: str
    at: datetime
    review: ReviewPublished


class ReviewHistory(msgspec.Struct, frozen=True, kw_only=True):
    """A persona's takes on one tool, oldest first; the first ``withdrawn`` of them were taken back.

    ``version`` is the stream's.
    """

    takes: tuple[ReviewState, ...] = ()
    withdrawn: int = 0
    version: int = 0

    @property
    def last(self) -> ReviewState | None:
        """The newest take, withdrawn or not."""
        return self.takes[-1] if self.takes else None

    @property
    def counted(self) -> CountedTake | None:
        """The take that counts; null if there is none, or it was withdrawn."""
        if self.last is None or self.withdrawn == len(self.takes):
            return None
        return CountedTake(choice=self.last.review.choice, score=self.last.review.score)

    def knows(self, said: ReviewPublished, at: datetime) -> bool:
        """Whether this take was recorded before and is no news; ``said`` without what it supersedes.

        One that gave way to another of the same moment is news again, unless it was taken back.
        """
        places = [place for place, state in enumerate(self.takes) if _is(state, said, at)]
        if self.last is None or not places:
            return False
        return places[0] < self.withdrawn or at < self.last.at or places[-1] == len(self.takes) - 1

    def then(self, state: ReviewState) -> ReviewHistory:
        """The history one take later."""
        return msgspec.structs.replace(self, takes=(*self.takes, state), version=self.version + 1)

    def then_withdrawn(self) -> ReviewHistory:
        """The history with all of it taken back."""
        return msgspec.structs.replace(self, withdrawn=len(self.takes), version=self.version + 1)


def _is(state: ReviewState, said: ReviewPublished, at: datetime) -> bool:
    return state.at == at and msgspec.structs.replace(state.review, supersedes=None, previous=None) == said


def review_stream(tool_id: str, persona: str) -> str:
    """Name the stream of one persona's takes on one tool."""
    return f"review/{tool_id}/{persona}"


def review_history(events: Iterable[Recorded]) -> ReviewHistory:
    """Read a stream, oldest event first."""
    history = ReviewHistory()
    for event in events:
        match event.data:
            case ReviewPublished() as review:
                state = ReviewState(event_id=str(event.event_id), at=event.occurred_at, review=review)
                history = history.then(state)
            case ReviewWithdrawn():
                history = history.then_withdrawn()
            case other:
                raise LookupError(f"{event.stream}: a {type(other).__name__} is no word of a reviewer")
    return history
