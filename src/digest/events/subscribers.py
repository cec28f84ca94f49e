"""Subscribers: consent, by random id; addresses and evidence live in the vault only."""

from __future__ import annotations

from typing import Literal

from digest.events.base import Event, Id, Week
from digest.events.deliveries import Status

Via = Literal["import", "operator", "form", "link", "one-click"]
Frequency = Literal["weekly", "monthly"]
Format = Literal["html", "text"]


class SubscriptionRequested(Event, frozen=True, kw_only=True):
    """Somebody asked for the mail; nothing is sent before the confirmation."""

    subscriber_id: Id
    via: Via


class SubscriptionConfirmed(Event, frozen=True, kw_only=True):
    """There is evidence of consent, kept in the vault (double opt-in). Another address is confirmed anew."""

    subscriber_id: Id
    via: Via


class PreferencesChanged(Event, frozen=True, kw_only=True):
    """How the person wants the mail from now on; all of it, not only what changed.

    ``monthly`` is the first issue of a calendar month. ``format`` is ``text`` for a message without HTML.
    While ``paused`` nothing is sent, and the subscription stays.
    """

    subscriber_id: Id
    frequency: Frequency
    format: Format
    paused: bool
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


class SuppressionAdded(Event, frozen=True, kw_only=True):
    """The subscriber's address takes no mail, so no issue is sent there (:mod:`digest.intake.suppression`).

    ``week`` is the issue whose rejection decided it, ``status`` the reply's code.
    """

    subscriber_id: Id
    fault: Literal["gone", "refused"]
    week: Week
    status: Status


class SuppressionLifted(Event, frozen=True, kw_only=True):
    """Mail may go to the subscriber again: the mailbox was confirmed anew, or an operator knows better."""

    subscriber_id: Id
    via: Via
