"""Hugging Face's daily papers: ``GET /api/daily_papers``, a JSON array, one object a paper.

The object's own ``publishedAt`` is not read: it is the paper's date shifted by some hours. The day a
paper was submitted to the list is ``paper.submittedOnDailyAt``; ``paper.publishedAt`` is arXiv's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from digest.errors import FeedRefused
from digest.intake.identity import arxiv_key, in_order, item_key, repository_key, strong_keys
from digest.intake.observations import Observation, ParsedFeed
from digest.sources.dates import read_date
from digest.sources.entry import (
    MAX_NAME,
    MAX_SUMMARY,
    MAX_TAGLINE,
    MAX_TITLE,
    strong_native_id,
    web_url,
)
from digest.sources.json_body import count_of, read_json, record_of, text_of
from digest.sources.plain import clip, first_sentence, one_line
from digest.sources.source import Source
from digest.sources.titles import split_title
from digest.sources.xml_guard import MAX_ITEMS

#: The pages that readers see, whatever mirror the list came from.
PAPERS = "https://huggingface.co/papers/"

_METRICS = {"upvotes": "upvotes", "githubStars": "github_stars"}


def parse(body: bytes, source: Source) -> ParsedFeed:
    """Read the papers of one response; one that lacks its id or title is left out with a warning.

    Raises FeedRefused with a reason of :mod:`digest.sources.feed`.
    """
    document = read_json(body, source)
    if not isinstance(document, list):
        said = text_of(document, "error", "message") if isinstance(document, dict) else ""
        raise FeedRefused(source.name, "not-a-feed", clip(said, 200) or "JSON, but no array of papers")
    if len(document) > MAX_ITEMS:
        raise FeedRefused(
            source.name, "too-many-items", f"{len(document)} papers, at most {MAX_ITEMS} are read"
        )
    return read_papers([item if isinstance(item, dict) else {} for item in document], source)


def read_papers(items: Sequence[dict[str, object]], source: Source) -> ParsedFeed:
    """Read papers, each an object with the field ``paper``."""
    observations: dict[str, Observation] = {}
    warnings = []
    for place, item in enumerate(items, start=1):
        paper = record_of(item, "paper")
        native_id = strong_native_id(text_of(paper, "id").strip())
        title = clip(one_line(text_of(paper, "title") or text_of(item, "title")), MAX_TITLE)
        if not native_id or not title:
            warnings.append(f"paper {place} left out: it has no {'title' if native_id else 'id'}")
            continue
        seen = _observation(paper, native_id, title, source)
        if seen.published_at is None:
            warnings.append(f"paper {native_id} has no readable date")
        observations.setdefault(native_id, seen)
    return ParsedFeed(observations=tuple(observations.values()), warnings=tuple(warnings))


def week_urls(source: Source, monday: date) -> tuple[str, ...]:
    """Give the URLs of the lists of the seven days from ``monday``, whatever day it is today."""
    parts = urlsplit(source.url)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in {"date", "week", "month"}]
    days = (monday + timedelta(days=count) for count in range(7))
    return tuple(
        urlunsplit(parts._replace(query=urlencode([*kept, ("date", day.isoformat())]))) for day in days
    )


def _observation(paper: dict[str, object], native_id: str, title: str, source: Source) -> Observation:
    name, tail = split_title(title)
    said = one_line(text_of(paper, "ai_summary"))
    tagline = first_sentence(said) if said else tail
    abstract = one_line(text_of(paper, "summary")) or said
    metrics = {ours: count_of(paper, theirs) for theirs, ours in _METRICS.items()}
    return Observation(
        source=source.name,
        native_id=native_id,
        title=title,
        name=clip(name, MAX_NAME),
        tagline=clip(tagline, MAX_TAGLINE) if tagline else None,
        summary=clip(abstract, MAX_SUMMARY) or None,
        url=web_url(native_id, PAPERS),
        keys=_keys(paper, native_id, source),
        published_at=read_date(text_of(paper, "submittedOnDailyAt")),
        evidence_at=read_date(text_of(paper, "publishedAt")),
        launches=source.is_launch(title),
        category=source.category,
        job_tags=source.job_tags,
        metrics={metric: value for metric, value in metrics.items() if value is not None},
    )


def _keys(paper: dict[str, object], native_id: str, source: Source) -> tuple[str, ...]:
    page = web_url(text_of(paper, "projectPage"), source.url)
    models = paper.get("linkedModels")
    # Of several models that cite a paper, most are somebody else's.
    only = (
        text_of(record_of({"model": models[0]}, "model"), "id")
        if isinstance(models, list) and len(models) == 1
        else ""
    )
    found = (
        arxiv_key(native_id),
        repository_key(text_of(paper, "githubRepo")),
        *strong_keys([page] if page else []),
        *(strong_keys([f"https://huggingface.co/{only}"]) if only else ()),
    )
    return in_order(filter(None, found)) or (item_key(source.name, native_id),)
