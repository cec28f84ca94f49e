"""An item of a source: its stream, its text, and when two of its revisions say the same."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import msgspec

from digest.events import Content, LaunchObserved, fact_id, seal
from digest.intake.observations import Observation


# Asked several times for each item of a batch, which has some hundred.
@lru_cache(maxsize=1_024)
def item_stream(source: str, native_id: str) -> str:
    """Name the stream of one item's revisions."""
    return f"item/{fact_id(source, native_id)}"


def sealed_summary(content_key: bytes, seen: Observation) -> Content | None:
    """What an item says of itself, as its events commit to it; None if it says nothing."""
    if not seen.summary:
        return None
    return seal(content_key, item_stream(seen.source, seen.native_id), seen.summary)


def facts_digest(event: LaunchObserved) -> str:
    """Digest what an item says (hex SHA-256): two revisions with one digest say the same.

    The raw body and the revision before are left out; they say where it was read, not what.
    """
    facts = [
        event.title,
        event.url,
        event.keys,
        event.published_at,
        event.evidence_at,
        event.summary,
    ]
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()
