"""Which dialect an engine speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.db.postgresql import PostgreSQL
from digest.db.sqlite import SQLite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Dialect = SQLite | PostgreSQL
DIALECTS: dict[str, Dialect] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def dialect_of(bind: Engine | Connection) -> Dialect:
    """The dialect of an engine or of a connection of it."""
    return DIALECTS[bind.dialect.name]
