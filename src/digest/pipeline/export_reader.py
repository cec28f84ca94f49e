"""Everything that is kept about one reader, for them to take along (GDPR, article 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from digest import db
from digest.delivery.letters import letter
from digest.delivery.outbox import outbox
from digest.errors import BadToken
from digest.log.codec import canonical_time
from digest.log.schema import bookmark, event, subscriber_vault
from digest.log.streams import stream_events

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from digest.events import Recorded
    from digest.pipeline.newsletter import Newsletter


def export_reader(newsletter: Newsletter, subscriber_id: str) -> dict[str, Any]:
    """Address and evidence, events, votes, bookmarks, and what was mailed when; as JSON would hold it.

    Raises:
        BadToken: the reader is forgotten.
    """
    with db.reading(newsletter.engine) as connection:
        known = _rows(connection, subscriber_vault, subscriber_id)
        if not known:
            raise BadToken
        streams = [f"subscriber/{subscriber_id}", *_vote_streams(connection, subscriber_id)]
        events = stream_events(connection, streams)
        return {
            "reader": known[0],
            "events": [_told(item) for stream in streams for item in events.get(stream, ())],
            "bookmarks": _rows(connection, bookmark, subscriber_id),
            "issues": _rows(connection, outbox, subscriber_id),
            "letters": _rows(connection, letter, subscriber_id),
        }


def _rows(connection: Connection, table: Table, subscriber_id: str) -> list[dict[str, Any]]:
    found = connection.execute(
        select(table).where(table.c.subscriber_id == subscriber_id).order_by(*table.primary_key)
    )
    return [dict(row._mapping) for row in found]


def _vote_streams(connection: Connection, subscriber_id: str) -> list[str]:
    """A reader's votes are in streams named after tool and reader."""
    table = event.c.stream
    found = select(table).where(table.like(f"vote/%/{subscriber_id}")).distinct().order_by(table)
    return list(connection.execute(found).scalars())


def _told(item: Recorded) -> dict[str, Any]:
    return {
        "position": item.position,
        "type": type(item.data).__name__,
        "occurred_at": canonical_time(item.occurred_at),
        "recorded_at": canonical_time(item.recorded_at),
        "data": msgspec.to_builtins(item.data),
    }
