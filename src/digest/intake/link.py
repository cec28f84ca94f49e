"""A web link taken apart, and the key of the page it leads to."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import msgspec

from digest.intake.weak import SHARED_PATHS, TRACKING

_WWW = re.compile(r"www\d*\.")
_SLASHES = re.compile(r"/{2,}")
_SCHEMES = frozenset({"http", "https", "git", "ssh"})
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_STANDARD_PORTS = frozenset({None, 80, 443})


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Host in lower case without ``www``, the path's segments unquoted, the query in pairs."""

    host: str
    port: int | None
    path: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]


def read_link(url: str) -> Link | None:
    """Take a link apart; ``None`` if it is no web link or a git remote.

    >>> read_link("git@github.com:o/r.git").segments
    ('o', 'r.git')
    """
    text = url.strip().removeprefix("git+")
    if ":" not in text:
        return None
    if text.startswith("git@github.com:"):
        text = "https://github.com/" + text.removeprefix("git@github.com:")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES or not host:
        return None
    return Link(
        host=host[www.end() :] if (www := _WWW.match(host)) else host,
        port=None if port in _STANDARD_PORTS else port,
        path=_SLASHES.sub("/", parts.path),
        segments=tuple(segment for segment in unquote(parts.path).split("/") if segment),
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)) if parts.query else (),
    )


def page_key(link: Link) -> str | None:
    """Give the ``url:`` key of a page; ``None`` for a page that many things share.

    What servers ignore is folded: scheme, index pages, trailing slash, tracking, order of the query.
    """
    path = quote(unquote(link.path), safe="/~@!$'()*,;=:+&-._").rstrip("/")
    path = _INDEX_PAGE.sub("", path)
    kept = sorted(pair for pair in link.query if not TRACKING.match(pair[0]))
    if not kept and path.lower() in SHARED_PATHS:
        return None
    port = f":{link.port}" if link.port else ""
    query = "?" + urlencode(kept) if kept else ""
    return f"url:{link.host}{port}{path or '/'}{query}"
