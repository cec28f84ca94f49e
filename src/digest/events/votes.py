"""Votes: what readers say, one current vote per reader and tool."""

from __future__ import annotations

from typing import ClassVar, Literal

from digest.events.base import Choice, Event, Id, Week


class VoteCast(Event, frozen=True, kw_only=True):
    """A reader voted; the latest vote by ``occurred_at`` is the one that counts.

    ``voter`` is opaque and never an address. ``previous`` is the choice that counted until now.
    ``counts`` is false for a vote that reached the log after a later one by the same reader.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"previous", "counts"})

    tool_id: Id
    voter: str
    choice: Choice
    issue: Week | None
    via: Literal["import", "link"]
    previous: Choice | None
    counts: bool
