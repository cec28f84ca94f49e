"""The stream of one week's issue: what was pinned, selected, frozen, approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from digest.errors import DigestError
from digest.events import Content, Event, NewEvent, fact_id
from digest.log.streams import stream_versions
from digest.pipeline.decide import Events, append_decided
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from digest.log.store import EventLog


#: States of an issue that readers have, or are getting.
SENT = ("delivering", "delivered")


def issue_row(connection: Connection, week: str) -> Row[Any] | None:
    """The week's issue as it stands, null before anything was selected."""
    table = live_tables(connection)["issue"]
    return connection.execute(select(table).where(table.c.week == week)).one_or_none()


def require_frozen(connection: Connection, week: str) -> Row[Any]:
    """The week's issue, if it has been frozen.

    Raises:
        DigestError: it has not.
    """
    row = issue_row(connection, week)
    if row is None or row.issue is None:
        raise DigestError(f"there is no frozen issue {week}; run: digest weekly --week {week}")
    return row


def issue_event(
    week: str,
    version: int,
    data: Event,
    *,
    occurred_at: datetime,
    actor: str,
    contents: tuple[Content, ...] = (),
) -> NewEvent:
    """An event of the week's stream; its id is its place there, so a race ends as a conflict."""
    return NewEvent(
        event_id=fact_id("issue", week, version, type(data).__name__),
        stream=f"issue/{week}",
        occurred_at=occurred_at,
        data=data,
        actor=actor,
        contents=contents,
    )


def append_to_issue(
    log: EventLog, week: str, actor: str, decide: Callable[[Connection], Event | None]
) -> Event | None:
    """Decide on the week's issue and record the outcome; null if there was nothing to record."""
    stream = f"issue/{week}"
    decided: list[Event | None] = []

    def events(connection: Connection) -> Events:
        data = decide(connection)
        decided.append(data)
        if data is None:
            return Events(events=(), expected={})
        version = stream_versions(connection, [stream]).get(stream, 0)
        event = issue_event(week, version, data, occurred_at=log.now(), actor=actor)
        return Events(events=(event,), expected={stream: version})

    append_decided(log, events)
    return decided[-1]
