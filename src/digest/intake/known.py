"""What the log already holds that decides about a new item; the caller loads it."""

from __future__ import annotations

import msgspec


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """The last count of one metric of one item, and the id of the event that holds it."""

    event_id: str
    value: int


class KnownItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item seen before.

    ``event_id`` is the id of its last LaunchObserved and ``facts`` that event's
    :func:`digest.intake.items.facts_digest`. ``version`` is the version of its stream;
    ``tool_id`` the tool it launched or was linked to, ``rejected`` are tools that it is not about.
    """

    event_id: str
    facts: str
    version: int
    tool_id: str | None = None
    rejected: frozenset[str] = frozenset()
    metrics: dict[str, Measurement] = {}


class KnownTool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool with all its keys; ``version`` is the version of its stream, 0 before its launch."""

    tool_id: str
    slug: str
    keys: tuple[str, ...]
    version: int = 0


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a batch of items touches.

    ``items`` goes by (source, native id). ``tools`` holds every tool that owns a key of the batch
    or is named by one of ``items``. ``slugs`` are those taken of the slugs that the batch may want.
    """

    items: dict[tuple[str, str], KnownItem] = {}
    tools: tuple[KnownTool, ...] = ()
    slugs: frozenset[str] = frozenset()
