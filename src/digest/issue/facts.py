"""What the core knows of a tool at one log position, loaded by the shell from the read models."""

from __future__ import annotations

from datetime import datetime

import msgspec

from digest.events import Choice


class Persona(msgspec.Struct, frozen=True, kw_only=True):
    """An active reviewer role; ``persona`` is its id, ``place`` orders rows, from 1."""

    persona: str
    name: str
    question: str
    place: int


class TakeFact(msgspec.Struct, frozen=True, kw_only=True):
    """A persona's current take. ``score`` is 0..100 and does not decide the choice.

    ``byline`` is ready to print; ``drafted_by`` is ``person``, ``model`` or ``model:NAME``.
    """

    persona: str
    choice: Choice
    score: int
    text: str
    byline: str | None
    drafted_by: str
    at: datetime


class ToolFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One tool. ``takes`` holds at most one per persona, and of active personas only.

    ``entry`` is the printed label and ``flags`` the doubts about it, both from
    :mod:`digest.intake.pricing`. ``votes_*`` count readers' current votes; ``popularity`` is the
    largest count that a source last showed; ``merged`` are the slugs of the tools that are part of
    this one. Moments have a zone.
    """

    tool_id: str
    slug: str
    name: str
    tagline: str | None
    description: str | None
    category: str | None
    job_tags: tuple[str, ...]
    pricing_raw: str | None
    pricing_source: str | None
    pricing_checked_at: datetime | None
    entry: str
    best_for: str | None
    homepage: str | None
    launched_at: datetime
    revised_at: datetime | None
    source: str
    active: bool
    takes: tuple[TakeFact, ...]
    votes_ship: int
    votes_skip: int
    flags: tuple[str, ...] = ()
    popularity: int = 0
    merged: tuple[str, ...] = ()

    @property
    def ships(self) -> int:
        """Current takes that say ship."""
        return sum(take.choice == "ship" for take in self.takes)

    @property
    def skips(self) -> int:
        """Current takes that say skip."""
        return len(self.takes) - self.ships

    @property
    def reviewers(self) -> frozenset[str]:
        """Ids of the personas with a current take."""
        return frozenset(take.persona for take in self.takes)


class PastIssue(msgspec.Struct, frozen=True, kw_only=True):
    """An issue that went before: its week, its two tool ids, and when it was issued."""

    week: str
    tools: tuple[str, str]
    at: datetime
