"""Where a subscriber stands, folded from the events of their stream."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from digest.events import (
    Event,
    PreferencesChanged,
    SubscriberErased,
    SubscriberUnsubscribed,
    SubscriptionConfirmed,
    SubscriptionRequested,
    SuppressionAdded,
    SuppressionLifted,
)
from digest.events.subscribers import Format, Frequency

Status = Literal["pending", "confirmed", "unsubscribed", "erased"]

_STATUS: dict[type[Event], Status] = {
    SubscriptionRequested: "pending",
    SubscriptionConfirmed: "confirmed",
    SubscriberUnsubscribed: "unsubscribed",
    SubscriberErased: "erased",
}


class SubscriberState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a subscriber stands; ``version`` is the stream's."""

    status: Status
    version: int


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """How a subscriber wants the mail; see :class:`~digest.events.PreferencesChanged`."""

    frequency: Frequency = "weekly"
    format: Format = "html"
    paused: bool = False


class Standing(SubscriberState, frozen=True, kw_only=True):
    """The same with the preferences, which outlive leaving and coming back.

    ``undeliverable`` says why nothing is sent to the address, which takes no mail; null if it does.
    """

    preferences: Preferences
    undeliverable: SuppressionAdded | None = None

    @property
    def is_mailed(self) -> bool:
        """Whether an issue may go out to them."""
        return self.status == "confirmed" and not self.preferences.paused


def standing(events: Iterable[Event]) -> Standing | None:
    """Fold a subscriber's whole stream, oldest event first; null for an empty one.

    >>> standing([SubscriptionRequested(subscriber_id="a", via="form")]).status
    'pending'
    """
    status: Status | None = None
    preferences = Preferences()
    undeliverable: SuppressionAdded | None = None
    version = 0
    for event in events:
        version += 1
        if isinstance(event, PreferencesChanged):
            preferences = Preferences(frequency=event.frequency, format=event.format, paused=event.paused)
        elif isinstance(event, SuppressionAdded):
            undeliverable = event
        elif isinstance(event, SuppressionLifted):
            undeliverable = None
        else:
            status = _STATUS[type(event)]
    if status is None:
        return None
    return Standing(status=status, version=version, preferences=preferences, undeliverable=undeliverable)
