"""The stream of one week's delivery: what went wrong with single recipients, and what was found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.events import DeliveryReconciled, DeliveryRejected, NewEvent, fact_id
from digest.log.streams import stream_versions
from digest.pipeline.decide import Events
from digest.pipeline.suppress import suppress_refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from digest.delivery.mishaps import Mishap
    from digest.pipeline.newsletter import Newsletter


def record_mishaps(
    connection: Connection, newsletter: Newsletter, week: str, mishaps: Sequence[Mishap]
) -> None:
    """Append them in the caller's transaction; the caller holds the issue's delivery lock.

    Whose mailbox is gone goes on suppression with that.
    """
    if not mishaps:
        return
    told = delivery_events(connection, newsletter, week, mishaps)
    rejected = [mishap for mishap in mishaps if isinstance(mishap, DeliveryRejected)]
    suppressed = suppress_refused(connection, newsletter, rejected)
    newsletter.log.append(
        [*told.events, *suppressed.events],
        expected_version={**told.expected, **suppressed.expected},
        connection=connection,
    )


def delivery_events(
    connection: Connection, newsletter: Newsletter, week: str, facts: Sequence[Mishap | DeliveryReconciled]
) -> Events:
    """Facts about recipients as the next events of the delivery's stream."""
    stream = f"delivery/{week}"
    version = stream_versions(connection, [stream]).get(stream, 0)
    events = tuple(
        NewEvent(
            event_id=fact_id("delivery", week, version + number, type(fact).__name__),
            stream=stream,
            occurred_at=newsletter.now(),
            data=fact,
            actor=newsletter.actor,
        )
        for number, fact in enumerate(facts)
    )
    return Events(events=events, expected={stream: version})
