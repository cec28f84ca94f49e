"""Sources that were added by command; those of digest.toml stand in that file alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Column, Table, delete, insert, select

from digest.db import String, Text, metadata
from digest.log.codec import canonical_time
from digest.sources.source import Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: ``settings`` is JSON: the fields of :class:`digest.sources.source.Source` but these.
source = Table(
    "source",
    metadata,
    Column("name", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("url", String, nullable=False),
    Column("settings", Text, nullable=False),
    Column("added_at", String(27), nullable=False),
)
_OWN = frozenset({"name", "kind", "url"})


def added(connection: Connection) -> tuple[Source, ...]:
    """Every source that was added, by name."""
    rows = connection.execute(select(source).order_by(source.c.name))
    return tuple(
        msgspec.convert(
            {"name": row.name, "kind": row.kind, "url": row.url, **msgspec.json.decode(row.settings)}, Source
        )
        for row in rows
    )


def add(connection: Connection, new: Source, at: datetime) -> None:
    """Keep a source whose name is free."""
    fields = {name: value for name, value in msgspec.to_builtins(new).items() if name not in _OWN}
    connection.execute(
        insert(source).values(
            name=new.name,
            kind=new.kind,
            url=new.url,
            settings=msgspec.json.encode(fields).decode(),
            added_at=canonical_time(at),
        )
    )


def remove(connection: Connection, name: str) -> bool:
    """Forget a source; false if none of this name was added. What it showed stays in the log."""
    return connection.execute(delete(source).where(source.c.name == name)).rowcount > 0
