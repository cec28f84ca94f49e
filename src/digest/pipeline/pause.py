"""Hold deliveries back, all of them or one week's, and let them go on: a switch that the log keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.events import DeliveryPaused, DeliveryResumed, Event, NewEvent, fact_id
from digest.issue.weeks import monday
from digest.log.streams import stream_versions
from digest.pipeline.decide import Events, append_decided
from digest.projections.issues import ALL_WEEKS
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter

STREAM = "deliveries"


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """Why no mail goes out, and for which week; null for every one."""

    week: str | None
    reason: str

    @property
    def resume(self) -> str:
        """The command that ends it."""
        return "digest deliveries resume" + (f" {self.week}" if self.week else "")


def pause(newsletter: Newsletter, week: str | None, reason: str) -> bool:
    """Let no further mail out, of the week's issue or of any; false if it is paused already.

    A delivery that is under way stops before its next claim.

    Raises:
        DigestError: there is no such week.
    """
    if week is not None:
        monday(week)

    def decide(connection: Connection) -> Event | None:
        paused = _paused(connection, week or ALL_WEEKS)
        return None if paused else DeliveryPaused(week=week, reason=reason)

    return _append(newsletter, decide)


def resume(newsletter: Newsletter, week: str | None) -> bool:
    """Take that very pause back; false if there was none. It sends nothing: ``send`` does."""

    def decide(connection: Connection) -> Event | None:
        return DeliveryResumed(week=week) if _paused(connection, week or ALL_WEEKS) else None

    return _append(newsletter, decide)


def pause_of(connection: Connection, week: str | None) -> Pause | None:
    """What holds back the week's delivery, or all mail; null if nothing does. The pause of all goes first."""
    found = _paused(connection, ALL_WEEKS, week or ALL_WEEKS)
    if ALL_WEEKS in found:
        return Pause(week=None, reason=found[ALL_WEEKS])
    return Pause(week=week, reason=found[week]) if week in found else None


def _paused(connection: Connection, *scopes: str) -> dict[str, str]:
    """Which of these scopes are paused, and why."""
    table = live_tables(connection)["delivery_pause"]
    # Asked before each commit of a delivery, where Core takes longer than all the rest.
    rows = db.rows_by_key(connection, table, [(scope,) for scope in scopes])
    return {scope: reason for scope, reason, _position in rows}


def _append(newsletter: Newsletter, decide: Callable[[Connection], Event | None]) -> bool:
    def events(connection: Connection) -> Events:
        data = decide(connection)
        if data is None:
            return Events(events=(), expected={})
        version = stream_versions(connection, [STREAM]).get(STREAM, 0)
        event = NewEvent(
            event_id=fact_id(STREAM, version, type(data).__name__),
            stream=STREAM,
            occurred_at=newsletter.now(),
            data=data,
            actor=newsletter.actor,
        )
        return Events(events=(event,), expected={STREAM: version})

    _, new = append_decided(newsletter.log, events)
    return bool(new)
