"""PostgreSQL through psycopg 3: appends in one statement, locks that die with their connection."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text

from digest.errors import ConnectionLost, DatabaseBusy, DatabaseFull, DatabaseReadOnly, DigestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine, Table


# A snapshot taken before a row was deleted still sees it, and VACUUM keeps what anybody can see.
_OLDER_SNAPSHOTS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND age(backend_xmin) > age(CAST(CAST(:now AS xid8) AS xid))
"""
_ARRAYS = {int: "bigint[]", bool: "boolean[]", bytes: "bytea[]", str: "text[]"}
#: How long a purge waits for older readers to end, in seconds.
PURGE_PATIENCE_S = 2.0


class PostgreSQL:
    """A server, for as many machines as it has clients."""

    #: Stands for a parameter.
    mark = "%s"
    #: Whether a writing transaction waits for the others at its start, before it has written anything.
    writers_take_turns = False
    #: Completes ``column`` to a test for membership in one bound list.
    among = "= ANY(%b::text[])"
    #: Rows that a long read is handed at a time: each time is a round trip.
    stream_rows = 2_000

    def create(self, url: URL, busy_timeout_s: float, execution_options: dict[str, Any]) -> Engine:
        """Connect lazily; a statement waits at most ``busy_timeout_s`` seconds for a lock."""
        engine = create_engine(url, execution_options=execution_options)

        @event.listens_for(engine, "connect")
        def configure(connection: Any, _record: object) -> None:
            connection.execute(f"SET lock_timeout = {round(busy_timeout_s * 1000)}")
            # A plan made while a table was small would be kept when it is not any more.
            connection.execute("SET plan_cache_mode = force_custom_plan")
            connection.commit()

        return engine

    def options(self, *, writes: bool) -> dict[str, Any]:
        """Execution options of a transaction: one snapshot for a reading one, the newest state for the other.

        A writing one may wait for another and must then see what that one did.
        """
        if writes:
            return {"isolation_level": "READ COMMITTED"}
        return {"isolation_level": "REPEATABLE READ"}

    def error(self, error: BaseException, *, busy_timeout_s: float, lost: bool) -> DigestError | None:
        """The deliberate error that the driver's stands for; null for any other.

        By SQLSTATE (PostgreSQL, appendix A): lock timeout and deadlock, disk full, read-only; ``lost`` says
        that there is no connection any more, or none was had.
        """
        if lost:
            return ConnectionLost(str(error))
        match getattr(error, "sqlstate", None):
            case "55P03" | "40P01" | "40001":
                return DatabaseBusy(busy_timeout_s)
            case "53100":
                return DatabaseFull(str(error))
            case "25006":
                return DatabaseReadOnly(str(error))
            case _:
                return None

    @contextmanager
    def lock(self, engine: Engine, name: str, *, wait: bool) -> Iterator[bool]:
        """An advisory lock of this database; the server frees it when its connection ends."""
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        call = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
        with engine.connect() as connection:
            with connection.begin():
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                had = connection.execute(text(f"SELECT {call}(:key)"), {"key": key}).scalar()
            if had is False:
                yield False
                return
            try:
                yield True
            finally:
                with connection.begin():
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})

    def open_cursor(self, connection: Connection) -> Any:
        """A cursor of the server that reads rows as they are asked for; by itself the driver takes all."""
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - an open connection has one
        return driver.cursor(name="stream")

    def list_parameter(self, values: Sequence[str]) -> Sequence[str]:
        """A bound list for :attr:`among`."""
        return values

    def among_keys(self, table: Table) -> str:
        """The same for a row of key columns."""
        lists = ", ".join(f"%b::{_ARRAYS[column.type.python_type]}" for column in table.primary_key)
        return f"IN (SELECT * FROM unnest({lists}))"  # noqa: S608

    def keys_parameter(self, keys: Sequence[tuple[str | int, ...]]) -> tuple[list[str | int], ...]:
        """A bound list for :meth:`among_keys`: one array for each column."""
        return tuple(list(column) for column in zip(*keys, strict=True))

    def many_rows(self, table: Table) -> str:
        """What an INSERT takes its rows from: one array for each column, so that it is one statement."""
        lists = ", ".join(f"%b::{_ARRAYS[column.type.python_type]}" for column in table.columns)
        return f"SELECT * FROM unnest({lists})"  # noqa: S608

    def many_parameters(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows as :meth:`many_rows` takes them."""
        return [tuple(map(list, zip(*rows, strict=True)))]

    def bulk_insert(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Fill a table with rows that are surely new, by COPY."""
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - an open connection has one
        statement = f'COPY "{table.name}" ({", ".join(columns)}) FROM STDIN'
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except connection.dialect.loaded_dbapi.Error as error:
            # SQLAlchemy does not see what happens on the driver's own cursor.
            found = _nul_in(table, columns, rows) or self.error(error, busy_timeout_s=0, lost=driver.broken)
            if found is None:
                raise
            raise found from error

    def continue_counting(self, connection: Connection, table: Table) -> None:
        """Let the numbers that the server gives by itself go on after the rows that brought theirs."""
        column = table.autoincrement_column
        if column is not None:
            connection.execute(
                text(
                    "SELECT setval(pg_get_serial_sequence(:quoted, :column),"  # noqa: S608
                    f' (SELECT max("{column.name}") FROM "{table.name}"))'
                ),
                {"quoted": f'"{table.name}"', "column": column.name},
            )

    def is_there(self, _engine: Engine) -> bool:
        """Whether there is a database to connect to; only connecting can tell."""
        return True

    def owns(self, _engine: Engine, _path: Path) -> bool:
        """Whether a file is part of the database; a server's are elsewhere."""
        return False

    def purge(self, engine: Engine, tables: Sequence[Table]) -> None:
        """Give the space of deleted rows back, so that no page holds them any more.

        Raises:
            DatabaseBusy: a transaction older than this one goes on, for which the server would keep them.
        """
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            now = connection.execute(text("SELECT CAST(pg_current_xact_id() AS text)")).scalar_one()
            began = time.monotonic()
            while connection.execute(text(_OLDER_SNAPSHOTS), {"now": now}).scalar_one():
                if time.monotonic() - began > PURGE_PATIENCE_S:
                    raise DatabaseBusy(PURGE_PATIENCE_S)
                time.sleep(0.05)
            # The samples of columns that are sampled no more stood in pg_statistic.
            for name in (*(table.name for table in tables), "pg_statistic"):
                connection.execute(text(f"VACUUM (FULL) {name}"))


def _nul_in(table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> DigestError | None:
    """Name the first text that holds the one character that PostgreSQL cannot store."""
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            if isinstance(value, str) and "\0" in value:
                named = dict(zip(columns, row, strict=True))
                key = ", ".join(f"{part.name} = {named[part.name]!r}" for part in table.primary_key)
                return DigestError(
                    f"{table.name} ({key}): {column} holds a NUL character, which PostgreSQL cannot store;"
                    " nothing was written. Take it out there, or stay on SQLite"
                )
    return None
