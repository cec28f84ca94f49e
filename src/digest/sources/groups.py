"""Which requests count as one visitor's to one host: at most one of a group is on its way at a time."""

from __future__ import annotations

import threading
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


class Rests:
    """When each group's last request ended, for as long as anybody has to know; from any thread.

    ``longest_s`` is the longest rest that is asked for. Moments are seconds of one monotonic clock.
    """

    def __init__(self, longest_s: float) -> None:
        self._longest_s = longest_s
        self._ended_s: dict[str, float] = {}
        self._lock = threading.Lock()

    def left_s(self, group: str, gap_s: float, now_s: float) -> float:
        """How long the group is to be left alone yet: 0 if it has had its rest.

        >>> rests = Rests(3.0)
        >>> rests.end("arxiv.org", 10.0)
        >>> rests.left_s("arxiv.org", 3.0, 11.0), rests.left_s("arxiv.org", 3.0, 14.0)
        (2.0, 0.0)
        """
        with self._lock:
            return max(0.0, self._ended_s.get(group, -gap_s) + gap_s - now_s)

    def end(self, group: str, now_s: float) -> None:
        """Note that a request of the group has ended, and forget those that have had their rest."""
        with self._lock:
            self._ended_s.pop(group, None)
            self._ended_s[group] = now_s
            while now_s - self._ended_s[oldest := next(iter(self._ended_s))] > self._longest_s:
                del self._ended_s[oldest]
