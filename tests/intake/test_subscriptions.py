from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from digest.events import (
    NewEvent,
    SubscriberErased,
    SubscriberUnsubscribed,
    SubscriptionConfirmed,
    SubscriptionRequested,
)
from digest.intake.records import SubscriberRecord
from digest.intake.subscriptions import (
    SubscriberState,
    decide_erasure,
    decide_subscription,
    decide_unsubscribe,
)

NOW = datetime(2026, 4, 20, 6, tzinfo=UTC)
CONSENTED = datetime(2026, 1, 2, tzinfo=UTC)
BARE = SubscriberRecord(file="s.csv", line=2, email="ann@example.org", name="Ann")
PROVEN = msgspec.structs.replace(BARE, confirmed_at=CONSENTED, consent_source="form")


def decide(record: SubscriberRecord, state: SubscriberState | None) -> tuple[NewEvent, ...]:
    return decide_subscription(
        record, subscriber_id="s1", state=state, actor="operator", via="import", recorded_at=NOW
    )


def test_a_new_row_with_evidence_is_requested_and_confirmed() -> None:
    events = decide(PROVEN, None)
    assert [type(event.data) for event in events] == [SubscriptionRequested, SubscriptionConfirmed]
    assert {event.occurred_at for event in events} == {CONSENTED}
    assert {event.stream for event in events} == {"subscriber/s1"}
    assert len({event.event_id for event in events}) == 2


@pytest.mark.parametrize(
    "record",
    [
        BARE,
        msgspec.structs.replace(BARE, confirmed_at=CONSENTED),
        msgspec.structs.replace(BARE, consent_source="form", consent_text="Yes"),
    ],
)
def test_a_new_row_without_full_evidence_stays_pending(record: SubscriberRecord) -> None:
    (event,) = decide(record, None)
    assert isinstance(event.data, SubscriptionRequested)
    assert event.occurred_at == NOW


def test_evidence_that_comes_later_confirms_who_is_pending() -> None:
    (event,) = decide(PROVEN, SubscriberState(status="pending", version=1))
    assert isinstance(event.data, SubscriptionConfirmed)
    assert event.event_id == decide(PROVEN, None)[1].event_id


@pytest.mark.parametrize("status", ["confirmed", "unsubscribed", "erased"])
@pytest.mark.parametrize("record", [BARE, PROVEN])
def test_an_import_changes_nothing_for_who_is_confirmed_and_brings_nobody_back(
    status: str, record: SubscriberRecord
) -> None:
    state = msgspec.convert({"status": status, "version": 2}, SubscriberState)
    assert decide(record, state) == ()


def test_a_pending_row_imported_again_without_evidence_is_no_news() -> None:
    assert decide(BARE, SubscriberState(status="pending", version=1)) == ()


def test_no_event_holds_or_is_named_by_an_address() -> None:
    other = msgspec.structs.replace(PROVEN, email="bob@example.org", name="Bob")
    assert decide(PROVEN, None) == decide(other, None)


@pytest.mark.parametrize("status", ["pending", "confirmed"])
def test_who_leaves_is_unsubscribed_once(status: str) -> None:
    state = msgspec.convert({"status": status, "version": 2}, SubscriberState)
    event = decide_unsubscribe(subscriber_id="s1", state=state, actor="a", via="one-click", at=NOW)
    assert event is not None
    assert event.data == SubscriberUnsubscribed(subscriber_id="s1", via="one-click")
    gone = SubscriberState(status="unsubscribed", version=3)
    assert decide_unsubscribe(subscriber_id="s1", state=gone, actor="a", via="link", at=NOW) is None


@pytest.mark.parametrize("status", ["pending", "confirmed", "unsubscribed"])
def test_anybody_is_erased_once_and_has_no_more_to_leave(status: str) -> None:
    state = msgspec.convert({"status": status, "version": 2}, SubscriberState)
    event = decide_erasure(subscriber_id="s1", state=state, actor="a", via="operator", at=NOW)
    assert event is not None
    assert event.data == SubscriberErased(subscriber_id="s1", via="operator")
    assert (event.stream, event.occurred_at) == ("subscriber/s1", NOW)
    gone = SubscriberState(status="erased", version=3)
    assert decide_erasure(subscriber_id="s1", state=gone, actor="a", via="operator", at=NOW) is None
    assert decide_unsubscribe(subscriber_id="s1", state=gone, actor="a", via="link", at=NOW) is None
