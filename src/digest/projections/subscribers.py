"""Subscribers: who may be mailed, by random id; addresses are in the vault, out of reach from here."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Table

from digest.db import Position, String
from digest.events import (
    PreferencesChanged,
    SubscriberErased,
    SubscriberUnsubscribed,
    SubscriptionConfirmed,
    SubscriptionRequested,
)
from digest.projections.base import Projection, Record, State, read_models

#: ``status``: pending, confirmed, unsubscribed or erased; ``position`` is the event that made it so. The
#: preferences outlive it: who comes back finds them.
subscriber = Table(
    "subscriber",
    read_models,
    Column("subscriber_id", String(36), primary_key=True),
    Column("status", String, nullable=False),
    Column("position", Position, nullable=False),
    Column("frequency", String, nullable=False),
    Column("format", String, nullable=False),
    Column("paused", Boolean, nullable=False),
)


_AT_FIRST = {"frequency": "weekly", "format": "html", "paused": False}


def _put(state: State, subscriber_id: str, status: str, record: Record) -> None:
    row = state.get("subscriber", subscriber_id) or {"subscriber_id": subscriber_id, **_AT_FIRST}
    state.put("subscriber", {**row, "status": status, "position": record.position})


def _on_requested(state: State, data: SubscriptionRequested, record: Record) -> None:
    _put(state, data.subscriber_id, "pending", record)


def _on_confirmed(state: State, data: SubscriptionConfirmed, record: Record) -> None:
    _put(state, data.subscriber_id, "confirmed", record)


def _on_preferences(state: State, data: PreferencesChanged) -> None:
    row = state.get("subscriber", data.subscriber_id)
    if row is not None:
        chosen = {"frequency": data.frequency, "format": data.format, "paused": data.paused}
        state.put("subscriber", {**row, **chosen})


def _on_unsubscribed(state: State, data: SubscriberUnsubscribed, record: Record) -> None:
    _put(state, data.subscriber_id, "unsubscribed", record)


def _on_erased(state: State, data: SubscriberErased, record: Record) -> None:
    _put(state, data.subscriber_id, "erased", record)


SUBSCRIBERS = Projection(
    name="subscribers",
    version=3,
    tables=(subscriber,),
    handlers={
        SubscriptionRequested: _on_requested,
        SubscriptionConfirmed: _on_confirmed,
        PreferencesChanged: _on_preferences,
        SubscriberUnsubscribed: _on_unsubscribed,
        SubscriberErased: _on_erased,
    },
)
