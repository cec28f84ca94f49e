"""JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/), which feedparser 6 does not read."""

from __future__ import annotations

import html

from digest.errors import FeedRefused
from digest.sources.entry import Entry, ReadFeed
from digest.sources.json_body import read_json, text_of
from digest.sources.source import Source
from digest.sources.xml_guard import MAX_ITEMS

VERSION_PREFIX = "https://jsonfeed.org/version/"


def read(body: bytes, source: Source) -> ReadFeed:
    """Read a JSON Feed. Raises FeedRefused with a reason of :mod:`digest.sources.feed`."""
    document = read_json(body, source)
    if not isinstance(document, dict) or not text_of(document, "version").startswith(VERSION_PREFIX):
        raise FeedRefused(source.name, "not-a-feed", "JSON, but no JSON Feed: its version is missing")
    items = document.get("items")
    if not isinstance(items, list):
        raise FeedRefused(source.name, "not-a-feed", "a JSON Feed without a list of items")
    if len(items) > MAX_ITEMS:
        raise FeedRefused(source.name, "too-many-items", f"{len(items)} items, at most {MAX_ITEMS} are read")
    records = [item for item in items if isinstance(item, dict)]
    odd = len(items) - len(records)
    return ReadFeed(
        entries=tuple((record, _entry(record)) for record in records),
        warnings=(f"{odd} of {len(items)} items left out: they are no objects",) if odd else (),
    )


def _entry(item: dict[str, object]) -> Entry:
    url = text_of(item, "url", "external_url")
    external = text_of(item, "external_url")
    plain = html.escape(text_of(item, "content_text"))
    return Entry(
        ids=tuple(filter(None, [text_of(item, "id")])),
        title=text_of(item, "title"),
        link=url or None,
        about=(external,) if external else (),
        markup=text_of(item, "content_html") or plain or html.escape(text_of(item, "summary")),
        dates=tuple(filter(None, [text_of(item, "date_published"), text_of(item, "date_modified")])),
    )
