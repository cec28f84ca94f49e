"""Rows in and out by the hundred: look-ups by list, insert or replace, bulk loads."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any

from digest.db.dialects import dialect_of
from digest.db.run import run, run_many

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

#: SQLite takes 32,766 variables a statement; look-ups are cut well below that.
LOOKUP_CHUNK = 500


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """The distinct values in order, cut so that one statement can look each list up.

    >>> list(chunks(["b", "a", "b"]))
    [['a', 'b']]
    """
    wanted = sorted(set(values))
    for start in range(0, len(wanted), LOOKUP_CHUNK):
        yield wanted[start : start + LOOKUP_CHUNK]


def rows_among(connection: Connection, query: str, *values: Collection[str]) -> Sequence[tuple[Any, ...]]:
    """Run ``query`` with ``{among}`` in it, for each list, as the test that a column is one of its values.

    However many values, it is one statement with one parameter a list, prepared once.
    """
    if not any(values):
        return ()
    dialect = dialect_of(connection)
    lists = tuple(dialect.list_parameter(list(each)) for each in values)
    return run(connection, query.replace("{among}", dialect.among), lists)


def rows_of(connection: Connection, query: str, parameters: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
    """Run a statement, ``{}`` for each parameter; returns its rows as the driver's, none if it has none."""
    return run(connection, query.replace("{}", dialect_of(connection).mark), tuple(parameters))


def stream(
    connection: Connection, query: str, parameters: Sequence[Any]
) -> Generator[Sequence[tuple[Any, ...]], None, None]:
    """Run a long SELECT, ``{}`` for each parameter, and give its rows a list at a time, as the driver's."""
    dialect = dialect_of(connection)
    with closing(dialect.open_cursor(connection)) as cursor:
        cursor.execute(query.replace("{}", dialect.mark), tuple(parameters))
        while rows := cursor.fetchmany(dialect.stream_rows):
            yield rows


def rows_by_key(
    connection: Connection, table: Table, keys: Sequence[tuple[str | int, ...]]
) -> Sequence[tuple[Any, ...]]:
    """The rows with these primary keys, every column in the table's order; absent ones are left out.

    Values come as the driver gives them.
    """
    if not keys:
        return ()
    dialect = dialect_of(connection)
    if len(keys) == 1:
        return run(connection, _select_by_key(table, dialect.mark), keys[0])
    names = [column.name for column in table.primary_key]
    query = f"SELECT {_names(table)} FROM {table.name} WHERE ({', '.join(names)}) {dialect.among_keys(table)}"  # noqa: S608
    return run(connection, query, dialect.keys_parameter(keys))


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name every column, or replace those whose primary key is there."""
    _insert(connection, table, rows, replace=True)


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet; a column left out is null."""
    _insert(connection, table, rows, replace=False)


def delete_by_key(connection: Connection, table: Table, keys: Sequence[tuple[str | int, ...]]) -> None:
    """Remove the rows with these primary keys."""
    if keys:
        run_many(connection, _delete_by_key(table, dialect_of(connection).mark), list(keys))


def compare_and_set(
    connection: Connection, statement: str, value: int, names: Collection[str], held: int
) -> int:
    """Run an UPDATE with ``{}``, ``{among}`` and ``{}`` in it for these; returns how many rows it changed."""
    dialect = dialect_of(connection)
    marked = statement.replace("{}", dialect.mark).replace("{among}", dialect.among)
    return run_many(connection, marked, [(value, dialect.list_parameter(list(names)), held)])


def bulk_insert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Fill a table quickly with rows that are surely new and name every column."""
    columns = [column.name for column in table.columns]
    tuples = [tuple([row[name] for name in columns]) for row in rows]
    if tuples:
        dialect_of(connection).bulk_insert(connection, table, columns, tuples)


def continue_counting(connection: Connection, table: Table) -> None:
    """Let the numbers that the database gives by itself go on after rows that brought their own."""
    dialect_of(connection).continue_counting(connection, table)


def _insert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, replace: bool
) -> None:
    if not rows:
        return
    columns = [column.name for column in table.columns]
    values = [tuple(map(row.get, columns)) for row in rows]
    dialect = dialect_of(connection)
    if len(values) == 1:
        run_many(connection, _insert_statement(table, _one(table, dialect.mark), replace), values)
    else:
        statement = _insert_statement(table, dialect.many_rows(table), replace)
        run_many(connection, statement, dialect.many_parameters(values))


# Statements are put together once for each table: Core would build and look up the same one every time.
@cache
def _insert_statement(table: Table, values: str, replace: bool) -> str:
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in keys]
    replacing = ", ".join(f"{name} = excluded.{name}" for name in others)
    conflict = f"({', '.join(keys)}) DO UPDATE SET {replacing}" if replace and others else "DO NOTHING"
    return f"INSERT INTO {table.name} ({_names(table)}) {values} ON CONFLICT {conflict}"


def _one(table: Table, mark: str) -> str:
    return f"VALUES ({', '.join([mark] * len(table.columns))})"


@cache
def _select_by_key(table: Table, mark: str) -> str:
    return f"SELECT {_names(table)} FROM {table.name} WHERE {_is_key(table, mark)}"  # noqa: S608


@cache
def _delete_by_key(table: Table, mark: str) -> str:
    return f"DELETE FROM {table.name} WHERE {_is_key(table, mark)}"  # noqa: S608


def _is_key(table: Table, mark: str) -> str:
    return " AND ".join(f"{column.name} = {mark}" for column in table.primary_key)


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)
