"""Launches: what feeds said, and the tools that came of it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from digest.events.base import ContentHash, Event, Id, Moment
from digest.events.votes import CountChange

Metric = Annotated[int, msgspec.Meta(ge=0)]


class LaunchObserved(Event, frozen=True, kw_only=True):
    """A source showed an item for the first time, or showed it changed.

    ``supersedes`` is the event id of the revision before, so that A, B, A are three facts.
    ``body`` is the SHA-256 of the raw response that it was read from; two responses can show one fact.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"body"})

    source: str
    native_id: str
    title: str
    url: str | None
    keys: tuple[str, ...]
    published_at: Moment | None
    evidence_at: Moment | None
    summary: ContentHash | None
    body: str | None
    supersedes: Id | None


class ToolLaunched(Event, frozen=True, kw_only=True):
    """A tool entered the shelf, from a feed or by an editor's import.

    ``keys`` are typed (``arxiv:2604.08377``, ``gh:owner/repo``); ``rule`` names the rule and
    version that decided; ``observed`` is the id of the item's LaunchObserved, if a feed brought it.
    """

    tool_id: Id
    slug: str
    name: str
    tagline: str | None
    description: ContentHash | None
    category: str | None
    job_tags: tuple[str, ...]
    best_for: str | None
    homepage: str | None
    keys: tuple[str, ...]
    launched_at: Moment
    source: str
    observed: Id | None
    rule: str


class ToolRevised(Event, frozen=True, kw_only=True):
    """Some of a tool's facts changed; a field left out did not."""

    tool_id: Id
    source: str
    slug: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    tagline: str | msgspec.UnsetType | None = msgspec.UNSET
    description: ContentHash | msgspec.UnsetType | None = msgspec.UNSET
    category: str | msgspec.UnsetType | None = msgspec.UNSET
    job_tags: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    best_for: str | msgspec.UnsetType | None = msgspec.UNSET
    homepage: str | msgspec.UnsetType | None = msgspec.UNSET
    launched_at: Moment | msgspec.UnsetType = msgspec.UNSET


class LaunchLinked(Event, frozen=True, kw_only=True):
    """An observed item, and the keys it carries, belong to a tool. ``rule`` says why."""

    tool_id: Id
    observed: Id
    keys: tuple[str, ...]
    rule: str


class LinkRejected(Event, frozen=True, kw_only=True):
    """An editor says that an item is not about the tool it was linked to; no rule links the two again.

    ``keys`` are those that the tool had by this item alone, and has no more.
    """

    tool_id: Id
    source: str
    native_id: str
    keys: tuple[str, ...]
    reason: str


class ToolMerged(Event, frozen=True, kw_only=True):
    """Tools turned out to be one thing: from now on they are shown and counted as ``tool_id``.

    ``merged`` names the tool that was merged, then those merged into it before. Nothing is moved:
    facts, takes and votes stay with the tool they were stated of.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"changes"})

    tool_id: Id
    merged: tuple[Id, ...]
    reason: str
    changes: tuple[CountChange, ...]


class ToolSplit(Event, frozen=True, kw_only=True):
    """A merge was undone: ``split`` names the tool that leaves ``tool_id``, then those merged into it.

    They stay merged into the first of them. Each side has again what was stated of its own tools.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset({"changes"})

    tool_id: Id
    split: tuple[Id, ...]
    reason: str
    changes: tuple[CountChange, ...]


class MergeRejected(Event, frozen=True, kw_only=True):
    """An editor says that two tools are not one; no rule merges them, or proposes it for the same reasons.

    ``tool_id`` is the smaller of the two ids. ``evidence`` is what spoke for it, as
    :mod:`digest.intake.proposals` writes it, and may be empty.
    """

    tool_id: Id
    other: Id
    evidence: tuple[str, ...]
    reason: str


class PopularityMeasured(Event, frozen=True, kw_only=True):
    """A count that a source showed, such as upvotes; ``occurred_at`` is when it was seen.

    ``native_id`` is the item that showed it: two items of one tool have a count each. Version 1 could
    leave it out; there the tool's own id stands for the item.
    """

    VERSION: ClassVar[int] = 2

    tool_id: Id
    source: str
    metric: str
    value: Metric
    native_id: str


class PricingRecorded(Event, frozen=True, kw_only=True):
    """What a source says a tool costs. ``entry`` is the label only if the source states one."""

    tool_id: Id
    raw: str
    entry: str | None
    source_url: str | None
    checked_at: Moment | None
