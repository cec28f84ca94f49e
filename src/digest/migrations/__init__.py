"""The durable schema's history, run by Alembic; steps are history and import no table of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: The newest revision under ``versions/``; a test holds it against Alembic's own answer.
HEAD = "0007"


def revision_of(connection: Connection) -> str | None:
    """The revision a database stands at; null before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)
