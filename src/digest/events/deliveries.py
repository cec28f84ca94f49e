"""Deliveries: one issue to its frozen audience. Rows hold each recipient; the log holds totals."""

from __future__ import annotations

from typing import Annotated

import msgspec

from digest.events.base import ContentHash, Event, Week

Count = Annotated[int, msgspec.Meta(ge=0)]


class DeliveryStarted(Event, frozen=True, kw_only=True):
    """The audience was frozen: everybody confirmed at ``audience_position``, a row for each."""

    week: Week
    issue: ContentHash
    audience_position: int
    recipients: Count


class DeliveryCompleted(Event, frozen=True, kw_only=True):
    """No row is open any more. ``accepted + rejected + skipped + cancelled + uncertain`` equals
    the recipients at the start; ``root`` is a SHA-256 over the recipients' records in id order.
    """

    week: Week
    issue: ContentHash
    accepted: Count
    rejected: Count
    skipped: Count
    cancelled: Count
    uncertain: Count
    root: str


class DeliveryPaused(Event, frozen=True, kw_only=True):
    """No mail goes out before the resumption: of the week's issue, or of any where it is null."""

    week: Week | None
    reason: str


class DeliveryResumed(Event, frozen=True, kw_only=True):
    """Mail may go out again: of the week's issue, or of any where it is null.

    A week that was paused by itself stays so when all are resumed.
    """

    week: Week | None
