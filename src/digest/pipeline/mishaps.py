"""The stream of one week's delivery: what went wrong with single recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.events import NewEvent, fact_id
from digest.log.streams import stream_versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from digest.delivery.mishaps import Mishap
    from digest.pipeline.newsletter import Newsletter


def record_mishaps(
    connection: Connection, newsletter: Newsletter, week: str, mishaps: Sequence[Mishap]
) -> None:
    """Append them in the caller's transaction; the caller holds the issue's delivery lock."""
    if not mishaps:
        return
    stream = f"delivery/{week}"
    version = stream_versions(connection, [stream]).get(stream, 0)
    events = [
        NewEvent(
            event_id=fact_id("delivery", week, version + number, type(mishap).__name__),
            stream=stream,
            occurred_at=newsletter.now(),
            data=mishap,
            actor=newsletter.actor,
        )
        for number, mishap in enumerate(mishaps)
    ]
    newsletter.log.append(events, expected_version={stream: version}, connection=connection)
