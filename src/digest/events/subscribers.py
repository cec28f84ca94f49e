"""Subscribers: consent, by random id; addresses and evidence live in the vault only."""

from __future__ import annotations

from typing import Literal

from digest.events.base import Event, Id

Via = Literal["import", "operator", "link", "one-click"]


class SubscriptionRequested(Event, frozen=True, kw_only=True):
    """Somebody asked for the mail; nothing is sent before the confirmation."""

    subscriber_id: Id
    via: Via


class SubscriptionConfirmed(Event, frozen=True, kw_only=True):
    """There is evidence of consent, kept in the vault (double opt-in)."""

    subscriber_id: Id
    via: Via


class SubscriberUnsubscribed(Event, frozen=True, kw_only=True):
    """The person left; only the person can come back, by confirming again."""

    subscriber_id: Id
    via: Via


class SubscriberErased(Event, frozen=True, kw_only=True):
    """The person was forgotten: address, name and evidence are deleted, the random id remains.

    The address is on suppression by keyed hash, so that no import mails it again.
    """

    subscriber_id: Id
    via: Via
