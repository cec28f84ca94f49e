"""Content: what becomes of the texts that stand outside the log."""

from __future__ import annotations

from digest.events.base import ContentHash, Event


class ContentRedacted(Event, frozen=True, kw_only=True):
    """A text was deleted for good; its hash stays in the events that carry it.

    A text with this hash is never stored again. ``reason`` is printed and stays: it quotes nothing.
    """

    hash: ContentHash
    reason: str
