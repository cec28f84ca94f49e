"""The database: engine, transactions, locks, and every difference between the dialects.

SQLite is the embedded default: WAL, ``synchronous=FULL`` (a commit survives power loss) and
``BEGIN IMMEDIATE`` for every writing transaction, so that a writer waits at its start and never
in the middle. Nothing above this file names a dialect.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError, OperationalError

from digest.errors import DatabaseBusy, DigestError
from digest.migrations import HEAD, revision_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Engine

#: The durable tables: log, content, vault, ledgers, outbox. Read models are not among them.
metadata = MetaData()

BUSY_TIMEOUT_S = 30.0
#: SQLite takes 32,766 variables a statement; look-ups are cut well below that.
LOOKUP_CHUNK = 500


def open_engine(url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Connect lazily to ``sqlite:///path``; a writer waits at most ``busy_timeout_s`` seconds.

    Raises:
        DigestError: the URL names no file of a database we know.
    """
    if re.match(r"sqlite:///(?!:memory:|$)", url) is None:
        raise DigestError(f"{_without_password(url)!r} is no database URL for us; write sqlite:///PATH")
    engine = create_engine(url, connect_args={"timeout": busy_timeout_s})
    engine = engine.execution_options(digest_busy_timeout_s=busy_timeout_s)

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not open transactions by itself: BEGIN IMMEDIATE below is ours.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("chain_link", 2, _chain_link, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("digest_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _without_password(url: str) -> str:
    return re.sub(r"//.*@", "//...@", url)


def _chain_link(previous: bytes, leaves: bytes) -> bytes:
    return hashlib.sha256(previous + leaves).digest()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent snapshot; it never blocks a writer."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that holds the write lock from its start, committed at the end.

    Raises:
        DatabaseBusy: the lock did not come free in time.
    """
    with engine.connect().execution_options(digest_writes=True) as connection:
        try:
            transaction = connection.begin()
        except OperationalError as error:
            if _is_busy(error):
                raise _busy(engine) from error
            raise
        with transaction:
            yield connection


def _is_busy(error: DatabaseError) -> bool:
    return "locked" in str(error.orig) or "busy" in str(error.orig)


def _busy(engine: Engine) -> DatabaseBusy:
    return DatabaseBusy(float(engine.get_execution_options().get("digest_busy_timeout_s", BUSY_TIMEOUT_S)))


@contextmanager
def exclusive(engine: Engine, name: str) -> Iterator[bool]:
    """A named lock that dies with its process; yields whether it was had, and never waits.

    Whoever holds it knows that work claimed under it by others was left by the dead.
    """
    path = Path(f"{engine.url.database}.{name}.lock")
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def waiting(engine: Engine, name: str) -> Iterator[None]:
    """A named lock that dies with its process, waited for as long as it takes."""
    with Path(f"{engine.url.database}.{name}.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """The distinct values in order, cut so that one statement can look each list up.

    >>> list(chunks(["b", "a", "b"]))
    [['a', 'b']]
    """
    wanted = sorted(set(values))
    for start in range(0, len(wanted), LOOKUP_CHUNK):
        yield wanted[start : start + LOOKUP_CHUNK]


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or replace the columns of those whose primary key is there."""
    if not rows:
        return
    insert = sqlite.insert(table)
    keys = [column.name for column in table.primary_key]
    others = {
        column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys
    }
    statement = (
        insert.on_conflict_do_update(index_elements=keys, set_=others)
        if others
        else insert.on_conflict_do_nothing(index_elements=keys)
    )
    connection.execute(statement, list(rows))


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet."""
    if rows:
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), list(rows))


def advance_head(connection: Connection, count: int, leaves: bytes) -> tuple[int, bytes]:
    """Take ``count`` positions and link the chain in one statement.

    Returns the head's position after the append and its chain hash,
    SHA-256(previous chain hash || leaves).
    """
    row = connection.execute(
        text(
            "UPDATE log_head SET position = position + :count,"
            " chain_hash = chain_link(chain_hash, :leaves) RETURNING position, chain_hash"
        ),
        {"count": count, "leaves": leaves},
    ).one()
    return int(row.position), bytes(row.chain_hash)


def migrate(engine: Engine) -> None:
    """Bring the durable tables to the newest schema; one process at a time, the others wait.

    Raises:
        DigestError: the file cannot be opened, or is no database.
        DatabaseBusy: another process holds all of it.
    """
    try:
        with engine.connect() as connection:
            if revision_of(connection) == HEAD:
                return
    except DatabaseError as error:
        if _is_busy(error):
            raise _busy(engine) from error
        raise DigestError(
            f"the database {engine.url.database} cannot be opened ({error.orig});"
            " name another with --db, or put it back from a backup"
        ) from error
    # Alembic takes a third of a second to import and is not needed on a current database.
    from digest.migrations.upgrade import upgrade  # noqa: PLC0415

    with waiting(engine, "migrate"), writing(engine) as connection:
        if revision_of(connection) != HEAD:
            upgrade(connection)
