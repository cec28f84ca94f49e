"""What the log keeps of a recipient: mishaps only, one event each; none for a message that was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.events import DeliveryDeferred, DeliveryRejected, DeliveryUncertain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.delivery.outbox import NextTry, Recovered
    from digest.errors import MessageDeferred, MessageRejected

#: An event about one recipient.
Mishap = DeliveryDeferred | DeliveryRejected | DeliveryUncertain


def deferred(week: str, subscriber_id: str, error: MessageDeferred, next_try: NextTry) -> DeliveryDeferred:
    """The recipient waits for another try."""
    return DeliveryDeferred(
        week=week,
        subscriber_id=subscriber_id,
        attempt=next_try.attempt,
        next_try_at=next_try.at,
        step=error.step,
        status=error.status,
    )


def rejected(week: str, subscriber_id: str, error: MessageRejected | MessageDeferred) -> DeliveryRejected:
    """The recipient is refused, or was put off for the last time."""
    return DeliveryRejected(week=week, subscriber_id=subscriber_id, step=error.step, status=error.status)


def unanswered(week: str, subscriber_id: str) -> DeliveryUncertain:
    """The server had the whole message and gave no answer."""
    return DeliveryUncertain(week=week, subscriber_id=subscriber_id, cause="no-answer")


def orphaned(week: str, recovered: Iterable[Recovered]) -> list[Mishap]:
    """What dead workers left that nobody can tell."""
    return [
        DeliveryUncertain(week=week, subscriber_id=one.subscriber_id, cause="worker-died")
        for one in recovered
        if one.end == "uncertain"
    ]
