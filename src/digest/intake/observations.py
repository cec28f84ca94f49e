"""What a source showed: one item of a feed, read from bytes, before anything is decided."""

from __future__ import annotations

from datetime import datetime

import msgspec

from digest.intake.rhythm import Rhythm


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a source. Texts are plain text: markup removed, whitespace folded.

    ``native_id`` is the source's own name of the item. ``published_at`` is the date the source
    gives the item (UTC); ``evidence_at`` the oldest date known of the thing itself, such as a
    paper's first version. ``keys`` are strong typed keys (see :mod:`digest.intake.identity`),
    the most telling first. ``launches`` says whether the source counts this item as a launch.
    ``metrics`` are volatile counts (``upvotes``); a change of them is no revision.
    """

    source: str
    native_id: str
    title: str
    name: str
    tagline: str | None
    summary: str | None
    url: str | None
    keys: tuple[str, ...]
    published_at: datetime | None
    evidence_at: datetime | None
    launches: bool
    category: str | None = None
    job_tags: tuple[str, ...] = ()
    metrics: dict[str, int] = {}


class ParsedFeed(msgspec.Struct, frozen=True, kw_only=True):
    """The items of one body, what was odd about it, in words for the operator, and when to come again."""

    observations: tuple[Observation, ...]
    warnings: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm()
