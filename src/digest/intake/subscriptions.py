"""Consent: a subscriber's record and state -> events. Addresses never enter; ids are random.

An import confirms only with evidence, and never brings back somebody who has left.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

import msgspec

from digest.events import (
    Event,
    NewEvent,
    SubscriberErased,
    SubscriberUnsubscribed,
    SubscriptionConfirmed,
    SubscriptionRequested,
    fact_id,
)
from digest.events.subscribers import Via
from digest.intake.records import SubscriberRecord

Status = Literal["pending", "confirmed", "unsubscribed", "erased"]


class SubscriberState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a subscriber stands; ``version`` is the stream's."""

    status: Status
    version: int


def has_evidence(record: SubscriberRecord) -> bool:
    """Whether the record shows consent: when it was confirmed, and where that came from.

    >>> has_evidence(SubscriberRecord(file="a.csv", line=2, email="a@example.org"))
    False
    """
    return record.confirmed_at is not None and record.consent_source is not None


def decide_subscription(
    record: SubscriberRecord,
    *,
    subscriber_id: str,
    state: SubscriberState | None,
    actor: str,
    via: Via,
    recorded_at: datetime,
) -> tuple[NewEvent, ...]:
    """Request, and with evidence confirm; nothing for who is confirmed already, or has left.

    Append at version ``state.version``, or 0.
    """
    confirmed_at = record.confirmed_at if has_evidence(record) else None
    facts: list[tuple[Event, datetime]] = []
    if state is None:
        requested = SubscriptionRequested(subscriber_id=subscriber_id, via=via)
        facts.append((requested, confirmed_at or recorded_at))
    if confirmed_at is not None and (state is None or state.status == "pending"):
        facts.append((SubscriptionConfirmed(subscriber_id=subscriber_id, via=via), confirmed_at))
    return tuple(
        NewEvent(
            event_id=_event_id(fact, subscriber_id, version),
            stream=f"subscriber/{subscriber_id}",
            occurred_at=occurred_at,
            actor=actor,
            data=fact,
        )
        for version, (fact, occurred_at) in enumerate(facts, start=state.version if state else 0)
    )


def decide_unsubscribe(
    *, subscriber_id: str, state: SubscriberState, actor: str, via: Via, at: datetime
) -> NewEvent | None:
    """Let the subscriber leave, from pending too; None for who has left already."""
    if state.status in ("unsubscribed", "erased"):
        return None
    left = SubscriberUnsubscribed(subscriber_id=subscriber_id, via=via)
    return NewEvent(
        event_id=_event_id(left, subscriber_id, state.version),
        stream=f"subscriber/{subscriber_id}",
        occurred_at=at,
        actor=actor,
        data=left,
    )


def decide_erasure(
    *, subscriber_id: str, state: SubscriberState, actor: str, via: Via, at: datetime
) -> NewEvent | None:
    """Forget the subscriber, from any status; None for who is forgotten already."""
    if state.status == "erased":
        return None
    erased = SubscriberErased(subscriber_id=subscriber_id, via=via)
    return NewEvent(
        event_id=_event_id(erased, subscriber_id, state.version),
        stream=f"subscriber/{subscriber_id}",
        occurred_at=at,
        actor=actor,
        data=erased,
    )


def _event_id(fact: Event, subscriber_id: str, version: int) -> uuid.UUID:
    kinds: dict[type[Event], str] = {
        SubscriptionRequested: "subscription-requested",
        SubscriptionConfirmed: "subscription-confirmed",
        SubscriberUnsubscribed: "subscriber-unsubscribed",
        SubscriberErased: "subscriber-erased",
    }
    return fact_id(kinds[type(fact)], subscriber_id, version)
