"""Bodies parsed in other processes, within their time."""

from __future__ import annotations

import pytest

from digest.errors import FeedRefused
from digest.sources.source import Source
from digest.sources.workers import MANY, in_place, parsing
from tests.sources.bodies import rss

BLOG = Source(name="blog", kind="feed", url="https://blog.example.org/feed.xml")
LONG = rss(*(f"<title>{number}</title><description>{'word ' * 50}</description>" for number in range(1_500)))


def test_a_body_that_takes_longer_than_it_may_is_refused_and_the_next_one_is_read():
    with parsing(MANY, cpu_s=0.1) as parse:
        with pytest.raises(FeedRefused) as slow:
            parse(LONG, BLOG)
        with pytest.raises(FeedRefused) as empty:
            parse(b"", BLOG)
        assert len(parse(rss("<title>A</title>"), BLOG).observations) == 1
    assert (slow.value.reason, empty.value.reason) == ("slow", "empty")


def test_few_bodies_are_parsed_where_they_are():
    with parsing(3) as parse:
        assert in_place(parse)
