from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.intake import fields

RULES = [
    fields.line_of_text(50),
    fields.body_of_text(50),
    fields.SLUG,
    fields.PERSONA,
    fields.CHOICE,
    fields.WEEK,
    fields.DRAFTED_BY,
    fields.SCORE,
    fields.YES_NO,
    fields.MOMENT,
    fields.LINK,
    fields.VOTER,
    fields.TAGS,
    fields.EVIDENCE,
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(rule=st.sampled_from(RULES), value=JSON)
def test_what_a_rule_takes_it_takes_again_unchanged(rule: fields.Rule, value: object) -> None:
    taken = rule.read(value)
    assert taken is None or rule.read(taken) == taken


@given(moment=st.datetimes(datetime(1971, 1, 1), datetime(2998, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_a_moment_in_any_zone_is_kept_as_that_moment_in_utc(moment: datetime) -> None:
    taken = fields.MOMENT.read(moment.isoformat())
    assert isinstance(taken, datetime)
    assert taken == moment.astimezone(UTC)
    assert taken.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-04-20", datetime(2026, 4, 20, tzinfo=UTC)),
        ("2026-04-20T09:30:00", datetime(2026, 4, 20, 9, 30, tzinfo=UTC)),
        ("2026-04-20T09:30:00+02:00", datetime(2026, 4, 20, 7, 30, tzinfo=UTC)),
        ("2026-04-20T09:30:00Z", datetime(2026, 4, 20, 9, 30, tzinfo=UTC)),
        (date(2026, 4, 20), datetime(2026, 4, 20, tzinfo=UTC)),
        (datetime(2026, 4, 20, 9, tzinfo=timezone(timedelta(hours=1))), datetime(2026, 4, 20, 8, tzinfo=UTC)),
    ],
)
def test_a_date_is_midnight_utc_and_a_naive_datetime_is_utc(value: object, moment: datetime) -> None:
    assert fields.MOMENT.read(value) == moment


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "20260420", "2026-W17-1", "yesterday", "0001-01-01T00:00+10:00", 1776643200, "9999-12-31"],
)
def test_what_is_no_iso_date_is_refused(value: object) -> None:
    assert fields.MOMENT.read(value) is None


@pytest.mark.parametrize("value", [True, "88", 88.0, -1, 101, None])
def test_a_score_is_a_whole_number_and_nothing_like_one(value: object) -> None:
    assert fields.SCORE.read(value) is None


@pytest.mark.parametrize("value", [0, 100])
def test_a_score_may_be_0_and_100(value: int) -> None:
    assert fields.SCORE.read(value) == value


@pytest.mark.parametrize(
    "value", ["ann@example.org", "ann\uff20example.org", "", "a b", "a\u00a0b", "x" * 201, "a\u202eb", 7]
)
def test_a_voter_is_never_an_address_and_always_printable(value: object) -> None:
    assert fields.VOTER.read(value) is None


@pytest.mark.parametrize(
    "value",
    ["ftp://a.example/", "javascript:alert(1)", "https://", "http://[::1", "https://a.example/ b",
     "//a.example", "https://a.example:99999999/", "https://a.example/" + "x" * 2_000],
)  # fmt: skip
def test_a_link_that_a_mail_could_not_carry_is_refused(value: str) -> None:
    assert fields.LINK.read(value) is None


@pytest.mark.parametrize("value", ["a" * 80, "3d-gen", "x"])
def test_a_slug_may_be_short_long_or_begin_with_a_digit(value: str) -> None:
    assert fields.SLUG.read(value) == value


@pytest.mark.parametrize("value", ["a" * 81, "-a", "Smol", "a b", "a\n", "", "é"])
def test_a_slug_with_anything_else_is_refused(value: str) -> None:
    assert fields.SLUG.read(value) is None


@pytest.mark.parametrize("value", ["person", "model", "model:Qwen 3"])
def test_who_drafted_is_a_person_or_a_model_with_or_without_its_name(value: str) -> None:
    assert fields.DRAFTED_BY.read(value) == value


@pytest.mark.parametrize("value", ["Person", "model:", "model: ", "human", "models"])
def test_a_model_cannot_hide_behind_another_word(value: str) -> None:
    assert fields.DRAFTED_BY.read(value) is None


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "a\x1bb", "\x85"])
def test_characters_that_no_log_and_no_mail_can_carry_are_refused(text: str) -> None:
    assert fields.line_of_text(10).read(text) is None
    assert fields.body_of_text(10).read(text) is None


@pytest.mark.parametrize("text", ["<b>{{ x }}</b>", "\u202eevil", "\"quoted\" & 'so'", "a" * 10_000])
def test_an_odd_name_is_taken_as_it_is(text: str) -> None:
    assert fields.line_of_text(10_000).read(text) == text


def test_tags_are_lower_case_and_each_stands_once() -> None:
    assert fields.TAGS.read(["Agents", "vision", "agents"]) == ["agents", "vision"]


def test_evidence_may_be_addresses_or_objects_with_a_quote() -> None:
    given = ["https://a.example/", {"source": "https://b.example/", "quote": " It runs. "}]
    assert fields.EVIDENCE.read(given) == [
        {"source": "https://a.example/"},
        {"source": "https://b.example/", "quote": "It runs."},
    ]


@pytest.mark.parametrize(
    "value", ["https://a.example/", [{"quote": "x"}], [{"source": "https://a.example/", "by": "x"}], [[]]]
)
def test_evidence_that_names_no_address_is_refused(value: object) -> None:
    assert fields.EVIDENCE.read(value) is None
