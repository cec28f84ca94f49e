"""Bring the durable tables to the newest schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from digest.db.engine import shown_url, writing
from digest.db.locks import waiting
from digest.errors import DigestError
from digest.migrations import HEAD, revision_of

if TYPE_CHECKING:
    from sqlalchemy import Engine


def migrate(engine: Engine) -> None:
    """Apply the steps a database lacks; one process at a time, the others wait.

    Raises:
        DigestError: the database cannot be opened, or is none.
        DatabaseBusy: another process holds all of it.
    """
    try:
        with engine.connect() as connection:
            if revision_of(connection) == HEAD:
                return
    except DatabaseError as error:
        raise DigestError(
            f"the database {shown_url(engine)} cannot be opened ({error.orig});"
            " name another with --db, or put it back from a backup"
        ) from error
    # Alembic takes a third of a second to import and is not needed on a current database.
    from digest.migrations.upgrade import upgrade  # noqa: PLC0415

    with waiting(engine, "migrate"), writing(engine) as connection:
        if revision_of(connection) != HEAD:
            upgrade(connection)
