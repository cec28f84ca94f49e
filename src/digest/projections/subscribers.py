"""Subscribers: who may be mailed, by random id; addresses are in the vault, out of reach from here."""

from __future__ import annotations

from sqlalchemy import Column, Table

from digest.db import Position, String
from digest.events import SubscriberUnsubscribed, SubscriptionConfirmed, SubscriptionRequested
from digest.projections.base import Projection, Record, State, read_models

#: ``status``: pending, confirmed or unsubscribed; ``position`` is the event that made it so.
subscriber = Table(
    "subscriber",
    read_models,
    Column("subscriber_id", String(36), primary_key=True),
    Column("status", String, nullable=False),
    Column("position", Position, nullable=False),
)


def _put(state: State, subscriber_id: str, status: str, record: Record) -> None:
    state.put("subscriber", {"subscriber_id": subscriber_id, "status": status, "position": record.position})


def _on_requested(state: State, data: SubscriptionRequested, record: Record) -> None:
    _put(state, data.subscriber_id, "pending", record)


def _on_confirmed(state: State, data: SubscriptionConfirmed, record: Record) -> None:
    _put(state, data.subscriber_id, "confirmed", record)


def _on_unsubscribed(state: State, data: SubscriberUnsubscribed, record: Record) -> None:
    _put(state, data.subscriber_id, "unsubscribed", record)


SUBSCRIBERS = Projection(
    name="subscribers",
    version=1,
    tables=(subscriber,),
    handlers={
        SubscriptionRequested: _on_requested,
        SubscriptionConfirmed: _on_confirmed,
        SubscriberUnsubscribed: _on_unsubscribed,
    },
)
