"""Hacker News by hnrss.org: RSS whose guid is the discussion, whose link is what it is about."""

from __future__ import annotations

import re

import msgspec

from digest.intake.observations import ParsedFeed
from digest.sources import feed
from digest.sources.entry import Entry, observe
from digest.sources.plain import paragraphs
from digest.sources.source import Source
from digest.sources.titles import is_forum_launch

_COUNT = re.compile(r"(Points|# Comments): (\d{1,9})")
_METRICS = {"Points": "points", "# Comments": "comments"}


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the stories; only what is shown or launched there may start a tool.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`.
    """
    found = feed.read(body, source)
    return observe([_story(entry) for _, entry in found.entries], source, found.warnings, found.rhythm)


def _story(entry: Entry) -> Entry:
    lines = (_COUNT.fullmatch(line) for line in paragraphs(entry.markup))
    return msgspec.structs.replace(
        entry,
        launches=is_forum_launch(entry.title),
        metrics={_METRICS[match[1]]: int(match[2]) for match in lines if match},
    )
