"""Single events, as stored: by position, by id, by stream, and the texts they carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from digest.errors import DigestError
from digest.log.content import texts
from digest.log.schema import event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

_POSITION = re.compile(r"[0-9]{1,18}")
_EVENT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CONTENT_HASH = re.compile(r'"([0-9a-f]{64})"')


def find(connection: Connection, what: str) -> Sequence[Row[Any]]:
    """The event at a position or with an id, or all events of a stream in order.

    Raises:
        DigestError: there is none.
    """
    if _POSITION.fullmatch(what):
        kind, wanted = "position", event.c.position == int(what)
    elif _EVENT_ID.fullmatch(what):
        kind, wanted = "id", event.c.event_id == what.lower()
    else:
        kind, wanted = "stream", event.c.stream == what
    rows = connection.execute(select(event).where(wanted).order_by(event.c.version)).all()
    if not rows:
        raise DigestError(f"no event has the {kind} {what}; to see the newest ones, run: digest log tail")
    return rows


def carried_texts(connection: Connection, rows: Iterable[Row[Any]]) -> dict[str, str]:
    """The texts that the events commit to, by hash; one that was removed is absent."""
    return texts(connection, {hash_ for row in rows for hash_ in _CONTENT_HASH.findall(row.payload)})
