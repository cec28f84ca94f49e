"""The feed that a web page names as its own (https://www.rssboard.org/rss-autodiscovery)."""

from __future__ import annotations

import html
import re

from digest.sources.entry import web_url

#: A page names its feed in its head.
_HEAD_BYTES = 200_000
_LINK = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})


def feed_of_page(body: bytes, url: str) -> str | None:
    """Give the first feed that the page at ``url`` links to; null if it names none.

    >>> feed_of_page(b'<link rel="alternate" type="application/atom+xml" href="/a?b&amp;c">', "https://e.org/x")
    'https://e.org/a?b&c'
    """
    for link in _LINK.finditer(body[:_HEAD_BYTES].decode("utf-8", "replace")):
        found = {
            match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(link[1])
        }
        if "alternate" in found.get("rel", "").lower().split() and found.get("type", "").lower() in _TYPES:
            return web_url(html.unescape(found.get("href", "")), url)
    return None
