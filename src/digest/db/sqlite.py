"""SQLite: WAL, ``synchronous=FULL`` (a commit survives power loss), and writers that wait at their start.

Every writing transaction begins with ``BEGIN IMMEDIATE``, so that a writer never waits in the middle.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

from digest.db.run import run
from digest.errors import DatabaseBusy, DatabaseFull, DatabaseReadOnly, DigestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import URL, Connection, Engine, Table

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    # What is deleted is overwritten, so that an erased text is gone from the file as well.
    "secure_delete=ON",
)


#: From so many rows on, a connection gets a page cache of this size, in KiB: ids are random, so each row
#: lands elsewhere in every index, and what does not stay in memory is written and read again.
_MANY_ROWS = 10_000
_LARGE_CACHE_KIB = 65_536


def make_room(connection: Connection, rows: Sequence[object]) -> None:
    """Let a connection hold the indexes that many rows are about to go into."""
    if len(rows) >= _MANY_ROWS:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_LARGE_CACHE_KIB}")


class SQLite:
    """One file, one machine."""

    #: Stands for a parameter.
    mark = "?"
    #: Whether a writing transaction waits for the others at its start, before it has written anything.
    writers_take_turns = True
    #: Completes ``column`` to a test for membership in one bound list.
    among = "IN (SELECT value FROM json_each(?))"
    #: Rows that a long read is handed at a time: what a processor's cache holds while they are worked on.
    stream_rows = 200

    def create(self, url: URL, busy_timeout_s: float, execution_options: dict[str, Any]) -> Engine:
        """Connect lazily; a writer waits at most ``busy_timeout_s`` seconds."""
        engine = create_engine(
            url, connect_args={"timeout": busy_timeout_s}, execution_options=execution_options
        )

        @event.listens_for(engine, "connect")
        def configure(connection: sqlite3.Connection, _record: object) -> None:
            # The driver must not open transactions by itself: BEGIN IMMEDIATE below is ours.
            connection.isolation_level = None
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.create_function("chain_link", 2, _chain_link, deterministic=True)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("digest_writes", True)
            run(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")

        return engine

    def options(self, *, writes: bool) -> dict[str, Any]:
        """Execution options of a transaction; a reading one is a snapshot by itself."""
        return {} if writes else {"digest_writes": False}

    def error(self, error: BaseException, *, busy_timeout_s: float, lost: bool) -> DigestError | None:  # noqa: ARG002
        """The deliberate error that the driver's stands for; null for any other. A file is never lost."""
        # The low byte is the kind, the high ones say more (SQLite, extended result codes).
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return DatabaseBusy(busy_timeout_s)
            case sqlite3.SQLITE_FULL:
                return DatabaseFull(str(error))
            case sqlite3.SQLITE_READONLY:
                return DatabaseReadOnly(str(error))
            case _:
                return None

    @contextmanager
    def lock(self, engine: Engine, name: str, *, wait: bool) -> Iterator[bool]:
        """A lock file beside the database; the kernel frees it when its process dies."""
        with Path(f"{engine.url.database}.{name}.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def many_rows(self, table: Table) -> str:
        """What an INSERT takes its rows from: one at a time, which costs no trip to a server."""
        return f"VALUES ({', '.join([self.mark] * len(table.columns))})"

    def many_parameters(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """The rows as :meth:`many_rows` takes them."""
        return rows

    def open_cursor(self, connection: Connection) -> Any:
        """A cursor of the driver that reads rows as they are asked for."""
        return connection.connection.cursor()

    def list_parameter(self, values: Sequence[str]) -> str:
        """A bound list for :attr:`among`."""
        return json.dumps(values)

    def among_keys(self, table: Table) -> str:
        """The same for a row of key columns."""
        parts = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(table.primary_key)))
        return f"IN (SELECT {parts} FROM json_each(?))"  # noqa: S608

    def keys_parameter(self, keys: Sequence[tuple[str | int, ...]]) -> tuple[str]:
        """A bound list for :meth:`among_keys`."""
        return (json.dumps(keys),)

    def bulk_insert(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Fill a table with rows that are surely new."""
        make_room(connection, rows)
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(rows))  # noqa: S608

    def continue_counting(self, _connection: Connection, _table: Table) -> None:
        """Let the numbers given by the database go on after the rows; SQLite takes the highest plus one."""

    def is_there(self, engine: Engine) -> bool:
        """Whether there is a database to connect to; connecting would make its file."""
        return Path(str(engine.url.database)).exists()

    def owns(self, engine: Engine, path: Path) -> bool:
        """Whether a file is part of the database: its file, its journals, its locks."""
        file = Path(str(engine.url.database)).absolute()
        beside = re.fullmatch(re.escape(file.name) + r"(-wal|-shm|-journal|\..+\.lock)?", path.name)
        return beside is not None and path.absolute().parent == file.parent

    def purge(self, engine: Engine, _tables: Sequence[Table]) -> None:
        """Write the file anew without its free pages, and empty the write-ahead log.

        Raises:
            DatabaseBusy: somebody still reads an older state.
        """
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None  # noqa: S101 - an open connection has one
            driver.execute("VACUUM")
            busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise DatabaseBusy(0)


def _chain_link(previous: bytes, leaves: bytes) -> bytes:
    return hashlib.sha256(previous + leaves).digest()
