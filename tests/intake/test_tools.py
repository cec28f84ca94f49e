from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events import NewEvent, PricingRecorded, ToolLaunched, ToolRevised
from digest.intake.records import ToolRecord
from digest.intake.tools import ToolState, decide_tool

NOW = datetime(2026, 4, 20, 6, tzinfo=UTC)
TOOL = "0f0e0d0c-0000-5000-8000-000000000001"


def record(**facts: Any) -> ToolRecord:
    return ToolRecord(file="t.jsonl", line=1, **{"slug": "skillclaw", "name": "SkillClaw", **facts})


def decide(given: ToolRecord, known: ToolState | None, at: datetime = NOW) -> tuple[NewEvent, ...]:
    return decide_tool(
        given, known, tool_id=TOOL, keys=("gh:amap/x",), content_key=b"key", recorded_at=at, actor="editor"
    )


def fold(known: ToolState | None, events: Sequence[NewEvent]) -> ToolState | None:
    """What a shell would load after these events."""
    for event in events:
        match event.data:
            case ToolLaunched() as data:
                facts = msgspec.structs.asdict(data)
                known = ToolState(
                    version=1, **{name: facts[name] for name in ToolState.__struct_fields__ if name in facts}
                )
            case ToolRevised() as data:
                assert known is not None
                given = {
                    name: value
                    for name, value in msgspec.structs.asdict(data).items()
                    if value is not msgspec.UNSET and name not in {"tool_id", "source"}
                }
                known = msgspec.structs.replace(known, version=known.version + 1, **given)
            case PricingRecorded() as data:
                assert known is not None
                known = msgspec.structs.replace(
                    known, version=known.version + 1, pricing=data, pricing_event=str(event.event_id)
                )
    return known


def data_of(events: Sequence[NewEvent]) -> list[object]:
    return [event.data for event in events]


def test_an_unknown_tool_is_launched_with_its_price() -> None:
    launched, priced = decide(
        record(pricing="MIT", entry="Free", description="Long.", job_tags=("agents",)), None
    )
    assert isinstance(launched.data, ToolLaunched)
    assert (launched.data.source, launched.data.rule, launched.data.keys) == (
        "import", "import/v1", ("gh:amap/x",),
    )  # fmt: skip
    assert [content.hash for content in launched.contents] == [launched.data.description]
    assert priced.data == PricingRecorded(
        tool_id=TOOL, raw="MIT", entry="Free", source_url=None, checked_at=None
    )
    assert {launched.stream, priced.stream} == {f"tool/{TOOL}"}
    assert {launched.actor, priced.actor} == {"editor"}


def test_a_launch_happened_when_the_record_says_or_else_when_it_was_imported() -> None:
    day = datetime(2026, 4, 9, tzinfo=UTC)
    dated, undated = decide(record(launched_at=day), None)[0], decide(record(), None)[0]
    assert isinstance(dated.data, ToolLaunched)
    assert isinstance(undated.data, ToolLaunched)
    assert (dated.occurred_at, dated.data.launched_at) == (day, day)
    assert (undated.occurred_at, undated.data.launched_at) == (NOW, NOW)


def test_a_launch_without_a_price_records_none() -> None:
    assert len(decide(record(), None)) == 1


texts = st.none() | st.text("abc", min_size=1, max_size=3)
moments = st.none() | st.datetimes(timezones=st.just(UTC))
facts = st.fixed_dictionaries(
    {
        "tagline": texts,
        "description": texts,
        "category": texts,
        "job_tags": st.none() | st.lists(st.sampled_from("abc"), unique=True).map(tuple),
        "best_for": texts,
        "homepage": texts,
        "launched_at": moments,
        "entry": texts,
    }
).flatmap(
    lambda given: st.fixed_dictionaries(
        {"pricing": texts, "pricing_source": texts, "pricing_checked_at": moments}
    ).map(lambda price: {**given, **price})
)


@given(imports=st.lists(facts, min_size=1, max_size=4))
def test_a_record_imported_twice_decides_nothing_the_second_time(imports: list[dict[str, Any]]) -> None:
    known: ToolState | None = None
    ids = []
    for hour, given_facts in enumerate(imports):
        events = decide(record(**given_facts), known, NOW + timedelta(hours=hour))
        ids += [event.event_id for event in events]
        known = fold(known, events)
        assert decide(record(**given_facts), known, NOW + timedelta(days=1)) == ()
    assert len(ids) == len(set(ids))


@given(before=facts, after=facts)
def test_a_revision_holds_the_given_facts_that_differ_and_no_other(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    known = fold(None, decide(record(**before), None))
    assert known is not None
    revised = fold(known, decide(record(**after), known))
    assert revised is not None
    for fact in ("tagline", "category", "job_tags", "best_for", "homepage", "launched_at"):
        expected = getattr(known, fact) if after[fact] is None else after[fact]
        assert getattr(revised, fact) == expected
    for event in decide(record(**after), known):
        if isinstance(event.data, ToolRevised):
            given_names = {
                name
                for name, value in msgspec.structs.asdict(event.data).items()
                if value is not msgspec.UNSET
            }
            assert all(after[name] is not None for name in given_names - {"tool_id", "source"})


def test_an_import_without_a_launch_date_leaves_the_date_alone() -> None:
    known = fold(None, decide(record(launched_at=datetime(2026, 4, 9, tzinfo=UTC)), None))
    (revised,) = decide(record(tagline="New."), known)
    assert isinstance(revised.data, ToolRevised)
    assert revised.data.launched_at is msgspec.UNSET


def test_a_description_is_sealed_again_only_when_it_changed() -> None:
    known = fold(None, decide(record(description="One."), None))
    (tagline,) = decide(record(description="One.", tagline="t"), known)
    (described,) = decide(record(description="Two."), known)
    assert tagline.contents == ()
    assert [content.body for content in described.contents] == ["Two."]


def test_another_price_does_not_keep_the_old_label_source_and_date() -> None:
    known = fold(
        None, decide(record(pricing="Free", entry="Free", pricing_source="https://a.example/"), None)
    )
    (priced,) = decide(record(pricing="$20 a month"), known)
    assert isinstance(priced.data, PricingRecorded)
    assert (priced.data.raw, priced.data.entry, priced.data.source_url) == ("$20 a month", None, None)


@pytest.mark.parametrize("words", [{}, {"pricing": "MIT"}])
def test_a_label_is_added_to_the_price_that_is_known(words: dict[str, str]) -> None:
    known = fold(None, decide(record(pricing="MIT", pricing_source="https://a.example/"), None))
    (priced,) = decide(record(entry="Paid", **words), known)
    assert priced.data == PricingRecorded(
        tool_id=TOOL, raw="MIT", entry="Paid", source_url="https://a.example/", checked_at=None
    )


def test_a_fact_that_comes_back_is_a_new_event() -> None:
    first = decide(record(pricing="A", tagline="A"), None)
    known = fold(None, first)
    known = fold(known, decide(record(pricing="B", tagline="B"), known))
    third = decide(record(pricing="A", tagline="A"), known)
    assert [type(data) for data in data_of(third)] == [ToolRevised, PricingRecorded]
    assert not {event.event_id for event in first} & {event.event_id for event in third}


def test_a_tool_without_a_name_of_its_own_is_called_by_its_slug() -> None:
    (launched,) = decide(record(name=None), None)
    assert isinstance(launched.data, ToolLaunched)
    assert launched.data.name == "skillclaw"
