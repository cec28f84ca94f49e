from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from digest.settings import load
from digest.sources.registry import SOURCES
from digest.sources.source import Source


def test_every_source_of_the_starter_has_its_own_name(tmp_path: Path) -> None:
    names = [source.name for source in load(tmp_path).source_list]
    assert len(set(names)) == len(names) == 3


def test_a_feed_cannot_be_asked_for_a_past_week() -> None:
    blog = Source(name="blog", kind="feed", url="https://example.org/feed")
    assert SOURCES["feed"].week_urls(blog, date(2026, 4, 6)) == ()


def test_a_launch_pattern_that_does_not_compile_is_refused_where_it_is_written() -> None:
    with pytest.raises(msgspec.ValidationError, match="launch_titles of b"):
        msgspec.convert({"name": "b", "kind": "feed", "url": "x", "launch_titles": "("}, Source)


def test_a_source_that_launches_nothing_launches_no_matching_title_either() -> None:
    source = Source(name="b", kind="feed", url="x", launches=False, launch_titles="introducing")
    assert not source.is_launch("Introducing X")
