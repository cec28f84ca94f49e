"""The sample's files parse, and keep the rules that its issue rests on."""

import csv
import io
import json
import re
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

import pytest

DATA = files("digest.sample") / "data"
NOW = datetime(2026, 4, 23, 7, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
RELATIVE_TIME = re.compile(r"\b(today|yesterday|tonight|this week|last week|trending)\b", re.IGNORECASE)


def text(name: str) -> str:
    return DATA.joinpath(*name.split("/")).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text(name).splitlines()]


def moment(value: str) -> datetime:
    parsed = datetime.fromisoformat(value)
    assert parsed.tzinfo is not None
    return parsed


TOOLS = rows("tools.jsonl")
REVIEWS = rows("reviews.jsonl")
VOTES = rows("votes.jsonl")
PAPERS = json.loads(text("feeds/hf_daily_papers.json"))


def test_tools_carry_only_fields_of_the_import() -> None:
    known = {
        "slug", "name", "tagline", "description", "category", "job_tags", "pricing", "pricing_source",
        "pricing_checked_at", "entry", "best_for", "homepage", "launched_at",
    }  # fmt: skip
    for tool in TOOLS:
        assert {"slug", "name"} <= tool.keys() <= known
        assert len(tool["job_tags"]) == 3
        assert date.fromisoformat(tool["launched_at"]) < NOW.date()
        assert (NOW.date() - date.fromisoformat(tool["pricing_checked_at"])).days <= 90
    assert len({tool["slug"] for tool in TOOLS}) == len(TOOLS)


def test_the_compared_tools_come_first_with_the_stated_prices() -> None:
    facts = [(t["name"], t["category"], t["pricing"], t["entry"], "best_for" in t) for t in TOOLS[:2]]
    assert facts == [
        ("SmolVLM2", "Developer Tools", "Free / Open Source (Apache 2.0)", "Free", False),
        ("SkillClaw", "Developer Tools", "Open Source / Research", "Paid", False),
    ]


def test_the_compared_tools_have_the_published_choices_and_scores() -> None:
    counted = [
        (r["tool"], r["persona"], r["choice"], r["score"])
        for r in REVIEWS
        if r["tool"] in {"smolvlm2", "skillclaw"}
    ]
    assert counted == [
        ("smolvlm2", "builder", "ship", 88),
        ("smolvlm2", "skeptic", "ship", 82),
        ("smolvlm2", "futurist", "ship", 85),
        ("smolvlm2", "founder", "ship", 78),
        ("skillclaw", "builder", "ship", 80),
        ("skillclaw", "skeptic", "skip", 45),
        ("skillclaw", "futurist", "ship", 80),
        ("skillclaw", "creator", "skip", 45),
    ]


@pytest.mark.parametrize("review", REVIEWS, ids=lambda r: f"{r['tool']}-{r['persona']}")
def test_a_take_is_of_fair_length_and_its_first_sentence_stands_alone(review: dict[str, Any]) -> None:
    take = review["take"]
    assert 45 <= len(take.split()) <= 90
    assert len(re.split(r"(?<=[.!?]) ", take)[0]) <= 260
    assert not RELATIVE_TIME.search(take)


@pytest.mark.parametrize("review", REVIEWS, ids=lambda r: f"{r['tool']}-{r['persona']}")
def test_a_take_is_marked_as_a_sample_and_names_its_sources(review: dict[str, Any]) -> None:
    assert review["tool"] in {tool["slug"] for tool in TOOLS}
    assert review["reviewer"].startswith("Sample ")
    assert review["drafted_by"] == "person"
    assert review["tried"] is False
    assert all(e["source"].startswith("https://") for e in review["evidence"])
    assert review["evidence"]
    assert date(2026, 4, 13) <= moment(review["at"]).date() <= date(2026, 4, 22)


def test_a_persona_reviews_a_tool_once() -> None:
    assert max(Counter((r["tool"], r["persona"]) for r in REVIEWS).values()) == 1


def test_another_pair_of_one_job_has_three_takes_each() -> None:
    takes = Counter(r["tool"] for r in REVIEWS)
    tags = {t["slug"]: set(t["job_tags"]) for t in TOOLS}
    assert takes["moondream2"] >= 3
    assert takes["tempo"] >= 3
    assert tags["moondream2"] & tags["tempo"]
    assert not tags["smolvlm2"] & tags["skillclaw"]


def test_votes_are_opaque_in_order_and_before_the_issue() -> None:
    assert all(re.fullmatch(r"r\d{3}", vote["voter"]) for vote in VOTES)
    assert all(vote["choice"] in {"ship", "skip"} for vote in VOTES)
    times = [moment(vote["at"]) for vote in VOTES]
    assert times == sorted(times)
    assert times[-1] < NOW


def test_current_votes_show_a_result_a_close_call_a_count_and_none() -> None:
    current = {(vote["tool"], vote["voter"]): vote["choice"] for vote in VOTES}
    assert Counter((tool, choice) for (tool, _), choice in current.items()) == {
        ("moondream2", "ship"): 18,
        ("moondream2", "skip"): 6,
        ("tempo", "ship"): 8,
        ("tempo", "skip"): 6,
        ("graph-of-skills", "ship"): 5,
        ("graph-of-skills", "skip"): 1,
    }
    assert len(VOTES) - len(current) == 6, "some readers changed their minds"


def test_six_readers_confirmed_and_one_is_pending_without_evidence() -> None:
    readers = list(csv.DictReader(io.StringIO(text("subscribers.csv"))))
    assert all(reader["email"].endswith("@example.org") for reader in readers)
    confirmed = [reader for reader in readers if reader["confirmed_at"]]
    assert len(confirmed) == 6
    assert all(
        moment(r["confirmed_at"]) < NOW and r["consent_source"] and r["consent_text"] for r in confirmed
    )
    [pending] = [reader for reader in readers if not reader["confirmed_at"]]
    assert not pending["consent_source"]
    assert not pending["consent_text"]
    assert 'Bartel, Zofia "Zosia"' in {reader["name"] for reader in readers}


def test_papers_have_the_shape_of_the_api_newest_first() -> None:
    listed = [moment(item["paper"]["submittedOnDailyAt"]) for item in PAPERS]
    assert listed == sorted(listed, reverse=True)
    assert listed[0] < NOW
    for item in PAPERS:
        paper = item["paper"]
        assert {"publishedAt", "title", "summary", "thumbnail", "numComments", "submittedBy"} <= item.keys()
        assert item["isAuthorParticipating"] is False
        assert re.fullmatch(r"\d{4}\.\d{5}", paper["id"])
        assert moment(paper["publishedAt"]) < moment(paper["submittedOnDailyAt"])
        assert (paper["title"], paper["summary"]) == (item["title"], item["summary"])
        assert paper["upvotes"] >= 0


def test_the_skillclaw_paper_points_at_the_tools_repository() -> None:
    [paper] = [item["paper"] for item in PAPERS if item["paper"]["id"] == "2604.08377"]
    assert paper["githubRepo"] == TOOLS[1]["homepage"]
    assert paper["upvotes"] == 277
    assert moment(paper["submittedOnDailyAt"]).date() == date(2026, 4, 10)


def test_the_blog_feed_has_bare_items_and_the_smolvlm2_post() -> None:
    items = ET.fromstring(text("feeds/hf_blog.xml")).findall("channel/item")  # noqa: S314 - our own file
    assert all({child.tag for child in item} == {"title", "pubDate", "link", "guid"} for item in items)
    posted = {item.findtext("link"): parsedate_to_datetime(item.findtext("pubDate", "")) for item in items}
    assert posted[TOOLS[0]["homepage"]] == datetime(2025, 2, 20, tzinfo=UTC)


def test_launch_entries_are_dated_in_the_week_of_the_issue() -> None:
    feed = ET.fromstring(text("feeds/product_hunt.xml").encode())  # noqa: S314 - our own file
    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:title", None, ATOM) for entry in entries] == ["Seeknal", "Cavalry Studio"]
    for entry in entries:
        assert moment(entry.findtext("a:published", "", ATOM)).isocalendar()[:2] == (2026, 17)
        assert moment(entry.findtext("a:updated", "", ATOM)) < NOW


def test_settings_name_every_feed_and_mark_the_issue_as_a_sample() -> None:
    settings = tomllib.loads(text("digest.toml"))
    assert settings["zone"] == "Europe/Berlin"
    assert settings["brand"]["notice"].startswith("Sample issue")
    assert [(source["name"], source["kind"]) for source in settings["sources"]] == [
        ("hf-daily-papers", "hf-daily-papers"),
        ("hf-blog", "feed"),
        ("product-hunt", "feed"),
    ]
    stored = {source["name"].replace("-", "_") for source in settings["sources"]}
    assert stored == {path.name.rsplit(".", 1)[0] for path in (DATA / "feeds").iterdir()}
