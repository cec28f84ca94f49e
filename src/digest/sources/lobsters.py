"""Lobsters: RSS whose guid is the short address of a story, whose link is what it is about."""

from __future__ import annotations

import msgspec

from digest.intake.identity import key_type, strong_keys
from digest.intake.observations import ParsedFeed
from digest.sources import feed
from digest.sources.entry import Entry, observe, web_url
from digest.sources.source import Source

#: A story is about a thing, and not about what somebody thinks, if it links to one of these.
_THINGS = frozenset({"arxiv", "gh", "hf", "pypi", "npm"})


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the stories; one that links to a repository, a package, a model or a paper may start a tool.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`.
    """
    found = feed.read(body, source)
    return observe(
        [_story(entry, source) for _, entry in found.entries], source, found.warnings, found.rhythm
    )


def _story(entry: Entry, source: Source) -> Entry:
    keys = strong_keys([web_url(entry.link, source.url) or ""])
    return msgspec.structs.replace(entry, launches=any(key_type(key) in _THINGS for key in keys))
