"""What the log already holds that decides about a new item; the caller loads it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """The last count of one metric of one item, and the id of the event that holds it."""

    event_id: str
    value: int


class KnownItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item seen before.

    ``event_id`` is the id of its last LaunchObserved, ``keys`` are that event's and ``facts`` is its
    :func:`digest.intake.items.facts_digest`. ``version`` is the version of its stream;
    ``tool_id`` the tool it launched or was linked to, ``rejected`` are tools that it is not about.
    """

    event_id: str
    facts: str
    version: int
    keys: tuple[str, ...] = ()
    tool_id: str | None = None
    rejected: frozenset[str] = frozenset()
    metrics: dict[str, Measurement] = {}


class KnownTool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool with all its keys; ``version`` is the version of its stream, 0 before its launch.

    A tool is ``spoken_for`` once somebody reviewed it, voted on it, pinned it or wrote an issue of it:
    what is shown and counted as this tool is an editor's to decide from then on.
    """

    tool_id: str
    slug: str
    keys: tuple[str, ...]
    name: str
    tagline: str | None
    source: str
    launched_at: datetime
    version: int = 0
    merged_into: str | None = None
    spoken_for: bool = False


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a batch of items touches.

    ``items`` goes by (source, native id); besides those of the batch it holds every item without a tool
    that shares a key with the batch, directly or by way of other such items. ``tools`` holds every tool
    that owns a key of one of these, is named by one, has the name of one, or is in a group with such a
    tool. ``slugs`` are those taken of the slugs that the batch may want. ``apart`` are pairs of tools, the
    smaller id first, that no rule may merge.
    """

    items: dict[tuple[str, str], KnownItem] = {}
    tools: tuple[KnownTool, ...] = ()
    slugs: frozenset[str] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
