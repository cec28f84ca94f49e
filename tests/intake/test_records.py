from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadRecord
from digest.intake import records
from digest.intake.records import Origin, RawRecord

Read = Callable[[RawRecord], Origin | tuple[BadRecord, ...]]

VALID: dict[str, tuple[Read, dict[str, object]]] = {
    "tool": (
        records.read_tool,
        {"slug": "skillclaw", "name": "SkillClaw", "tagline": "t", "description": "d", "category": "c",
         "job_tags": ["agents"], "pricing": "Free", "pricing_source": "https://a.example/",
         "pricing_checked_at": "2026-04-20", "entry": "Free", "best_for": "b",
         "homepage": "https://a.example/", "launched_at": "2026-04-09"},
    ),
    "sheet": (records.read_tool_sheet, {"tool": "skillclaw", "entry": "Paid"}),
    "review": (
        records.read_review,
        {"tool": "skillclaw", "persona": "builder", "choice": "ship", "score": 88, "take": "Good.",
         "at": "2026-04-20", "reviewer": "r", "drafted_by": "model:x", "approved_by": "a", "tried": True,
         "conflicts": "none", "evidence": ["https://a.example/"]},
    ),
    "vote": (
        records.read_vote,
        {"tool": "skillclaw", "voter": "r1", "choice": "skip", "at": "2026-04-20", "issue": "2026-W17"},
    ),
    "subscriber": (
        records.read_subscriber,
        {"email": "a@example.org", "name": "A", "confirmed_at": "2026-01-01", "consent_source": "form",
         "consent_text": "Yes"},
    ),
}  # fmt: skip

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def raw(fields: dict[str, object], line: int = 1) -> RawRecord:
    return RawRecord(file="in.jsonl", line=line, fields=fields)


@pytest.mark.parametrize("kind", VALID)
def test_a_record_with_every_field_is_taken(kind: str) -> None:
    read, fields = VALID[kind]
    assert isinstance(read(raw(fields)), Origin)


@given(kind=st.sampled_from(sorted(VALID)), data=st.data(), value=JSON)
def test_any_value_in_any_field_is_taken_or_refused_by_name(
    kind: str, data: st.DataObject, value: object
) -> None:
    read, fields = VALID[kind]
    field = data.draw(st.sampled_from(sorted(fields)) | st.text())
    result = read(raw({**fields, field: value}))
    if isinstance(result, tuple):
        assert {problem.field for problem in result} & {field, ascii(field)[:80], "pricing_source"}
    else:
        msgspec.json.encode(result).decode()


@given(kind=st.sampled_from(sorted(VALID)), fields=st.dictionaries(st.text(), JSON, max_size=4))
def test_any_object_at_all_is_taken_or_refused(kind: str, fields: dict[str, object]) -> None:
    result = VALID[kind][0](raw(fields))
    assert isinstance(result, tuple)
    assert all(isinstance(problem, BadRecord) for problem in result)


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("tool", {"slug", "name"}),
        ("sheet", {"tool"}),
        ("review", {"tool", "persona", "choice", "score", "take", "at"}),
        ("vote", {"tool", "voter", "choice", "at"}),
        ("subscriber", {"email"}),
    ],
)
def test_every_missing_field_is_named_at_once(kind: str, required: set[str]) -> None:
    result = VALID[kind][0](raw({}))
    assert isinstance(result, tuple)
    assert {problem.field for problem in result} == required
    assert all("is missing" in str(problem) for problem in result)


def test_an_unknown_field_is_refused_with_the_fields_there_are() -> None:
    result = records.read_vote(raw({**VALID["vote"][1], "weight": 3}, line=7))
    assert isinstance(result, tuple)
    assert str(result[0]) == (
        "in.jsonl:7: weight is 3; allowed: no such field; the fields are tool, voter, choice, at, issue"
    )


def test_a_source_without_a_price_is_refused() -> None:
    result = records.read_tool(raw({"slug": "a", "name": "A", "pricing_source": "https://a.example/"}))
    assert isinstance(result, tuple)
    assert [(problem.field, problem.allowed) for problem in result] == [
        ("pricing_source", "only together with pricing or entry")
    ]


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_an_optional_field_left_empty_is_not_given(blank: object) -> None:
    record = records.read_tool(raw({"slug": "a", "name": "A", "tagline": blank}))
    assert isinstance(record, records.ToolRecord)
    assert record.tagline is None
