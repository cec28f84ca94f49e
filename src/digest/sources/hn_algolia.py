"""Hacker News by the search of Algolia: ``GET /api/v1/search_by_date``, an object with ``hits``.

A query gives at most 1,000 hits, so the past is asked for day by day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from digest.errors import FeedRefused
from digest.intake.observations import ParsedFeed
from digest.sources.entry import Entry, observe
from digest.sources.json_body import count_of, read_json, text_of
from digest.sources.source import Source
from digest.sources.titles import is_forum_launch
from digest.sources.xml_guard import MAX_ITEMS

DISCUSSION = "https://news.ycombinator.com/item?id="
_MOST = "1000"


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the stories of one answer; the others are counted in a warning when there are more than it holds.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`.
    """
    document = read_json(body, source)
    hits = document.get("hits") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(hits, list):
        raise FeedRefused(source.name, "not-a-feed", "JSON, but no object with hits")
    if len(hits) > MAX_ITEMS:
        raise FeedRefused(source.name, "too-many-items", f"{len(hits)} hits, at most {MAX_ITEMS} are read")
    missing = (count_of(document, "nbHits") or 0) - len(hits)
    said = [f"{missing} stories more than one answer holds; ask for a shorter time"] if missing > 0 else []
    return observe([_entry(hit if isinstance(hit, dict) else {}) for hit in hits], source, said)


def week_urls(source: Source, monday: date) -> tuple[str, ...]:
    """Give the URLs of the stories of the seven days from ``monday``, each from midnight to midnight UTC."""
    parts = urlsplit(source.url)
    asked = dict(parse_qsl(parts.query)) | {"hitsPerPage": _MOST}
    asked.pop("page", None)
    kept = [
        bound for bound in asked.pop("numericFilters", "").split(",") if not bound.startswith("created_at_i")
    ]
    urls = []
    for day in (monday + timedelta(days=count) for count in range(7)):
        begins = round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        bounds = [*filter(None, kept), f"created_at_i>={begins}", f"created_at_i<{begins + 86_400}"]
        query = urlencode({**asked, "numericFilters": ",".join(bounds)})
        urls.append(urlunsplit(parts._replace(query=query)))
    return tuple(urls)


def _entry(hit: dict[str, object]) -> Entry:
    number = text_of(hit, "objectID").strip()
    discussion = f"{DISCUSSION}{number}" if number.isascii() and number.isdigit() else None
    title = text_of(hit, "title")
    counts = {"points": count_of(hit, "points"), "comments": count_of(hit, "num_comments")}
    return Entry(
        ids=(number,) if number else (),
        title=title,
        link=text_of(hit, "url") or discussion,
        about=(discussion,) if discussion else (),
        markup=text_of(hit, "story_text"),
        dates=tuple(filter(None, [text_of(hit, "created_at"), _by_seconds(count_of(hit, "created_at_i"))])),
        launches=is_forum_launch(title),
        metrics={name: count for name, count in counts.items() if count is not None},
    )


def _by_seconds(seconds: int | None) -> str:
    """Write a number of seconds since 1970 as a date; none if it is beyond the years of a calendar."""
    if seconds is None or seconds > 4_000_000_000:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
