from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events import CountedTake, NewEvent, ReviewPublished, ReviewWithdrawn
from digest.intake.records import EvidenceRecord, ReviewRecord
from digest.intake.review_history import ReviewHistory, review_history, review_stream
from digest.intake.reviews import DecidedReviews, decide_reviews, decide_withdrawal
from tests.history import recorded

DAY = datetime(2026, 4, 20, tzinfo=UTC)


def record(**facts: Any) -> ReviewRecord:
    given = {"tool": "a", "persona": "builder", "choice": "ship", "score": 88, "take": "Good.", "at": DAY}
    return ReviewRecord(file="r.jsonl", line=1, **{**given, **facts})


def decide(given: ReviewRecord, *before: NewEvent | None) -> NewEvent | None:
    return next(iter(decide_all(given, history=history_of(*before)).events), None)


def history_of(*events: NewEvent | None) -> ReviewHistory:
    return review_history(recorded(event for event in events if event))


def published(event: NewEvent | None) -> ReviewPublished:
    assert event is not None
    assert isinstance(event.data, ReviewPublished)
    return event.data


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
    second = decide(record(score=12, choice="skip"), first)
    assert decide(record(), first) is None
    assert decide(record(score=12, choice="skip"), first, second) is None


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
    second = decide(record(**change), first)
    assert first is not None
    assert published(second).supersedes == str(first.event_id)
    assert published(second).previous == CountedTake(choice="ship", score=88)


def test_a_take_that_comes_back_is_a_third_fact() -> None:
    first = decide(record())
    second = decide(record(score=50), first)
    third = decide(record(), first, second)
    assert len({event.event_id for event in (first, second, third) if event}) == 3


def test_an_older_take_brings_nothing_back() -> None:
    first = decide(record())
    assert decide(record(score=50, at=DAY - timedelta(days=1)), first) is None


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
    published_before: list[NewEvent | None] = []
    for moment in sorted(by_day):
        published_before.append(decide(by_day[moment], *published_before))
    assert all(decide(item, *published_before) is None for item in by_day.values())


def decide_all(*records: ReviewRecord, history: ReviewHistory | None = None) -> DecidedReviews:
    return decide_reviews(
        [(one, "t1") for one in records],
        history={review_stream("t1", "builder"): history or ReviewHistory()},
        content_key=b"key",
        actor="editor",
    )


def test_two_takes_of_one_persona_in_one_import_are_a_take_and_its_revision_by_date() -> None:
    later = record(choice="skip", score=40, take="Worse.", at=DAY + timedelta(days=1))

    decided = decide_all(later, record())

    assert (decided.published, decided.replaced) == (1, 1)
    assert [published(event).choice for event in decided.events] == ["ship", "skip"]
    assert published(decided.events[1]).previous == CountedTake(choice="ship", score=88)
    assert decided.expected == {"review/t1/builder": 0}


def test_the_same_two_takes_imported_again_change_nothing() -> None:
    both = (record(), record(choice="skip", score=40, take="Worse.", at=DAY + timedelta(days=1)))
    history = history_of(*decide_all(*both).events)

    again = decide_all(*both, history=history)

    assert (again.events, again.unchanged, again.older) == ((), 2, 0)


def test_a_take_older_than_the_one_that_counts_is_counted_as_older_if_it_is_news() -> None:
    history = history_of(*decide_all(record()).events)

    decided = decide_all(record(take="From a drawer.", at=DAY - timedelta(days=9)), history=history)

    assert (decided.events, decided.unchanged, decided.older) == ((), 0, 1)


def withdrawn(*before: NewEvent | None) -> NewEvent | None:
    decided = decide_withdrawal(
        "builder",
        members=["t1"],
        history={review_stream("t1", "builder"): history_of(*before)},
        reason="a conflict came out",
        occurred_at=DAY + timedelta(days=3),
        actor="editor",
    )
    return next(iter(decided.events), None)


def test_a_withdrawal_says_what_counted_until_then() -> None:
    gone = withdrawn(decide(record()))
    assert gone is not None
    assert isinstance(gone.data, ReviewWithdrawn)
    assert (gone.stream, gone.data.previous) == ("review/t1/builder", CountedTake(choice="ship", score=88))


def test_without_a_take_there_is_nothing_to_withdraw_and_no_take_is_withdrawn_twice() -> None:
    first = decide(record())
    assert withdrawn() is None
    assert withdrawn(first, withdrawn(first)) is None


def test_a_withdrawn_take_imported_again_does_not_come_back() -> None:
    first = decide(record(score=50, at=DAY - timedelta(days=1)))
    second = decide(record(), first)
    before = (first, second, withdrawn(first, second))
    assert decide(record(), *before) is None
    assert decide(record(score=50, at=DAY - timedelta(days=1)), *before) is None


def test_a_newer_take_after_a_withdrawal_counts_and_replaces_none() -> None:
    first = decide(record())
    gone = withdrawn(first)
    later = published(decide(record(at=DAY + timedelta(days=1)), first, gone))
    assert (later.supersedes, later.previous) == (str(first.event_id) if first else "", None)


def test_a_correction_after_a_withdrawal_counts_and_what_was_withdrawn_stays_away() -> None:
    first = decide(record())
    gone = withdrawn(first)
    corrected = decide(record(take="Now in my own words."), first, gone)
    assert published(corrected).previous is None
    assert decide(record(), first, gone, corrected) is None


def test_a_take_is_decided_at_the_version_that_a_withdrawal_left() -> None:
    first = decide(record())
    history = history_of(first, withdrawn(first))
    decided = decide_all(record(at=DAY + timedelta(days=1)), history=history)
    assert decided.expected == {"review/t1/builder": 2}
    assert (decided.published, decided.replaced) == (1, 0)
