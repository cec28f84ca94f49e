"""Backfill: past weeks from the sources that can look back; it plans first, and never sends."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from digest import db
from digest.pipeline.backfill import backfill
from digest.pipeline.facts import load_tools
from digest.sources.http import Fetched, Validators

if TYPE_CHECKING:
    from digest.sources.source import Source
    from tests.conftest import Digest, Web, World

WEEKS = ("--from", "2026-W14", "--to", "2026-W15")


def papers() -> str:
    found = []
    for number in range(3):
        title = f"Tool{number}: Works on Papers"
        inner = {
            "id": f"2604.0000{number}",
            "title": title,
            "summary": "It works.",
            "publishedAt": "2026-03-30T17:00:00.000Z",
            "submittedOnDailyAt": "2026-04-01T03:15:12.777Z",
            "upvotes": 3,
        }
        found.append({"paper": inner, "title": title, "publishedAt": inner["publishedAt"]})
    return json.dumps(found)


@pytest.fixture
def past(digest: Digest, world: World, web: Web) -> Digest:
    world.settings(
        ("papers", "hf-daily-papers", web.says("/papers", papers()) + "?limit=100"),
        ("blog", "feed", web.says("/blog", "never asked")),
    )
    # The first command that opens a newsletter begins its log.
    digest("sources", "list")
    return digest


def stats(digest: Digest) -> object:
    return digest("log", "stats", "--json").json


def test_a_dry_run_is_the_default_plans_each_week_and_fetches_nothing(past: Digest, web: Web) -> None:
    before = stats(past)
    said = past("backfill", *WEEKS)
    assert said.code == 0
    assert "2026-W14: 7 requests; cannot look back: blog" in said.out
    assert "2026-W15: 7 requests; cannot look back: blog" in said.out
    assert "add --run" in said.out
    assert web.asked == []
    assert stats(past) == before
    plan = past("backfill", *WEEKS, "--json").json
    assert [week["week"] for week in plan["plan"]] == ["2026-W14", "2026-W15"]
    assert plan["outcomes"] == []


def test_a_run_asks_for_each_day_records_once_and_never_sends(past: Digest, world: World, web: Web) -> None:
    assert past("subscribers", "add", "ada@example.org", "--consent-source", "form").code == 0
    said = past("backfill", *WEEKS, "--run")
    assert said.code == 0
    asked = [parse_qs(urlsplit(path).query) for path, _ in web.asked]
    first = date(2026, 3, 30)
    assert [query["date"] for query in asked] == [
        [(first + timedelta(days=day)).isoformat()] for day in range(14)
    ]
    assert {query["limit"][0] for query in asked} == {"100"}
    assert {path.partition("?")[0] for path, _ in web.asked} == {"/papers"}
    assert [tool["slug"] for tool in past("tools", "list", "--json").json] == ["tool0", "tool1", "tool2"]
    stood = stats(past)
    assert past("backfill", *WEEKS, "--run").code == 0
    assert stats(past) == stood, "the same weeks again are no news"
    assert not (world.home / "outbox").exists()
    assert past("rebuild", "--check").code == 0


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-W15", "2026-W14", "earlier week first"),
        ("2026-W54", "2026-W55", "does not exist"),
        ("april", "2026-W15", "not an ISO week"),
    ],
)
def test_weeks_that_make_no_span_are_refused(past: Digest, web: Web, first: str, last: str, why: str) -> None:
    refused = past("backfill", "--from", first, "--to", last, "--run")
    assert refused.code == 1
    assert why in refused.err
    assert web.asked == []


@pytest.mark.slow
def test_a_backfill_of_two_years_launches_each_weeks_tools_by_their_own_dates(world: World) -> None:
    asked: list[str] = []

    def listed(source: Source, url: str, _held: Validators | None) -> Fetched:
        """A paper on each Wednesday, submitted that day."""
        day = date.fromisoformat(parse_qs(urlsplit(url).query)["date"][0])
        asked.append(day.isoformat())
        paper = {
            "id": f"{day:%y%m}.{day.toordinal() % 100_000:05}",
            "title": f"Tool of {day}: Works",
            "publishedAt": f"{day - timedelta(days=2)}T17:00:00.000Z",
            "submittedOnDailyAt": f"{day}T03:00:00.000Z",
        }
        body = json.dumps([{"paper": paper}] if day.isoweekday() == 3 else [])
        return Fetched(body=body.encode(), validators=Validators())

    world.settings(("papers", "hf-daily-papers", "https://papers.example.org/api"))
    newsletter = world.open(fetch_with=listed)
    weeks = ("2024-W17", "2026-W16")

    done = backfill(newsletter, *weeks, dry_run=False, on_outcome=lambda _: None)

    assert len(done.plan) == 104
    assert asked == sorted(asked)
    assert len(asked) == len(set(asked)) == 104 * 7
    with db.reading(newsletter.engine) as connection:
        tools = load_tools(connection)
    launched = sorted(tool.launched_at.date() for tool in tools)
    first = date.fromisocalendar(2024, 17, 3)
    assert launched == [first + timedelta(weeks=week) for week in range(104)]
    stood = world.position(newsletter)
    backfill(newsletter, *weeks, dry_run=False, on_outcome=lambda _: None)
    assert world.position(newsletter) == stood
