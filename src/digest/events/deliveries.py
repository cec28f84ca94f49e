"""Deliveries: one issue to its frozen audience. Rows hold each recipient; the log holds totals."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from digest.errors import Step
from digest.events.base import ContentHash, Event, Id, Moment, Week

Count = Annotated[int, msgspec.Meta(ge=0)]
#: A reply's code, and its enhanced code (RFC 3463): its words could repeat an address.
Status = Annotated[str, msgspec.Meta(pattern=r"^[2-5][0-9]{2}( [245]\.[0-9]{1,3}\.[0-9]{1,3})?$")]


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


class DeliveryDeferred(Event, frozen=True, kw_only=True):
    """The server put a recipient off for the ``attempt``-th time, or went away before the message's end.

    ``step`` and ``status`` are null where there was no reply.
    """

    week: Week
    subscriber_id: Id
    attempt: Annotated[int, msgspec.Meta(ge=1)]
    next_try_at: Moment
    step: Step | None
    status: Status | None


class DeliveryRejected(Event, frozen=True, kw_only=True):
    """A recipient was refused for good, or put off too often: ``status`` then begins with 4, or is null."""

    week: Week
    subscriber_id: Id
    step: Step | None
    status: Status | None


class DeliveryUncertain(Event, frozen=True, kw_only=True):
    """Nobody knows whether a recipient's message was accepted, and it is not sent again by itself.

    The server gave no answer to the whole of it, or the worker died before it noted one.
    """

    week: Week
    subscriber_id: Id
    cause: Literal["no-answer", "worker-died"]


class DeliveryReconciled(Event, frozen=True, kw_only=True):
    """Somebody found out what became of an uncertain message, in the mail server's log for one.

    One that was ``not-accepted`` waits to be sent again, and a delivery that was complete is open for it.
    """

    week: Week
    subscriber_id: Id
    outcome: Literal["accepted", "not-accepted"]


class DeliveryPaused(Event, frozen=True, kw_only=True):
    """No mail goes out before the resumption: of the week's issue, or of any where it is null."""

    week: Week | None
    reason: str


class DeliveryResumed(Event, frozen=True, kw_only=True):
    """Mail may go out again: of the week's issue, or of any where it is null.

    A week that was paused by itself stays so when all are resumed.
    """

    week: Week | None
