"""RSS, Atom and RDF through feedparser, and JSON Feed.

Why a body is refused, in one word each, for every kind of source:

``empty``            nothing but white space
``html``             a web page, such as an error page or a login
``not-a-feed``       something else, such as a picture or other XML or JSON
``truncated``        its end is missing
``encoding``         its bytes are not in the encoding that it declares
``too-many-items``   more than 2,000
``hostile``          built to exhaust a parser: entities of entities, very deep nesting
``unreadable``       the parser gave up
``slow``             it took more than five seconds of CPU time

What is merely odd (not well-formed, dates that cannot be read) is read and said in a warning.
"""

from __future__ import annotations

import io
from datetime import timedelta

import feedparser

from digest.errors import FeedRefused
from digest.intake.observations import ParsedFeed
from digest.intake.rhythm import Rhythm
from digest.sources import json_feed, xml_guard
from digest.sources.entry import Entry, ReadFeed, observe
from digest.sources.json_body import text_of
from digest.sources.skips import skipped_days, skipped_hours
from digest.sources.source import Source

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read a feed of any of these formats. Raises FeedRefused, and nothing else whatever the bytes."""
    found = read(body, source)
    return observe([entry for _, entry in found.entries], source, found.warnings, found.rhythm)


def read(body: bytes, source: Source) -> ReadFeed:
    """The same before anything is made of the entries, for kinds of source that know more of theirs.

    Raises FeedRefused.
    """
    text = xml_guard.flat(body)
    if not text:
        raise FeedRefused(source.name, "empty", "the body is empty")
    if text.startswith((b"{", b"[")):
        return json_feed.read(body, source)
    root = xml_guard.root_name(text)
    _refuse_before_parsing(body, text, root, source)
    result = _feedparser(body, source)
    entries: list[dict[str, object]] = [dict(entry) for entry in result["entries"]]
    if not result.get("version") and not entries:
        raise FeedRefused(
            source.name,
            "not-a-feed",
            f"no feed in it; it starts with {text[:40].decode('ascii', 'replace')!r}",
        )
    if result["bozo"] and xml_guard.is_cut_off(text, root):
        raise FeedRefused(source.name, "truncated", f"the end tag </{root}> is missing")
    odd = f"not well-formed, read all the same: {result.get('bozo_exception')}"
    return ReadFeed(
        entries=tuple((entry, _entry(entry)) for entry in entries),
        head=dict(result["feed"]),
        rhythm=Rhythm(
            good_for=_good_for(result["feed"]),
            skip_hours=skipped_hours(text),
            skip_days=skipped_days(text),
        ),
        warnings=(odd,) if result["bozo"] else (),
    )


def _good_for(head: dict[str, object]) -> timedelta:
    """Read RSS's ``ttl``, in minutes, or the ``updatePeriod`` of RSS 1.0's module for syndication.

    >>> _good_for({"ttl": "90"}), _good_for({"sy_updateperiod": "daily", "sy_updatefrequency": "4"})
    (datetime.timedelta(seconds=5400), datetime.timedelta(seconds=21600))
    """
    minutes = _whole(text_of(head, "ttl"))
    if minutes:
        return timedelta(minutes=minutes)
    period = _PERIODS.get(text_of(head, "sy_updateperiod").strip().lower(), timedelta())
    return period / (_whole(text_of(head, "sy_updatefrequency")) or 1)


def _whole(text: str) -> int:
    said = text.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 6 else 0


def _refuse_before_parsing(body: bytes, text: bytes, root: str, source: Source) -> None:
    if root == "html":
        raise FeedRefused(source.name, "html", "a web page; give the URL of the feed it links to")
    if wrong := xml_guard.undecodable(body):
        raise FeedRefused(source.name, "encoding", wrong)
    if root not in xml_guard.FEED_ROOTS:
        start = text[:40].decode("ascii", "replace")
        raise FeedRefused(source.name, "not-a-feed", f"no feed in it; it starts with {start!r}")
    if why := xml_guard.hostility(text):
        raise FeedRefused(source.name, "hostile", why)
    count = xml_guard.count_items(text)
    if count > xml_guard.MAX_ITEMS:
        raise FeedRefused(
            source.name, "too-many-items", f"{count} items, at most {xml_guard.MAX_ITEMS} are read"
        )


def _feedparser(body: bytes, source: Source) -> feedparser.FeedParserDict:
    try:
        # A stream, since feedparser takes bytes for the name of a file first.
        return feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # feedparser lets errors of any class escape
        raise FeedRefused(source.name, "unreadable", f"{type(error).__name__}: {error}") from error


def _entry(entry: dict[str, object]) -> Entry:
    contents = entry.get("content")
    texts = [part.get("value") for part in contents] if isinstance(contents, list) else []
    markup = next((text for text in (*texts, entry.get("summary")) if isinstance(text, str) and text), "")
    ids, link = _texts(entry, "id"), next(iter(_texts(entry, "link")), "")
    if link in ids and "://" not in link:
        link = ""  # feedparser takes a guid such as "1" for a permalink, as RSS has it by default
    return Entry(
        ids=ids,
        title=next(iter(_texts(entry, "title")), ""),
        link=link or None,
        about=_texts(entry, "comments"),
        markup=markup,
        dates=_texts(entry, "published", "created", "updated"),
    )


def _texts(entry: dict[str, object], *names: str) -> tuple[str, ...]:
    values = (entry.get(name) for name in names)
    return tuple(value for value in values if isinstance(value, str) and value)
