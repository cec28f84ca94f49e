"""A log filled at the speed of the driver, row for row what ``EventLog.append`` would have written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import update

from benchmarks.appends import META, RECORDED_AT
from benchmarks.votes import Said
from digest import db
from digest.log import codec, store
from digest.log.schema import event, log_head

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: Events to one append, and so to one link of the chain.
APPEND_EVENTS = 5_000


def fill(engine: Engine, said: Iterable[Said]) -> int:
    """Append without the texts of takes, which no read model holds; returns the position reached."""
    columns = event.columns.keys()
    recorded_at = codec.canonical_time(RECORDED_AT)
    waiting = iter(said)
    with db.writing(engine) as connection:
        head = store.head(connection)
        position, chain_hash = head.position, bytes.fromhex(head.hash)
        while batch := list(islice(waiting, APPEND_EVENTS)):
            rows = [
                codec.encode(one.event, version=one.version, recorded_at=recorded_at, meta=META)
                for one in batch
            ]
            chain_hash = hashlib.sha256(chain_hash + b"".join(row[-1] for row in rows)).digest()
            db.bulk_insert(
                connection,
                event,
                (
                    dict(zip(columns, (number, *row, chain_hash), strict=True))
                    for number, row in enumerate(rows, position + 1)
                ),
            )
            position += len(rows)
        connection.execute(update(log_head).values(position=position, chain_hash=chain_hash))
    return position
