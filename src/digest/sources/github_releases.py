"""The releases of a repository on GitHub: Atom, whose entries are named by repository number and tag."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import msgspec

from digest.intake.observations import ParsedFeed
from digest.sources import feed
from digest.sources.entry import Entry, observe, web_url
from digest.sources.source import Source

#: A version as its tag writes it: two or three numbers, and what follows them.
_VERSION = re.compile(r"(?:\D*[-_/@]|\D{0,20})?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(.*)", re.DOTALL)


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the releases; a patch, a pre-release or a tag without a version starts no tool.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`.
    """
    found = feed.read(body, source)
    return observe(
        [_release(entry, source) for _, entry in found.entries], source, found.warnings, found.rhythm
    )


def is_news(tag: str) -> bool:
    """Say whether a tag is that of a release to speak of (https://semver.org, 2.0.0, items 8 to 10).

    >>> [is_news(tag) for tag in ("v2.0.0", "v1.4", "v1.4.1", "v2.0.0-rc1", "nightly", "pkg@3.0.0+build5")]
    [True, True, False, False, False, True]
    """
    match = _VERSION.fullmatch(tag)
    return match is not None and int(match[3] or 0) == 0 and (match[4] == "" or match[4].startswith("+"))


def _release(entry: Entry, source: Source) -> Entry:
    path = urlsplit(web_url(entry.link, source.url) or "").path.split("/")
    tag = unquote("/".join(path[5:])) or next(iter(entry.ids), "").rpartition("/")[2]
    return msgspec.structs.replace(
        entry,
        name=path[2] if len(path) > 2 and path[2] else None,
        launches=is_news(tag),
    )
