"""Statements by the driver itself, for paths that run for every event: Core costs more than the work.

Whoever listens to the engine sees them too, and errors are named as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class Conflict(Exception):
    """A row with this key is there already."""


def run(connection: Connection, statement: str, parameters: Any = ()) -> Sequence[tuple[Any, ...]]:
    """Run a statement; returns its rows as the driver gives them, none for one that has none.

    Raises:
        Conflict: a unique key is taken.
        DigestError: the database is busy, full, read-only or gone.
    """
    cursor = _execute(connection, statement, parameters, many=False)
    try:
        return cursor.fetchall() if cursor.description is not None else ()
    finally:
        cursor.close()


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Run a statement once for each row of parameters; returns how many rows it changed.

    Raises:
        Conflict: a unique key is taken.
        DigestError: the database is busy, full, read-only or gone.
    """
    # One row does without what a driver does for many.
    many = len(rows) != 1
    cursor = _execute(connection, statement, rows if many else rows[0], many=many)
    changed: int = cursor.rowcount
    cursor.close()
    return changed


def _execute(connection: Connection, statement: str, parameters: Any, *, many: bool) -> Any:
    pooled = connection.connection
    cursor: Any = pooled.cursor()
    connection.engine.dispatch.before_cursor_execute(connection, cursor, statement, parameters, None, many)
    try:
        if many:
            cursor.executemany(statement, parameters)
        else:
            cursor.execute(statement, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        cursor.close()
        lost = connection.dialect.is_disconnect(error, pooled.dbapi_connection, None)
        if lost:
            connection.invalidate(error)
        if isinstance(error, connection.dialect.loaded_dbapi.IntegrityError):
            raise Conflict(str(error)) from error
        options = connection.get_execution_options()
        waited_s: float = options["digest_busy_timeout_s"]
        named = options["digest_dialect"].error(error, busy_timeout_s=waited_s, lost=lost)
        if named is None:
            raise
        raise named from error
    return cursor
