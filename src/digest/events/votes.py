"""Votes: what readers say, one current vote per reader and tool."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from digest.events.base import Choice, Event, Id, WeekNamed

Via = Literal["import", "link"]


class CountChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By how much an event moves the readers' counts of one tool; negative is fewer."""

    tool_id: Id
    ship: int
    skip: int


class VoteCast(Event, frozen=True, kw_only=True):
    """A reader voted; the last word by ``occurred_at`` is the one that holds.

    ``voter`` is opaque and never an address. ``previous`` is the choice that counted until now, on
    this tool or one it is merged with. ``counts`` is false for a vote that reached the log after a
    later word of the same reader, and for one of a discounted reader.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"previous", "counts"})

    tool_id: Id
    voter: str
    choice: Choice
    issue: WeekNamed | None
    via: Via
    previous: Choice | None
    counts: bool


class VoteWithdrawn(Event, frozen=True, kw_only=True):
    """A reader took back every vote cast on a tool up to ``occurred_at``; a later one counts again.

    Said of a merged tool, it is recorded for each tool of the group, so that a split brings no vote
    back. ``previous`` is the choice that counted until now, if this takes it away.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"previous"})

    tool_id: Id
    voter: str
    via: Via
    previous: Choice | None


class VotesDiscounted(Event, frozen=True, kw_only=True):
    """What these readers vote on a tool is recorded from now on and does not count.

    Decided of a merged tool, it is recorded for each tool of the group. ``voters`` are sorted.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"changes"})

    tool_id: Id
    voters: tuple[str, ...]
    reason: str
    changes: tuple[CountChange, ...]


class VotesReinstated(Event, frozen=True, kw_only=True):
    """What discounted readers last said of a tool counts again. ``voters`` are sorted."""

    DERIVED: ClassVar[frozenset[str]] = frozenset({"changes"})

    tool_id: Id
    voters: tuple[str, ...]
    reason: str
    changes: tuple[CountChange, ...]
