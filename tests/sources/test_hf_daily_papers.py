from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import FeedRefused
from digest.intake.observations import Observation
from digest.sources.hf_daily_papers import parse, week_urls
from digest.sources.source import Source

Paper = Callable[..., dict[str, Any]]
Body = Callable[..., bytes]


def only(raw: bytes, source: Source) -> Observation:
    (seen,) = parse(raw, source).observations
    return seen


def test_a_paper_becomes_an_observation(paper: Paper, body: Body, papers: Source) -> None:
    seen = only(body(paper()), papers)
    assert (seen.source, seen.native_id) == ("papers", "2604.01234")
    assert seen.name == "QuillFish"
    assert seen.tagline == "QuillFish teaches v2.0 models to take notes."
    assert seen.summary == "We teach small models to take notes. They remember more."
    assert seen.url == "https://huggingface.co/papers/2604.01234"
    assert seen.keys == ("arxiv:2604.01234",)
    assert seen.metrics == {"upvotes": 12}
    assert seen.launches
    assert seen.category == "Developer Tools"


def test_the_day_is_that_of_the_submission_and_never_the_shifted_outer_date(
    paper: Paper, body: Body, papers: Source
) -> None:
    seen = only(body(paper()), papers)
    assert seen.published_at == datetime(2026, 4, 9, 3, 15, 12, tzinfo=UTC)
    assert seen.evidence_at == datetime(2026, 4, 7, 17, tzinfo=UTC)


@pytest.mark.parametrize("repository", ["https://github.com/Lab/QuillFish", "Lab/QuillFish", "github.com/x"])
def test_a_repository_is_a_key_if_it_names_one(
    repository: str, paper: Paper, body: Body, papers: Source
) -> None:
    keys = only(body(paper(githubRepo=repository)), papers).keys
    assert ("gh:lab/quillfish" in keys) == (repository != "github.com/x")


def test_a_project_page_is_a_key(paper: Paper, body: Body, papers: Source) -> None:
    seen = only(body(paper(projectPage="https://lab.example.org/quillfish/", githubStars=7)), papers)
    assert seen.keys == ("arxiv:2604.01234", "url:lab.example.org/quillfish")
    assert seen.metrics == {"upvotes": 12, "github_stars": 7}


def test_fields_that_are_missing_or_null_are_left_open(paper: Paper, body: Body, papers: Source) -> None:
    bare = dict.fromkeys(("summary", "publishedAt", "submittedOnDailyAt", "upvotes", "ai_summary"))
    nothing = dict.fromkeys(bare, ...)
    for fields in (bare, nothing):
        parsed = parse(body(paper(**fields)), papers)
        (seen,) = parsed.observations
        assert (seen.summary, seen.published_at, seen.evidence_at, seen.metrics) == (None, None, None, {})
        assert seen.tagline == "Small Models That Take Notes"
        assert any("date" in warning for warning in parsed.warnings)


@pytest.mark.parametrize(
    "bad", [{"title": None}, {"title": "  "}, {"id": None}, {"id": ..., "title": "A: B"}, {"title": ["list"]}]
)
def test_a_paper_without_a_name_is_left_out_and_the_others_stay(
    bad: dict[str, Any], paper: Paper, body: Body, papers: Source
) -> None:
    parsed = parse(body(paper(id="1"), paper(**bad), None, "text", {"paper": []}, paper(id="2")), papers)
    assert [seen.native_id for seen in parsed.observations] == ["1", "2"]
    assert len([warning for warning in parsed.warnings if "left out" in warning]) == 4


def test_surrogates_controls_and_ten_thousand_characters_are_tamed(
    paper: Paper, body: Body, papers: Source
) -> None:
    seen = only(body(paper(title="Na\ud800me\x00: \u202e" + "word " * 2_000, summary="x" * 10_000)), papers)
    assert seen.name == "Name"
    assert len(seen.title) <= 300
    assert seen.summary is not None
    assert len(seen.summary) <= 4_000
    assert "\u202e" not in seen.title


def test_counts_that_are_no_counts_are_ignored(paper: Paper, body: Body, papers: Source) -> None:
    for count in (-1, True, "12", 1.5, 10**30, None):
        assert only(body(paper(upvotes=count)), papers).metrics == {}


def test_an_empty_day_is_no_refusal(papers: Source) -> None:
    assert parse(b"[]", papers).observations == ()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<!doctype html><html><body>504</body></html>", "html"),
        (b'[{"paper": {"id": "260', "truncated"),
        (b'[{"paper": {"id": "2604.01234"}}', "truncated"),
        (b"nonsense", "unreadable"),
        (b'[{"paper": \xff\xfe"}]', "encoding"),
        (b"[" * 200_000, "hostile"),
        (b'{"error": "Rate limited"}', "not-a-feed"),
        (b"3", "not-a-feed"),
        (b"[" + b"9" * 5_000 + b"]", "unreadable"),
        (b"[" + b"0," * 2_500 + b"0]", "too-many-items"),
    ],
)
def test_a_body_that_is_no_list_of_papers_is_refused_by_name(raw: bytes, reason: str, papers: Source) -> None:
    with pytest.raises(FeedRefused) as refusal:
        parse(raw, papers)
    assert (refusal.value.source, refusal.value.reason) == ("papers", reason)


def test_a_past_week_is_asked_for_day_by_day(papers: Source) -> None:
    urls = week_urls(papers, date(2026, 4, 6))
    assert len(urls) == 7
    assert urls[0] == "https://huggingface.co/api/daily_papers?limit=100&date=2026-04-06"
    assert urls[-1].endswith("date=2026-04-12")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["paper", "id", "title", "githubRepo", "upvotes"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(json_values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_json_holds_it_is_read_or_refused(papers: Source, value: object) -> None:
    raw = json.dumps(value).encode()
    if isinstance(value, list):
        parse(raw, papers)
    else:
        with pytest.raises(FeedRefused, match="not-a-feed"):
            parse(raw, papers)
