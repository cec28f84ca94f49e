"""Decided events as a log would hold them, without a database: what pure decisions are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.events import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.events import NewEvent


def recorded(events: Iterable[NewEvent], after: Iterable[Recorded] = ()) -> list[Recorded]:
    """The events at the positions that follow those of ``after``, and at the versions of their streams."""
    log = list(after)
    stood = len(log)
    for event in events:
        log.append(
            Recorded(
                position=len(log) + 1,
                event_id=event.event_id,
                stream=event.stream,
                version=1 + sum(earlier.stream == event.stream for earlier in log),
                occurred_at=event.occurred_at,
                recorded_at=event.occurred_at,
                data=event.data,
                meta={"actor": event.actor},
            )
        )
    return log[stood:]
