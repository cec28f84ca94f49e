"""Every kind of source by its name in digest.toml. A new kind is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from digest.intake.observations import ParsedFeed
from digest.sources import (
    arxiv,
    feed,
    github_releases,
    hf_blog,
    hf_daily_papers,
    hf_paper,
    hn_algolia,
    hnrss,
    lobsters,
    product_hunt,
)
from digest.sources.source import Source


class SourceKind(NamedTuple):
    """What a kind of source can do.

    ``parse`` reads one body or raises FeedRefused. ``week_urls`` gives what to fetch for the seven
    days from a Monday; empty if the source only shows the present. ``gap_s`` is the rest between two requests
    that the site asks for.
    """

    parse: Callable[[bytes, Source], ParsedFeed]
    week_urls: Callable[[Source, date], tuple[str, ...]]
    gap_s: float = 0.0


def _cannot_look_back(_source: Source, _monday: date) -> tuple[str, ...]:
    return ()


SOURCES: dict[str, SourceKind] = {
    "hf-daily-papers": SourceKind(hf_daily_papers.parse, hf_daily_papers.week_urls),
    "hf-paper": SourceKind(hf_paper.parse, _cannot_look_back),
    "hf-blog": SourceKind(hf_blog.parse, _cannot_look_back),
    "hn-algolia": SourceKind(hn_algolia.parse, hn_algolia.week_urls),
    "hnrss": SourceKind(hnrss.parse, _cannot_look_back),
    "product-hunt": SourceKind(product_hunt.parse, _cannot_look_back),
    "github-releases": SourceKind(github_releases.parse, _cannot_look_back),
    "arxiv-api": SourceKind(arxiv.parse_api, arxiv.week_urls, gap_s=3.0),
    "arxiv-rss": SourceKind(arxiv.parse_rss, _cannot_look_back, gap_s=3.0),
    "lobsters": SourceKind(lobsters.parse, _cannot_look_back),
    "feed": SourceKind(feed.parse, _cannot_look_back),
}
