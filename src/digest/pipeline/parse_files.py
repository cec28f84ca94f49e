"""What a kind of source reads in a file, for whoever writes a source or wonders about one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from digest.errors import DigestError, FeedRefused
from digest.intake.observations import Observation
from digest.log.codec import canonical_time
from digest.sources.deadline import parse_in_time
from digest.sources.registry import SOURCES
from digest.sources.source import Source

#: More than any body that is fetched.
MAX_BYTES = 10_000_000


def named_source(name: str, kind: str, url: str, **settings: Any) -> Source:
    """A source as somebody names it.

    Raises:
        DigestError: there is no such kind, or the name, the address or the expression is none.
    """
    if kind not in SOURCES:
        raise DigestError(f"{kind!r} is no kind of source; there are {', '.join(SOURCES)}")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise DigestError(f"{name!r} is no name of a source; use lower case, digits and hyphens")
    if url and not re.fullmatch(r"https?://\S+", url):
        raise DigestError(f"{url!r} is no address of the web; it begins with https:// or http://")
    try:
        return Source(name=name, kind=kind, url=url, **settings)
    except ValueError as error:
        raise DigestError(str(error)) from error


def parse_file(file: Path, source: Source) -> dict[str, Any]:
    """The file's observations and warnings, or why it was refused: a reason in one word, and details.

    ``no-file`` and ``too-large`` join the reasons of :mod:`digest.sources.feed`.
    """
    try:
        parsed = parse_in_time(_read(file, source), source)
    except FeedRefused as refusal:
        return {"file": str(file), "refused": {"reason": refusal.reason, "detail": refusal.detail}}
    return {
        "file": str(file),
        "observations": [observation_json(seen) for seen in parsed.observations],
        "warnings": list(parsed.warnings),
    }


def observation_json(seen: Observation) -> dict[str, Any]:
    """An observation in the words of JSON; times are canonical UTC text."""
    return {
        "native_id": seen.native_id,
        "url": seen.url,
        "title": seen.title,
        "published": None if seen.published_at is None else canonical_time(seen.published_at),
        "keys": list(seen.keys),
        "name": seen.name,
        "tagline": seen.tagline,
        "summary": seen.summary,
        "evidence": None if seen.evidence_at is None else canonical_time(seen.evidence_at),
        "launches": seen.launches,
        "category": seen.category,
        "job_tags": list(seen.job_tags),
        "metrics": seen.metrics,
    }


def _read(file: Path, source: Source) -> bytes:
    try:
        with file.open("rb") as opened:
            body = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise FeedRefused(source.name, "no-file", f"it cannot be read: {error.strerror}") from error
    if len(body) > MAX_BYTES:
        raise FeedRefused(source.name, "too-large", f"more than {MAX_BYTES} bytes")
    return body
