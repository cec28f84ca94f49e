"""What each kind of source knows of its own entries."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime

import pytest

from digest.errors import FeedRefused
from digest.intake.observations import Observation
from digest.sources.registry import SOURCES
from digest.sources.source import Source
from tests.sources.bodies import ALGOLIA, BODIES, arxiv_page

MONDAY = date(2026, 4, 20)


def a_source(kind: str, url: str = "https://feeds.example.org/", **given: object) -> Source:
    return Source(name="it", kind=kind, url=url, **given)


def read(kind: str, body: bytes | None = None, **given: object) -> tuple[Observation, ...]:
    return SOURCES[kind].parse(body or BODIES[kind], a_source(kind, **given)).observations


def test_a_story_shown_on_hacker_news_may_start_a_tool_and_another_may_not():
    shown, told = read("hnrss")
    assert (shown.launches, told.launches) == (True, False)
    assert (shown.name, shown.tagline, shown.url) == (
        "Ferrule",
        "tests for prompts",
        "https://ferrule.example/",
    )
    assert "hn:4401" in shown.keys
    assert shown.metrics == {"points": 57, "comments": 12}


def test_a_text_posted_on_hacker_news_is_its_own_discussion():
    shown, told = read("hn-algolia")
    assert (shown.native_id, shown.url) == ("4401", "https://news.ycombinator.com/item?id=4401")
    assert (shown.keys, shown.summary) == (("hn:4401",), "It tests prompts.")
    assert shown.published_at == datetime(2026, 4, 20, 8, tzinfo=UTC)
    assert (shown.metrics, told.metrics) == ({"points": 57, "comments": 12}, {"points": 3})
    assert (shown.launches, told.launches) == (True, False)


def test_stories_beyond_the_thousand_that_one_answer_holds_are_counted():
    said = SOURCES["hn-algolia"].parse(ALGOLIA, a_source("hn-algolia")).warnings
    assert said[0].startswith("999 stories more than one answer holds")


def test_a_week_of_hacker_news_is_asked_for_day_by_day_without_gap_or_overlap():
    url = (
        "https://hn.example/api/v1/search_by_date?tags=show_hn&numericFilters=points>=5,created_at_i>1&page=3"
    )
    asked = SOURCES["hn-algolia"].week_urls(a_source("hn-algolia", url), MONDAY)
    assert len(asked) == 7
    assert "created_at_i%3E%3D1776643200%2Ccreated_at_i%3C1776729600" in asked[0]
    assert all("hitsPerPage=1000" in one and "page=3" not in one for one in asked)
    ends = [one.split("created_at_i%3C")[1].split("&")[0] for one in asked]
    starts = [one.split("created_at_i%3E%3D")[1].split("%2C")[0] for one in asked]
    assert ends[:-1] == starts[1:]
    assert "points%3E%3D5" in asked[6]


def test_a_story_on_lobsters_starts_a_tool_only_if_it_links_to_one():
    thing, thought = read("lobsters")
    assert (thing.launches, thought.launches) == (True, False)
    assert thing.native_id == "https://lobste.rs/s/ab12cd"
    assert "gh:weaver/spindle" in thing.keys


def test_a_launch_on_product_hunt_is_named_by_its_title_and_never_by_its_redirect():
    (launch,) = read("product-hunt")
    assert (launch.name, launch.tagline) == ("Tally: the counter", "Counts what you say")
    assert launch.keys == ("ph:tally-7",)


def test_a_release_is_its_repositorys_and_patches_and_candidates_start_no_tool():
    assert [(one.name, one.launches) for one in read("github-releases")] == [
        ("Loom", True),
        ("Loom", False),
        ("Loom", False),
    ]
    assert {one.keys for one in read("github-releases")} == {("ghid:31", "gh:weaver/loom")}


def test_a_post_on_the_blog_starts_a_tool_if_it_announces_one_or_the_source_says_so():
    assert [one.launches for one in read("hf-blog")] == [True, False]
    assert [one.launches for one in read("hf-blog", launch_titles="docs")] == [False, True]


def test_a_paper_of_arxiv_is_one_item_whatever_its_revision_and_starts_no_tool_unasked():
    new, replaced = read("arxiv-rss")
    (paper,) = read("arxiv-api")
    assert new.native_id == paper.native_id == "2604.00101"
    assert new.keys == paper.keys == ("arxiv:2604.00101",)
    assert new.summary == paper.summary == "We stitch."
    assert paper.evidence_at == datetime(2026, 4, 14, 17, tzinfo=UTC)
    assert not any(one.launches for one in (new, replaced, paper))
    assert [one.launches for one in read("arxiv-rss", launch_titles=".")] == [True, False]


def test_an_empty_page_of_arxiv_with_more_behind_it_is_asked_for_again():
    with pytest.raises(FeedRefused) as refused:
        read("arxiv-api", arxiv_page(total=31))
    assert refused.value.reason == "empty-page"
    assert read("arxiv-api", arxiv_page(total=0)) == ()
    assert read("arxiv-api", arxiv_page(total=31, start=31)) == ()


def test_arxivs_own_error_is_no_paper():
    entry = (
        "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad id</summary></entry>"
    )
    with pytest.raises(FeedRefused, match="bad id"):
        read("arxiv-api", arxiv_page(entry))


def test_a_week_of_arxiv_is_one_request_for_what_was_submitted_then():
    url = "https://export.arxiv.example/api/query?search_query=cat:cs.AI+AND+submittedDate:[1+TO+2]"
    (asked,) = SOURCES["arxiv-api"].week_urls(a_source("arxiv-api", url), MONDAY)
    assert "search_query=cat%3Acs.AI+AND+submittedDate%3A%5B202604200000+TO+202604262359%5D" in asked


def test_a_paper_with_one_model_is_known_by_it_and_with_several_by_none():
    (one,) = read("hf-paper")
    assert one.keys == ("arxiv:2604.00101", "gh:weaver/stitch", "hf:model:weaver/stitch-2b")
    many = json.loads(BODIES["hf-paper"]) | {"linkedModels": [{"id": "a/b"}, {"id": "c/d"}]}
    assert read("hf-paper", json.dumps(many).encode())[0].keys == ("arxiv:2604.00101", "gh:weaver/stitch")


def test_every_kind_has_a_body_here():
    assert BODIES.keys() == SOURCES.keys()


def mutated(body: bytes, chance: random.Random) -> bytes:
    """Flip, cut, repeat or splice a body in up to four places."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randrange(1, 60)]
            case 2:
                del data[at:]
            case 3:
                data[at:at] = chance.choice(
                    (b"&#1114112;", b"&#xD800;", b"]]>", b"<![CDATA[", b"&x;", b"\x00")
                )
            case 4:
                data[at:at] = data[at : at + chance.randrange(1, 200)]
            case _:
                word = chance.choice((b"null", b"[]", b"{}", b"1e999", b'"x"', b"-1", b"true", b"<b>"))
                data[at : at + chance.randrange(12)] = word
    return bytes(data)


def nothing_escapes(kind: str, times: int) -> None:
    chance, refused = random.Random(kind), 0  # noqa: S311 - the same each time
    for _ in range(times):
        try:
            SOURCES[kind].parse(mutated(BODIES[kind], chance), a_source(kind))
        except FeedRefused:
            refused += 1
    assert 0 < refused < times


@pytest.mark.parametrize("kind", SOURCES)
def test_whatever_becomes_of_a_body_it_is_read_or_refused(kind):
    nothing_escapes(kind, 60)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SOURCES)
def test_of_twenty_thousand_damaged_bodies_each_is_read_or_refused(kind):
    nothing_escapes(kind, 20_000 // len(SOURCES) + 1)
