"""How readers' votes count: the one rule, over the recorded history of the streams it looks at.

Of everything a reader has said of the tools of a group, votes and withdrawals alike, the last word
holds: the latest by ``occurred_at``, of two at one moment the one recorded later. If it is a vote and
the reader is not discounted on a tool of the group, it counts for the group's root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from digest.events import (
    Choice,
    CountChange,
    NewEvent,
    Recorded,
    VoteCast,
    VotesDiscounted,
    VotesReinstated,
    VoteWithdrawn,
)

#: Tool id and voter.
Ballot = tuple[str, str]
#: Readers who say ship, and readers who say skip.
Count = tuple[int, int]


class Word(NamedTuple):
    """Something a reader said of a tool; ``choice`` is null for a withdrawal. The greatest holds."""

    at: datetime
    place: int
    choice: Choice | None


class Ballots:
    """Each reader's last word on each tool, and who is discounted where.

    It is read from whole streams of votes and discounts; ``versions`` and ``ids`` are theirs.
    """

    def __init__(self, history: Iterable[Recorded]) -> None:
        self.last: dict[Ballot, Word] = {}
        self.discounted: set[Ballot] = set()
        self.versions: dict[str, int] = {}
        self.ids: set[UUID] = set()
        for event in sorted(history, key=lambda event: event.position):
            self.take(event)

    def take(self, event: Recorded | NewEvent) -> None:
        """Move on by an event that is recorded, or about to be, after all taken before."""
        self.ids.add(event.event_id)
        self.versions[event.stream] = self.versions.get(event.stream, 0) + 1
        match event.data:
            case VoteCast(tool_id=tool_id, voter=voter, choice=choice):
                self._say(tool_id, voter, Word(event.occurred_at, len(self.ids), choice))
            case VoteWithdrawn(tool_id=tool_id, voter=voter):
                self._say(tool_id, voter, Word(event.occurred_at, len(self.ids), None))
            case VotesDiscounted(tool_id=tool_id, voters=voters):
                self.discounted.update((tool_id, voter) for voter in voters)
            case VotesReinstated(tool_id=tool_id, voters=voters):
                self.discounted.difference_update((tool_id, voter) for voter in voters)
            case other:
                raise LookupError(f"{event.stream}: a {type(other).__name__} is nothing that a count knows")

    def _say(self, tool_id: str, voter: str, word: Word) -> None:
        self.last[tool_id, voter] = max(word, self.last.get((tool_id, voter), word))

    def last_word(self, members: Sequence[str], voter: str) -> Word | None:
        """What holds of all the reader said of these tools; null if that is nothing."""
        said = [self.last[tool_id, voter] for tool_id in members if (tool_id, voter) in self.last]
        return max(said, default=None)

    def is_discounted(self, members: Sequence[str], voter: str) -> bool:
        """Whether the reader's votes on a group of these tools do not count."""
        return any((tool_id, voter) in self.discounted for tool_id in members)

    def vote(self, members: Sequence[str], voter: str) -> Choice | None:
        """The reader's vote that counts for a group of these tools; null if none does."""
        word = self.last_word(members, voter)
        return None if word is None or self.is_discounted(members, voter) else word.choice

    def count(self, members: Sequence[str]) -> Count:
        """How a group of these tools stands, among the readers of this history."""
        votes = [self.vote(members, voter) for voter in {v for t, v in self.last if t in members}]
        return votes.count("ship"), votes.count("skip")

    def cast(self, members: Sequence[str]) -> list[datetime]:
        """When each vote that counts for a group of these tools was last said, in order."""
        voters = {voter for tool_id, voter in self.last if tool_id in members}
        words = (self.last_word(members, voter) for voter in voters if self.vote(members, voter))
        return sorted(word.at for word in words if word is not None)

    def decide(self, event: NewEvent, expected: dict[str, int]) -> NewEvent:
        """Take the event, noting the version its stream must have before the first of a decision."""
        expected.setdefault(event.stream, self.versions.get(event.stream, 0))
        self.take(event)
        return event


def differences(before: Mapping[str, Count], after: Mapping[str, Count]) -> tuple[CountChange, ...]:
    """By how much the counts of each tool moved; a tool whose counts stayed is left out.

    >>> differences({"a": (2, 0), "b": (1, 1)}, {"a": (2, 0), "b": (0, 1)})
    (CountChange(tool_id='b', ship=-1, skip=0),)
    """
    return tuple(
        CountChange(tool_id=tool_id, ship=after[tool_id][0] - ship, skip=after[tool_id][1] - skip)
        for tool_id, (ship, skip) in before.items()
        if after[tool_id] != (ship, skip)
    )
