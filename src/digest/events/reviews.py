"""Reviews: the panel's personas, its policy, and their takes."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from digest.events.base import Choice, ContentHash, Event, Id

Score = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a take leans on: where it stands and, if given, the words (as content)."""

    source: str
    quote: ContentHash | None = None


class CountedTake(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The take that counted until now."""

    choice: Choice
    score: Score


class PersonaDefined(Event, frozen=True, kw_only=True):
    """A reviewer role of the panel; ``place`` orders the scorecard, from 1."""

    persona: str
    name: str
    question: str
    place: int


class PanelPolicySet(Event, frozen=True, kw_only=True):
    """How takes become a label: quorum, and Ship from num/den, Skip from the mirror image."""

    version: int
    quorum: int
    ship_numerator: int
    ship_denominator: int


class ReviewPublished(Event, frozen=True, kw_only=True):
    """One persona's take on one tool; it replaces that persona's take before it.

    ``drafted_by`` is ``person``, ``model`` or ``model:NAME``: a model never appears as a person.
    ``reviewer``, ``approved_by``, ``conflicts`` and ``take`` are texts, hence content hashes.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"previous"})

    tool_id: Id
    persona: str
    choice: Choice
    score: Score
    take: ContentHash
    evidence: tuple[Evidence, ...]
    drafted_by: str
    reviewer: ContentHash | None
    approved_by: ContentHash | None
    tried: bool
    conflicts: ContentHash | None
    supersedes: Id | None
    previous: CountedTake | None


class ReviewWithdrawn(Event, frozen=True, kw_only=True):
    """A persona's take was taken back; the persona has none on the tool until a newer one.

    Of a merged tool, it is recorded for each tool of the group that has one. ``previous`` is that take.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"previous"})

    tool_id: Id
    persona: str
    reason: str
    previous: CountedTake
