"""arXiv: the Atom of its API, and its daily RSS. A paper is one item, whatever its revision.

Most papers are no tools: they are kept, so that a tool known by its paper is linked, and start one only
where the source's ``launch_titles`` says so.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from digest.errors import FeedRefused
from digest.intake.observations import ParsedFeed
from digest.sources import feed
from digest.sources.entry import Entry, observe
from digest.sources.json_body import text_of
from digest.sources.source import Source

_VERSIONED = re.compile(r"(?:oai:arxiv\.org:|https?://arxiv\.org/abs/)(.+?)(?:v\d+)?", re.IGNORECASE)
_ERROR = re.compile(r"https?://arxiv\.org/api/errors")
_MOST = "2000"


def parse_api(body: bytes, source: Source) -> ParsedFeed:
    """Read a page of the API.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`, or ``empty-page`` where the page holds
    nothing though there is more, as happens; then it must be asked for again. ``error`` has its words.
    """
    found = feed.read(body, source)
    if not found.entries:
        total, start = (_number(found.head, f"opensearch_{name}") for name in ("totalresults", "startindex"))
        if total > start:
            raise FeedRefused(source.name, "empty-page", f"no entry, though {total} match; ask again")
    for raw, entry in found.entries:
        if any(_ERROR.match(name) for name in entry.ids):
            raise FeedRefused(source.name, "error", text_of(raw, "summary", "title")[:200])
    return observe(
        [_paper(entry, source) for _, entry in found.entries], source, found.warnings, found.rhythm
    )


def parse_rss(body: bytes, source: Source) -> ParsedFeed:
    """Read the announcements of a day; there are none at weekends. A replacement starts no tool.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`.
    """
    found = feed.read(body, source)
    papers = [
        _paper(entry, source, again=text_of(raw, "arxiv_announce_type").startswith("replace"))
        for raw, entry in found.entries
    ]
    return observe(papers, source, found.warnings, found.rhythm)


def week_urls(source: Source, monday: date) -> tuple[str, ...]:
    """Give the API's URL of what was submitted from ``monday`` to the Sunday after it, by UTC."""
    parts = urlsplit(source.url)
    asked = dict(parse_qsl(parts.query))
    wanted = re.sub(r"(?: AND )?submittedDate:\[[^]]*\]", "", asked.get("search_query", ""))
    span = f"submittedDate:[{monday:%Y%m%d}0000 TO {monday + timedelta(days=6):%Y%m%d}2359]"
    asked |= {
        "search_query": f"{wanted} AND {span}" if wanted else span,
        "start": "0",
        "max_results": _MOST,
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
    }
    return (urlunsplit(parts._replace(query=urlencode(asked))),)


def _paper(entry: Entry, source: Source, *, again: bool = False) -> Entry:
    found = [match[1] for match in map(_VERSIONED.fullmatch, entry.ids) if match]
    return msgspec.structs.replace(
        entry,
        ids=(*found[:1], *entry.ids),
        about=(*entry.about, *(f"https://arxiv.org/abs/{name}" for name in found[:1])),
        evidence=next(iter(entry.dates), None),
        launches=source.launch_titles is not None and not again,
    )


def _number(head: dict[str, object], name: str) -> int:
    text = text_of(head, name).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
