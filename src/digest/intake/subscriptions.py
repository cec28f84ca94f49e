"""Consent: a subscriber's record and state -> events. Addresses never enter; ids are random.

An import confirms only with evidence, and never brings back somebody who has left.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from digest.events import (
    Event,
    NewEvent,
    PreferencesChanged,
    SubscriberErased,
    SubscriberUnsubscribed,
    SubscriptionConfirmed,
    SubscriptionRequested,
    fact_id,
)
from digest.events.subscribers import Via
from digest.intake.records import SubscriberRecord
from digest.intake.standing import Preferences, Standing, SubscriberState


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
        _event(fact, subscriber_id, version, actor, occurred_at)
        for version, (fact, occurred_at) in enumerate(facts, start=state.version if state else 0)
    )


def decide_request(
    *, subscriber_id: str, state: SubscriberState | None, actor: str, at: datetime
) -> NewEvent | None:
    """Let somebody ask for the mail by the form, the first time or after having left; else None."""
    if state is not None and state.status != "unsubscribed":
        return None
    requested = SubscriptionRequested(subscriber_id=subscriber_id, via="form")
    return _event(requested, subscriber_id, state.version if state else 0, actor, at)


def decide_confirmation(
    *, subscriber_id: str, state: SubscriberState, actor: str, at: datetime, anew: bool = False
) -> NewEvent | None:
    """Confirm who asked, by a link mailed to them; ``anew``, who is confirmed confirms another address.

    None for everybody else: an old link brings back nobody who has left.
    """
    if state.status != ("confirmed" if anew else "pending"):
        return None
    confirmed = SubscriptionConfirmed(subscriber_id=subscriber_id, via="link")
    return _event(confirmed, subscriber_id, state.version, actor, at)


def decide_preferences(
    wanted: Preferences, *, subscriber_id: str, standing: Standing, actor: str, via: Via, at: datetime
) -> NewEvent | None:
    """Change how a subscriber wants the mail; None if they want it so already, or are forgotten."""
    if standing.status == "erased" or wanted == standing.preferences:
        return None
    changed = PreferencesChanged(
        subscriber_id=subscriber_id,
        frequency=wanted.frequency,
        format=wanted.format,
        paused=wanted.paused,
        via=via,
    )
    return _event(changed, subscriber_id, standing.version, actor, at)


def decide_unsubscribe(
    *, subscriber_id: str, state: SubscriberState, actor: str, via: Via, at: datetime
) -> NewEvent | None:
    """Let the subscriber leave, from pending too; None for who has left already."""
    if state.status in ("unsubscribed", "erased"):
        return None
    left = SubscriberUnsubscribed(subscriber_id=subscriber_id, via=via)
    return _event(left, subscriber_id, state.version, actor, at)


def decide_erasure(
    *, subscriber_id: str, state: SubscriberState, actor: str, via: Via, at: datetime
) -> NewEvent | None:
    """Forget the subscriber, from any status; None for who is forgotten already."""
    if state.status == "erased":
        return None
    erased = SubscriberErased(subscriber_id=subscriber_id, via=via)
    return _event(erased, subscriber_id, state.version, actor, at)


def _event(fact: Event, subscriber_id: str, version: int, actor: str, occurred_at: datetime) -> NewEvent:
    return NewEvent(
        event_id=_event_id(fact, subscriber_id, version),
        stream=f"subscriber/{subscriber_id}",
        occurred_at=occurred_at,
        actor=actor,
        data=fact,
    )


def _event_id(fact: Event, subscriber_id: str, version: int) -> uuid.UUID:
    kinds: dict[type[Event], str] = {
        SubscriptionRequested: "subscription-requested",
        SubscriptionConfirmed: "subscription-confirmed",
        PreferencesChanged: "preferences-changed",
        SubscriberUnsubscribed: "subscriber-unsubscribed",
        SubscriberErased: "subscriber-erased",
    }
    return fact_id(kinds[type(fact)], subscriber_id, version)
