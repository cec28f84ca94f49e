from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from digest.sources.source import Source


@pytest.fixture
def papers() -> Source:
    return Source(
        name="papers",
        kind="hf-daily-papers",
        url="https://huggingface.co/api/daily_papers?limit=100",
        category="Developer Tools",
    )


@pytest.fixture
def blog() -> Source:
    return Source(name="blog", kind="feed", url="https://blog.example.org/feed.xml")


@pytest.fixture
def rss() -> Callable[..., bytes]:
    """Write an RSS feed around some items."""

    def write(*items: str, encoding: str = "utf-8", declared: str | None = None) -> bytes:
        head = f'<?xml version="1.0" encoding="{declared or encoding}"?><rss version="2.0"><channel>'
        body = "".join(f"<item>{item}</item>" for item in items)
        return f"{head}<title>A blog</title>{body}</channel></rss>".encode(encoding)

    return write


@pytest.fixture
def paper() -> Callable[..., dict[str, Any]]:
    """Write one object of the daily papers' array; a field set to ``...`` is left out."""

    def write(**fields: Any) -> dict[str, Any]:
        inner = {
            "id": "2604.01234",
            "title": "QuillFish: Small Models That Take Notes",
            "summary": "We teach small models to take notes.\nThey remember more.",
            "publishedAt": "2026-04-07T17:00:00.000Z",
            "submittedOnDailyAt": "2026-04-09T03:15:12.777Z",
            "upvotes": 12,
            "ai_summary": "QuillFish teaches v2.0 models to take notes. It needs no GPU.",
            "authors": [{"name": "A. Writer", "hidden": False}],
        } | fields
        return {
            "paper": {name: value for name, value in inner.items() if value is not ...},
            "publishedAt": "2026-04-07T13:00:00.000Z",
            "title": inner["title"],
            "numComments": 1,
        }

    return write


@pytest.fixture
def body() -> Callable[..., bytes]:
    def write(*items: Any) -> bytes:
        return json.dumps(items).encode()

    return write
