"""One paper on Hugging Face: ``GET /api/papers/ID``, the object of the daily list with what links to it."""

from __future__ import annotations

from digest.errors import FeedRefused
from digest.intake.observations import ParsedFeed
from digest.sources.hf_daily_papers import read_papers
from digest.sources.json_body import read_json, text_of
from digest.sources.plain import clip
from digest.sources.source import Source


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the paper. Raises FeedRefused with a reason of :mod:`digest.sources.feed`."""
    document = read_json(body, source)
    if not isinstance(document, dict) or not text_of(document, "id"):
        said = text_of(document, "error", "message") if isinstance(document, dict) else ""
        raise FeedRefused(source.name, "not-a-feed", clip(said, 200) or "JSON, but no paper with an id")
    return read_papers([{"paper": document}], source)
