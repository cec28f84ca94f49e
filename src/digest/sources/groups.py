"""Which requests count as one visitor's to one host: at most one of a group is on its way at a time."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from digest.sources.source import Source

_SUFFIXES = PublicSuffixList()


def group_of(source: Source, url: str) -> str:
    """Name the politeness group of a request: the source's own, else the domain that somebody registered.

    A host without such a domain is often many things, so there each source is a group.

    >>> blog = Source(name="a", kind="feed", url="https://feeds.blog.example.co.uk/rss")
    >>> group_of(blog, blog.url), group_of(blog, "http://127.0.0.1:8000/a")
    ('example.co.uk', 'a')
    """
    if source.group is not None:
        return source.group
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        ip_address(host)
    except ValueError:
        return _SUFFIXES.privatesuffix(host) or source.name
    return source.name
