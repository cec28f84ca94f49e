"""Take an item from a tool that it is not about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from digest.errors import DigestError
from digest.intake.identity import tool_stream
from digest.intake.unlink import launched_by, reject_link
from digest.log.streams import stream_events
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.facts import tool_ids_named
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.log.store import EventLog


def unlink(log: EventLog, slug: str, source: str, native_id: str, *, reason: str, actor: str) -> bool:
    """Say that an item is not about a tool; false if that was said before.

    Raises:
        DigestError: the slug is nobody's, the item is not linked to its tool, or is the one that launched it.
    """

    def decide(connection: Connection) -> Events:
        (tool_id,) = tool_ids_named(connection, (slug,))
        tables = live_tables(connection)
        item, observed, rejected = (tables[name] for name in ("item", "observed", "rejected_link"))
        of_item = (item.c.source == source, item.c.native_id == native_id)
        linked_to = connection.execute(select(item.c.tool_id).where(*of_item)).scalar_one_or_none()
        stream = tool_stream(tool_id)
        history = stream_events(connection, [stream])[stream]
        if linked_to != tool_id:
            said = select(rejected).where(
                rejected.c.source == source, rejected.c.native_id == native_id, rejected.c.tool_id == tool_id
            )
            if connection.execute(said).one_or_none() is not None:
                return Events(events=(), expected={})
            raise DigestError(
                f"no item {native_id!r} of {source} is linked to {slug};"
                f" digest why {slug} shows the items that are"
            )
        ids = connection.scalars(
            select(observed.c.event_id).where(observed.c.source == source, observed.c.native_id == native_id)
        ).all()
        if launched_by(history, ids):
            raise DigestError(f"that item launched {slug}; without it there would be no such tool")
        event = reject_link(
            history,
            tool_id=tool_id,
            source=source,
            native_id=native_id,
            observed=ids,
            reason=reason,
            occurred_at=log.now(),
            actor=actor,
        )
        return Events(events=(event,), expected={stream: history[-1].version})

    _, new = append_decided(log, decide)
    return new > 0
