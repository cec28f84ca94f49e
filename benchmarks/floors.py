"""What cannot be undercut: the raw driver, given ready-made values.

The statements of an append are those that ``EventLog.append`` sends, taken from a dry run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import event

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Sent(NamedTuple):
    """A statement as the driver got it; ``many`` if it got a list of parameters."""

    text: str
    parameters: Any
    many: bool


def recorded(engine: Engine, works: Iterable[Callable[[], object]]) -> list[list[Sent]]:
    """Do each work and return what it sent. A work is one transaction."""
    transactions = []
    for work in works:
        with _listening(engine) as sent:
            work()
        transactions.append(sent)
    return transactions


@contextmanager
def _listening(engine: Engine) -> Iterator[list[Sent]]:
    sent: list[Sent] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        sent.append(Sent(statement, parameters, many))

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


class Driver:
    """A connection of the driver alone, set up like every connection of the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pooled = engine.raw_connection()
        self._connection: Any = self._pooled.driver_connection

    def send(self, transaction: Iterable[Sent]) -> None:
        """Send the statements, fetch what they answer, commit."""
        cursor = self._connection.cursor()
        for text, parameters, many in transaction:
            if many:
                cursor.executemany(text, parameters)
            else:
                cursor.execute(text, parameters)
                if cursor.description is not None:
                    cursor.fetchall()
        self._connection.commit()

    def scan(self, columns: str) -> None:
        """Read columns of the whole log in order; through a server-side cursor where there is a server."""
        embedded = self._engine.dialect.name == "sqlite"
        named, rows = ({}, 200) if embedded else ({"name": "scan"}, 2_000)
        with closing(self._connection.cursor(**named)) as cursor:
            cursor.execute(f"SELECT {columns} FROM event ORDER BY position")  # noqa: S608
            while cursor.fetchmany(rows):
                pass
        self._connection.rollback()

    def close(self) -> None:
        """Give the connection back to the engine."""
        self._pooled.close()
