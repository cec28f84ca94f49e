"""Hugging Face's blog: RSS of title, link and date alone, the whole archive in one file."""

from __future__ import annotations

import re

import msgspec

from digest.intake.observations import ParsedFeed
from digest.sources import feed
from digest.sources.entry import Entry, observe
from digest.sources.source import Source

#: Announcements, and titles with a name of at most three words before a colon.
_ANNOUNCES = re.compile(
    r"\b(?:introduc|announc|launch|releas|open-?sourc)|^(?:meet|welcome)\b|^[^\s:]+(?: [^\s:]+){0,2}: ",
    re.IGNORECASE,
)


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the posts; what announces something may start a tool, unless the source says by itself what may.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`.
    """
    found = feed.read(body, source)
    return observe([_post(entry, source) for _, entry in found.entries], source, found.warnings, found.rhythm)


def _post(entry: Entry, source: Source) -> Entry:
    says_so = source.launch_titles is not None or _ANNOUNCES.search(entry.title) is not None
    return msgspec.structs.replace(entry, launches=says_so)
