"""What a server sees of us, by its own record of who asked for what and when."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.event import listen

from digest.errors import FetchFailed
from digest.pipeline.gather import AHEAD, LOOK_UP, Poll, gather
from digest.pipeline.ingest import Outcome, current_polls, ingest
from digest.sources.answer import Answer
from digest.sources.http import Fetched, Validators
from digest.sources.source import Source

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Web, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>
<item><title>Kestrel</title><link>https://tools.example/kestrel</link>
<pubDate>Mon, 20 Apr 2026 09:00:00 GMT</pubDate></item></channel></rss>"""


def run(newsletter: Newsletter, *, asked: bool = False) -> list[Outcome]:
    """What a run does, in a process of its own as far as anybody can tell."""
    polls = current_polls(newsletter.sources, asked=asked)
    return list(ingest(newsletter, polls, on_outcome=lambda _: None))


def statuses(newsletter: Newsletter, *, asked: bool = False) -> list[str]:
    return [outcome.status for outcome in run(newsletter, asked=asked)]


def test_a_restart_asks_nobody_twice(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", FEED, etag='"a"')))
    assert [statuses(world.open()) for _ in range(4)] == [["read"], ["waits"], ["waits"], ["waits"]]
    assert len(web.asked) == 1
    world.clock.now += 61 * MINUTE
    assert statuses(world.open()) == ["unchanged"]
    assert web.asked[1][1]["If-None-Match"] == '"a"'


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "7200"}, 2 * HOUR),
        (503, {"Retry-After": "in two hours"}, 2 * HOUR),
        (200, {"RateLimit": '"pages";r=0;t=7200'}, 2 * HOUR),
        (200, {"Cache-Control": "max-age=7200"}, 2 * HOUR),
    ],
)
def test_nobody_comes_before_a_server_allows_it_not_even_by_hand(
    world: World, web: Web, status: int, headers: dict[str, str], wait: timedelta
) -> None:
    # The server's own clock tells what a date of its means.
    later = formatdate(time.time() + 7200, usegmt=True)
    told = {name: value.replace("in two hours", later) for name, value in headers.items()}
    world.settings(("news", "feed", web.says("/feed", FEED, status=status, headers=told)))
    newsletter = world.open()
    run(newsletter)
    world.clock.now += wait - MINUTE
    assert statuses(newsletter, asked=True) == ["waits"]
    assert len(web.asked) == 1
    world.clock.now += 2 * MINUTE
    run(newsletter, asked=True)
    assert len(web.asked) == 2


def test_a_feed_that_says_how_long_it_is_good_is_not_due_before(world: World, web: Web) -> None:
    body = FEED.replace("<title>T</title>", "<title>T</title><ttl>300</ttl>")
    world.settings(("news", "feed", web.says("/feed", body)))
    newsletter = world.open()
    run(newsletter)
    world.clock.now += 4 * HOUR
    assert statuses(newsletter) == ["waits"]
    world.clock.now += HOUR + MINUTE
    assert statuses(newsletter) == ["unchanged"]


def test_a_limit_of_one_source_holds_for_its_whole_group(world: World, web: Web) -> None:
    limited = web.says("/limited", "", status=429, headers={"Retry-After": "7200"})
    sources = [
        Source(name="limited", kind="feed", url=limited, group="site"),
        Source(name="sibling", kind="feed", url=web.says("/sibling", FEED), group="site"),
        Source(name="other", kind="feed", url=web.says("/other", FEED)),
    ]
    newsletter = world.open()
    done = ingest(newsletter, current_polls(sources), on_outcome=lambda _: None)
    assert [outcome.status for outcome in done] == ["failed", "waits", "read"]
    assert sorted(path for path, _ in web.asked) == ["/limited", "/other"]
    assert "site asked to be left alone until" in done[1].detail


def test_what_is_gone_is_asked_for_by_hand_alone(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", "", status=410)))
    newsletter = world.open()
    assert statuses(newsletter) == ["failed"]
    world.clock.now += 400 * DAY
    assert statuses(newsletter) == ["waits"]
    web.says("/feed", FEED)
    assert statuses(newsletter, asked=True) == ["read"]
    world.clock.now += DAY
    assert statuses(newsletter) == ["unchanged"]


def test_a_body_that_comes_again_is_not_read_again_though_its_validator_is_new(
    world: World, web: Web
) -> None:
    world.settings(("news", "feed", web.says("/feed", FEED, etag='"a"')))
    newsletter = world.open()
    assert statuses(newsletter) == ["read"]
    web.says("/feed", FEED, etag='"b"')
    world.clock.now += 2 * HOUR
    assert statuses(newsletter) == ["unchanged"]
    world.clock.now += 2 * HOUR
    run(newsletter)
    assert web.asked[2][1]["If-None-Match"] == '"b"'


def test_a_feed_that_moved_for_good_is_asked_for_at_its_new_place(world: World, web: Web) -> None:
    new = web.says("/new", FEED)
    world.settings(("news", "feed", web.says("/old", "", status=301, headers={"Location": new})))
    newsletter = world.open()
    for _ in range(5):
        run(newsletter)
        world.clock.now += 4 * DAY
    assert [path for path, _ in web.asked] == ["/old", "/new"] * 3 + ["/new"] * 2


def test_one_request_at_a_time_is_made_in_a_group_and_groups_go_side_by_side(world: World) -> None:
    """Whoever is asked waits until as many are there as may be; more than one of a group would be seen."""
    gate, lock = threading.Barrier(8), threading.Lock()
    there: list[str] = []
    together: list[int] = []

    def fetch(source: Source, url: str, _held: Validators | None) -> Fetched:
        with lock:
            there.append(source.group or "")
            assert len(there) == len(set(there)), "two of one group at once"
            together.append(len(there))
        gate.wait(20)
        with lock:
            there.remove(source.group or "")
        raise FetchFailed(source.name, url, "404", "nothing here", Answer(status=404))

    polls = [
        Poll(
            source=Source(name=f"s{n}", kind="feed", url=f"https://e.example/{n}", group=f"g{n % 8}"),
            url=f"u{n}",
        )
        for n in range(AHEAD + 16)
    ]
    newsletter = world.open(fetch_with=fetch)
    came = [one for batch in gather(newsletter, polls) for one in batch]
    assert [one.poll.url for one in came] == [poll.url for poll in polls]
    assert max(together) == 8


def test_what_is_held_of_many_polls_is_read_in_pages(world: World) -> None:
    def fetch(source: Source, url: str, _held: Validators | None) -> Fetched:
        raise FetchFailed(source.name, url, "404", "nothing here", Answer(status=404))

    newsletter = world.open(fetch_with=fetch)
    source = Source(name="news", kind="feed", url="https://e.example/")
    polls = [Poll(source=source, url=f"https://e{number}.example/") for number in range(3 * LOOK_UP)]
    said: list[str] = []
    listen(newsletter.engine, "before_cursor_execute", lambda _c, _cursor, now, *_: said.append(now))
    assert sum(len(batch) for batch in gather(newsletter, polls)) == len(polls)
    assert len(said) <= 12, "closed groups once, and two statements for each page"
