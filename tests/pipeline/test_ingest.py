"""Polls of real servers on loopback: what is news, what is not, and a bad source among good ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.event import listen

from digest import db
from digest.log import store
from digest.pipeline.facts import load_tools
from digest.pipeline.ingest import Outcome, current_polls, ingest
from digest.pipeline.project import project
from digest.sources.ledger import last_polls

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Web, World


def item(title: str = "Kestrel", summary: str = "A search tool", number: int = 1) -> str:
    link = f"https://tools.example/item-{number}"
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<description>{summary}</description><pubDate>Mon, 20 Apr 2026 09:00:00 GMT</pubDate></item>"
    )


def rss(*items: str) -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'
    )


def paper(upvotes: int, title: str = "Quillfish: Small Models That Take Notes") -> str:
    inner = {
        "id": "2604.01234",
        "title": title,
        "summary": "We teach small models to take notes.",
        "publishedAt": "2026-04-17T17:00:00.000Z",
        "submittedOnDailyAt": "2026-04-20T03:15:12.777Z",
        "upvotes": upvotes,
        "authors": [{"name": "A. Writer", "hidden": False}],
    }
    return json.dumps(
        [{"paper": inner, "title": title, "publishedAt": inner["publishedAt"], "numComments": 1}]
    )


def poll(newsletter: Newsletter) -> dict[str, Outcome]:
    outcomes = ingest(
        newsletter,
        current_polls(newsletter.sources, asked=True),
        on_outcome=lambda _outcome: None,
    )
    return {outcome.source: outcome for outcome in outcomes}


def recorded(newsletter: Newsletter) -> list[str]:
    """Types of the events after the panel's, in order."""
    with db.reading(newsletter.engine) as connection:
        rows = connection.execute(text("SELECT type FROM event WHERE position > 6 ORDER BY position"))
        return list(rows.scalars())


def test_a_feed_launches_tools_and_an_unchanged_one_records_nothing(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", rss(item("Kestrel"), item("Heron", number=2)))))
    newsletter = world.open()
    first = poll(newsletter)["news"]
    assert (first.status, first.items, first.new, first.launched) == ("read", 2, 2, 2)
    with db.reading(newsletter.engine) as connection:
        tools = load_tools(connection)
        stood = store.head(connection)
    assert {tool.slug for tool in tools} == {"kestrel", "heron"}
    assert {tool.category for tool in tools} == {"Developer Tools"}
    again = poll(newsletter)["news"]
    assert (again.new, again.revised, again.launched) == (0, 0, 0)
    with db.reading(newsletter.engine) as connection:
        assert store.head(connection) == stood


def test_an_item_that_goes_from_a_to_b_to_a_is_three_events(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", rss(item(summary="first")))))
    newsletter = world.open()
    for summary in ("first", "second", "first", "first"):
        web.says("/feed", rss(item(summary=summary)))
        poll(newsletter)
    assert recorded(newsletter).count("LaunchObserved") == 3
    assert recorded(newsletter).count("ToolLaunched") == 1


def test_what_a_poll_asks_of_the_database_does_not_grow_with_its_items(world: World, web: Web) -> None:
    def statements(items: range) -> int:
        said: list[str] = []
        listen(
            newsletter.engine,
            "before_cursor_execute",
            lambda _c, _cursor, said_now, *_: said.append(said_now),
        )
        web.says("/feed", rss(*(item(f"Thing {number}", number=number) for number in items)))
        assert poll(newsletter)["news"].launched == len(items)
        return len(said)

    world.settings(("news", "feed", web.says("/feed", rss())))
    newsletter = world.open()
    poll(newsletter)
    assert statements(range(20)) == statements(range(20, 60))


def test_moving_upvotes_are_measurements_and_not_revisions(world: World, web: Web) -> None:
    world.settings(("papers", "hf-daily-papers", web.says("/papers", paper(10))))
    newsletter = world.open()
    poll(newsletter)
    for upvotes in (12, 12, 9):
        web.says("/papers", paper(upvotes))
        outcome = poll(newsletter)["papers"]
        assert (outcome.new, outcome.revised) == (0, 0)
    types = recorded(newsletter)
    assert types.count("LaunchObserved") == 1
    assert types.count("PopularityMeasured") == 3, "10, 12 and 9; twelve again is no news"
    project(newsletter.log)
    with db.reading(newsletter.engine) as connection:
        (tool,) = load_tools(connection)
    assert tool.popularity == 9


BROKEN: dict[str, tuple[bytes, dict[str, Any], str]] = {
    "down": (b"oops", {"status": 500}, "500"),
    "gone": (b"", {"status": 404}, "404"),
    "page": (
        b"<!doctype html><html><body>Please log in</body></html>",
        {"content_type": "text/html"},
        "html",
    ),
    "empty": (b"", {}, "empty"),
    "garbage": (bytes(range(256)) * 20, {}, "encoding"),
    "truncated": (rss(item()).encode()[:120], {}, "truncated"),
    "miscoded": (
        b'<?xml version="1.0" encoding="utf-8"?><rss><channel><title>\xff\xfe\xc3</title>',
        {},
        "encoding",
    ),
    "bomb": (
        b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><title>&b;</title></rss>',
        {},
        "hostile",
    ),
}


def test_bad_sources_are_named_and_the_good_ones_go_on(world: World, web: Web) -> None:
    for name, (body, answer, _) in BROKEN.items():
        web.says(f"/{name}", body, **answer)
    web.says("/first", rss(item("Kestrel")))
    web.says("/last", rss(item("Heron", number=2)))
    names = ["first", *BROKEN, "last"]
    world.settings(
        *((name, "feed", f"{web.url}/{name}") for name in names),
        ("nowhere", "feed", "http://127.0.0.1:9/feed"),
        ("wrongkind", "hf-daily-papers", f"{web.url}/first"),
    )
    newsletter = world.open()
    heard: list[str] = []
    outcomes = ingest(
        newsletter,
        current_polls(newsletter.sources, asked=True),
        on_outcome=lambda outcome: heard.append(outcome.source),
    )
    assert heard == [*names, "nowhere", "wrongkind"]
    by_name = {outcome.source: outcome for outcome in outcomes}
    assert by_name["first"].launched == by_name["last"].launched == 1
    for name, (_, answer, word) in BROKEN.items():
        status = "failed" if "status" in answer else "refused"
        assert by_name[name].status == status, (name, by_name[name])
        assert by_name[name].detail.startswith(f"{word}: "), by_name[name].detail
    assert str(by_name["down"]) == "down: failed (500: Internal Server Error)"
    assert str(by_name["page"]).startswith("page: refused (html: ")
    assert str(by_name["nowhere"]).startswith("nowhere: failed (connection: ")
    assert by_name["wrongkind"].status == "refused"
    with db.reading(newsletter.engine) as connection:
        ledger = last_polls(connection, newsletter.sources)
    assert {name: row.status for name, row in ledger.items()} == {
        name: outcome.status for name, outcome in by_name.items()
    }


def test_the_second_poll_asks_conditionally_and_takes_not_modified_for_no_news(
    world: World, web: Web
) -> None:
    world.settings(("news", "feed", web.says("/feed", rss(item()), etag='W/"one"')))
    newsletter = world.open()
    assert poll(newsletter)["news"].status == "read"
    assert poll(newsletter)["news"].status == "unchanged"
    assert poll(newsletter)["news"].status == "unchanged"
    assert [headers.get("If-None-Match") for _, headers in web.asked] == [None, 'W/"one"', 'W/"one"']
    assert "shiporskip-digest/" in web.asked[0][1]["User-Agent"]
    web.says("/feed", rss(item(summary="new")), etag='W/"two"')
    assert poll(newsletter)["news"].revised == 1


def test_a_body_that_was_refused_is_asked_for_again_in_full(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", "<html>sorry</html>", etag='"x"')))
    newsletter = world.open()
    assert poll(newsletter)["news"].status == "refused"
    web.says("/feed", rss(item()), etag='"x"')
    assert poll(newsletter)["news"].status == "read"


def test_one_tool_in_two_sources_is_one_tool(world: World, web: Web) -> None:
    link = "https://arxiv.org/abs/2604.01234"
    blog = rss(item("Quillfish").replace("https://tools.example/item-1", link))
    world.settings(
        ("papers", "hf-daily-papers", web.says("/papers", paper(1))),
        ("blog", "feed", web.says("/blog", blog)),
    )
    newsletter = world.open()
    outcomes = poll(newsletter)
    assert (outcomes["papers"].launched, outcomes["blog"].launched, outcomes["blog"].linked) == (1, 0, 1)


@pytest.mark.parametrize("status", [429, 503])
def test_a_source_that_recovers_is_read_the_next_time(world: World, web: Web, status: int) -> None:
    world.settings(("news", "feed", web.says("/feed", "busy", status=status)))
    newsletter = world.open()
    assert str(status) in poll(newsletter)["news"].detail
    web.says("/feed", rss(item()))
    assert poll(newsletter)["news"].launched == 1


def test_what_was_left_out_of_a_feed_is_said_in_its_line(world: World, web: Web) -> None:
    body = (
        '{"version": "https://jsonfeed.org/version/1.1", "items": [7,'
        ' {"id": "1", "title": "Tool: does it", "url": "https://tool.example/x",'
        ' "date_published": "2026-04-20T08:00:00Z"}]}'
    )
    world.settings(("odd", "feed", web.says("/feed.json", body)))
    newsletter = world.open()
    lines: list[str] = []
    ingest(
        newsletter,
        current_polls(newsletter.sources, asked=True),
        on_outcome=lambda outcome: lines.append(str(outcome)),
    )
    assert len(lines) == 1
    assert lines[0].startswith("odd: 1 items, 1 new")
    assert "1 of 2 items" in lines[0]
