"""Engine and transactions: reading is one snapshot, writing is all or nothing, errors are named."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event, make_url

from digest.db.dialects import DIALECTS, dialect_of
from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, ExceptionContext, Table

BUSY_TIMEOUT_S = 30.0
_SQLITE, _POSTGRESQL = r"sqlite:///(?!:memory:|$)", r"postgresql\+psycopg://"


def open_engine(url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Connect lazily; whoever needs a lock waits at most ``busy_timeout_s`` seconds for it.

    ``url`` is ``sqlite:///PATH`` or ``postgresql+psycopg://USER:PASSWORD@HOST/DATABASE``. What the driver
    raises for a busy, full, read-only or lost database comes out as the error of :mod:`digest.errors`.

    Raises:
        DigestError: the URL names no database we know, or the driver is not installed.
    """
    if re.match(f"{_SQLITE}|{_POSTGRESQL}", url) is None:
        raise DigestError(
            f"{_without_password(url)!r} is no database URL for us;"
            " write sqlite:///PATH or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
        )
    parsed = make_url(url)
    dialect = DIALECTS[parsed.get_backend_name()]
    try:
        options = {"digest_busy_timeout_s": busy_timeout_s, "digest_dialect": dialect}
        engine = dialect.create(parsed, busy_timeout_s, options)
    except ModuleNotFoundError as error:
        raise DigestError(
            "PostgreSQL needs the driver psycopg; run: pip install 'shiporskip-digest[postgres]'"
        ) from error

    @event.listens_for(engine, "handle_error")
    def name_it(context: ExceptionContext) -> None:
        lost = context.is_disconnect or context.connection is None
        found = dialect.error(context.original_exception, busy_timeout_s=busy_timeout_s, lost=lost)
        if found is not None:
            raise found from context.original_exception

    return engine


def shown_url(engine: Engine) -> str:
    """Where the database is, for people: the file of SQLite, else the URL without its password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True)


def file_url(path: Path) -> str:
    """The URL of a database in one file."""
    return f"sqlite:///{path}"


def is_there(engine: Engine) -> bool:
    """Whether there is a database to connect to: false for SQLite's file before its first connection."""
    return dialect_of(engine).is_there(engine)


def owns(engine: Engine, path: Path) -> bool:
    """Whether a file is part of the database, such as SQLite's file, its journals and its locks."""
    return dialect_of(engine).owns(engine, path)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent snapshot; it never blocks a writer."""
    options = dialect_of(engine).options(writes=False)
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, committed at the end; on SQLite it holds the write lock from its start.

    Raises:
        DatabaseBusy: a lock did not come free in time.
    """
    with engine.connect() as connection:
        if options := dialect_of(engine).options(writes=True):
            connection.execution_options(**options)
        with connection.begin():
            yield connection


def writers_take_turns(engine: Engine) -> bool:
    """Whether :func:`writing` waits for other writers before it has written anything."""
    return dialect_of(engine).writers_take_turns


@contextmanager
def supposing(engine: Engine) -> Iterator[Connection]:
    """One consistent snapshot on which temporary tables may be made; nothing done on it stays."""
    options = dialect_of(engine).options(writes=False)
    with engine.connect().execution_options(**options) as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


def purge(engine: Engine, *tables: Table) -> None:
    """Make sure that deleted rows of these tables are gone from the disk too.

    Raises:
        DatabaseBusy: somebody still reads an older state; nothing is lost, run it again.
    """
    dialect_of(engine).purge(engine, tables)


def _without_password(url: str) -> str:
    return re.sub(r"//.*@", "//...@", url)
