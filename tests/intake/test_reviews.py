from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events import CountedTake, NewEvent, ReviewPublished
from digest.intake.records import EvidenceRecord, ReviewRecord
from digest.intake.reviews import DecidedReviews, ReviewState, decide_reviews, review_stream

DAY = datetime(2026, 4, 20, tzinfo=UTC)


def record(**facts: Any) -> ReviewRecord:
    given = {"tool": "a", "persona": "builder", "choice": "ship", "score": 88, "take": "Good.", "at": DAY}
    return ReviewRecord(file="r.jsonl", line=1, **{**given, **facts})


def decide(given: ReviewRecord, last: ReviewState | None = None) -> NewEvent | None:
    return next(iter(decide_all(given, history=(last,) if last else ()).events), None)


def published(event: NewEvent | None) -> ReviewPublished:
    assert event is not None
    assert isinstance(event.data, ReviewPublished)
    return event.data


def state(event: NewEvent | None, version: int = 1) -> ReviewState:
    review = published(event)
    assert event is not None
    return ReviewState(event_id=str(event.event_id), at=event.occurred_at, review=review, version=version)


def test_a_first_take_is_published_with_its_texts_sealed() -> None:
    evidence = (EvidenceRecord(source="https://a.example/", quote="It runs."),)
    event = decide(record(reviewer="Ann", conflicts="none", evidence=evidence))
    review = published(event)
    assert event is not None
    assert (event.stream, event.occurred_at, event.actor) == ("review/t1/builder", DAY, "editor")
    by_hash = {content.hash: content.body for content in event.contents}
    assert sorted(by_hash.values()) == ["Ann", "Good.", "It runs.", "none"]
    assert by_hash[review.take] == "Good."
    assert by_hash[review.evidence[0].quote or ""] == "It runs."
    assert (review.supersedes, review.previous, review.approved_by) == (None, None, None)


def test_a_text_used_twice_is_stored_once() -> None:
    event = decide(record(reviewer="Ann", approved_by="Ann"))
    assert event is not None
    assert len({content.hash for content in event.contents}) == len(event.contents) == 2


def test_the_same_take_again_is_no_news() -> None:
    first = decide(record())
    second = decide(record(score=12, choice="skip"), state(first))
    assert decide(record(), state(first)) is None
    assert decide(record(score=12, choice="skip"), state(second, 2)) is None


CHANGES: list[dict[str, Any]] = [
    {"choice": "skip"},
    {"score": 87},
    {"take": "Better."},
    {"at": DAY + timedelta(days=1)},
    {"reviewer": "Ann"},
    {"drafted_by": "model:x"},
    {"approved_by": "Ann"},
    {"tried": True},
    {"conflicts": "none"},
    {"evidence": (EvidenceRecord(source="https://a.example/"),)},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_changed_take_replaces_the_last_and_says_what_counted_until_then(change: dict[str, Any]) -> None:
    first = decide(record())
    second = decide(record(**change), state(first))
    assert first is not None
    assert published(second).supersedes == str(first.event_id)
    assert published(second).previous == CountedTake(choice="ship", score=88)


def test_a_take_that_comes_back_is_a_third_fact() -> None:
    first = decide(record())
    second = decide(record(score=50), state(first))
    third = decide(record(), state(second, 2))
    assert len({event.event_id for event in (first, second, third) if event}) == 3


def test_an_older_take_brings_nothing_back() -> None:
    first = decide(record())
    assert decide(record(score=50, at=DAY - timedelta(days=1)), state(first)) is None


@given(
    takes=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["ship", "skip"]), st.integers(0, 100)), max_size=6
    )
)
def test_takes_of_distinct_moments_imported_again_in_any_order_decide_nothing(
    takes: list[tuple[int, str, int]],
) -> None:
    given_records = [record(at=DAY + timedelta(days=d), choice=c, score=s) for d, c, s in takes]
    by_day = {item.at: item for item in given_records}
    last: ReviewState | None = None
    for moment in sorted(by_day):
        last = state(decide(by_day[moment], last))
    assert all(decide(item, last) is None for item in by_day.values())


def decide_all(*records: ReviewRecord, history: tuple[ReviewState, ...] = ()) -> DecidedReviews:
    return decide_reviews(
        [(one, "t1") for one in records],
        history={review_stream("t1", "builder"): history},
        content_key=b"key",
        actor="editor",
    )


def states_of(decided: DecidedReviews) -> tuple[ReviewState, ...]:
    return tuple(state(event, version) for version, event in enumerate(decided.events, 1))


def test_two_takes_of_one_persona_in_one_import_are_a_take_and_its_revision_by_date() -> None:
    later = record(choice="skip", score=40, take="Worse.", at=DAY + timedelta(days=1))

    decided = decide_all(later, record())

    assert (decided.published, decided.replaced) == (1, 1)
    assert [published(event).choice for event in decided.events] == ["ship", "skip"]
    assert published(decided.events[1]).previous == CountedTake(choice="ship", score=88)
    assert decided.expected == {"review/t1/builder": 0}


def test_the_same_two_takes_imported_again_change_nothing() -> None:
    both = (record(), record(choice="skip", score=40, take="Worse.", at=DAY + timedelta(days=1)))
    history = states_of(decide_all(*both))

    again = decide_all(*both, history=history)

    assert (again.events, again.unchanged, again.older) == ((), 2, 0)


def test_a_take_older_than_the_one_that_counts_is_counted_as_older_if_it_is_news() -> None:
    history = states_of(decide_all(record()))

    decided = decide_all(record(take="From a drawer.", at=DAY - timedelta(days=9)), history=history)

    assert (decided.events, decided.unchanged, decided.older) == ((), 0, 1)
