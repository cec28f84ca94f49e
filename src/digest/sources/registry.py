"""Every kind of source by its name in digest.toml. A new kind is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from digest.intake.observations import ParsedFeed
from digest.sources import feed, hf_daily_papers
from digest.sources.source import Source


class SourceKind(NamedTuple):
    """What a kind of source can do.

    ``parse`` reads one body or raises FeedRefused. ``week_urls`` gives what to fetch for the seven
    days from a Monday; empty if the source only shows the present.
    """

    parse: Callable[[bytes, Source], ParsedFeed]
    week_urls: Callable[[Source, date], tuple[str, ...]]


def _cannot_look_back(_source: Source, _monday: date) -> tuple[str, ...]:
    return ()


SOURCES: dict[str, SourceKind] = {
    "hf-daily-papers": SourceKind(hf_daily_papers.parse, hf_daily_papers.week_urls),
    "feed": SourceKind(feed.parse, _cannot_look_back),
}
