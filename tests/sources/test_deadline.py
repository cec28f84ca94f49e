"""A body that takes too long is refused, by the time its parsing has used."""

from __future__ import annotations

import signal

import pytest

from digest.errors import FeedRefused
from digest.sources.deadline import parse_in_time
from digest.sources.source import Source
from tests.sources.bodies import rss

BLOG = Source(name="blog", kind="feed", url="https://blog.example.org/feed.xml")
LONG = rss(*(f"<title>{number}</title><description>{'word ' * 50}</description>" for number in range(1_500)))


def test_a_body_that_takes_longer_than_it_may_is_refused_and_the_next_one_is_read():
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(FeedRefused) as refused:
        parse_in_time(LONG, BLOG, cpu_s=0.05)
    assert refused.value.reason == "slow"

    assert len(parse_in_time(rss("<title>A</title>"), BLOG).observations) == 1
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
