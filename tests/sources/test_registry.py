from __future__ import annotations

from datetime import date

import msgspec
import pytest

from digest.sources.registry import SOURCES
from digest.sources.source import DEFAULT_SOURCES, Source


def test_every_default_source_is_of_a_known_kind_and_has_its_own_name() -> None:
    assert {source.kind for source in DEFAULT_SOURCES} <= set(SOURCES)
    assert len({source.name for source in DEFAULT_SOURCES}) == len(DEFAULT_SOURCES)


def test_a_feed_cannot_be_asked_for_a_past_week() -> None:
    blog = next(source for source in DEFAULT_SOURCES if source.kind == "feed")
    assert SOURCES["feed"].week_urls(blog, date(2026, 4, 6)) == ()


def test_a_launch_pattern_that_does_not_compile_is_refused_where_it_is_written() -> None:
    with pytest.raises(msgspec.ValidationError, match="launch_titles of b"):
        msgspec.convert({"name": "b", "kind": "feed", "url": "x", "launch_titles": "("}, Source)


def test_a_source_that_launches_nothing_launches_no_matching_title_either() -> None:
    source = Source(name="b", kind="feed", url="x", launches=False, launch_titles="introducing")
    assert not source.is_launch("Introducing X")
