"""Product Hunt: Atom, one entry a launch; the first paragraph of its content is its tagline.

Where the product itself lives is hidden behind a redirect of theirs, which is not followed.
"""

from __future__ import annotations

import msgspec

from digest.intake.observations import ParsedFeed
from digest.sources import feed
from digest.sources.entry import Entry, observe
from digest.sources.plain import one_line
from digest.sources.source import Source


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the launches. Raises FeedRefused with a reason of :mod:`digest.sources.feed`."""
    found = feed.read(body, source)
    return observe([_launch(entry) for _, entry in found.entries], source, found.warnings, found.rhythm)


def _launch(entry: Entry) -> Entry:
    # A title is a name here, whatever stands in it.
    return msgspec.structs.replace(entry, name=one_line(entry.title) or None)
