"""The keyed state handlers work on: rows in memory, loaded from a table when a key is missing."""

from __future__ import annotations

import hashlib
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import Boolean

from digest import db
from digest.log.codec import canonical_json

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Table

    from digest.projections.base import Row

Key = tuple[str | int, ...]


class _Shape:
    """What a table's columns make of a row; worked out once for each table."""

    def __init__(self, table: Table) -> None:
        self.columns = [column.name for column in table.columns]
        self.names = frozenset(self.columns)
        self.booleans = [column.name for column in table.columns if isinstance(column.type, Boolean)]
        self.key = _key([column.name for column in table.primary_key])

    def read(self, values: Iterable[object]) -> Row:
        """A stored row as handlers see it: what SQLite keeps as 0 and 1 is a bool again."""
        row = dict(zip(self.columns, values, strict=True))
        for name in self.booleans:
            if row[name] is not None:
                row[name] = bool(row[name])
        return row


_shape = cache(_Shape)


class _Rows:
    """One table's rows by key: what was read of it, and what has changed since; null is absent.

    ``added`` are keys that the table surely lacks. ``expected`` are keys that may be asked for soon; the
    first one that is asked for brings them all.
    """

    def __init__(self, table: Table) -> None:
        self.table, self.shape = table, _shape(table)
        self.key = self.shape.key
        self.read: dict[Key, Row | None] = {}
        self.changed: dict[Key, Row | None] = {}
        self.added: set[Key] = set()
        self.expected: set[Key] = set()

    def whole(self, row: Row) -> Row:
        """The row, if it names every column; a default would hide a handler's mistake."""
        if row.keys() != self.shape.names:
            odd = sorted(self.shape.names ^ row.keys())
            raise KeyError(f"{self.table.name}: columns {odd} missing or unknown")
        return row


class KeyedState:
    """Rows by table and key. Without a connection a missing key is simply absent (a rebuild).

    ``tables`` maps logical names to the tables of the generation in use.
    """

    def __init__(self, tables: Mapping[str, Table], connection: Connection | None = None) -> None:
        self._tables = {name: _Rows(table) for name, table in tables.items()}
        self._connection = connection

    def get(self, table: str, *key: str | int) -> Row | None:
        """A copy of the row, or null."""
        rows = self._tables[table]
        try:
            row = rows.changed[key]
        except KeyError:
            if self._connection is not None and key not in rows.read:
                self._load(rows, {key} | rows.expected)
            row = rows.read.get(key)
        return None if row is None else row.copy()

    def put(self, table: str, row: Row) -> None:
        """Insert or replace; a missing or unknown column is an error when the rows are written."""
        rows = self._tables[table]
        rows.changed[rows.key(row)] = row

    def add(self, table: str, row: Row) -> None:
        """Insert a row that is surely not there; it costs nothing if it is deleted before it is written."""
        rows = self._tables[table]
        key = rows.key(row)
        rows.added.add(key)
        rows.changed[key] = row

    def delete(self, table: str, *key: str | int) -> None:
        """Remove the row if it is there."""
        rows = self._tables[table]
        if self._connection is None or key in rows.added:
            rows.changed.pop(key, None)
        else:
            rows.changed[key] = None

    def expect(self, table: str, keys: Collection[Key]) -> None:
        """Read these rows together with the first one that is asked for; a handler may never ask."""
        self._tables[table].expected.update(keys)

    def _load(self, rows: _Rows, keys: Collection[Key]) -> None:
        """Know these rows; those that are not in the table are known to be absent."""
        assert self._connection is not None  # noqa: S101 - without one, nothing is missing
        missing = [key for key in keys if key not in rows.read]
        rows.read.update(dict.fromkeys(missing))
        rows.expected.clear()
        for values in db.rows_by_key(self._connection, rows.table, missing):
            row = rows.shape.read(values)
            rows.read[rows.key(row)] = row

    def flush(self, connection: Connection) -> None:
        """Write what changed, in key order; the state is of no further use."""
        for rows in self._tables.values():
            ordered = sorted(rows.changed, key=repr)
            kept = [rows.whole(row) for key in ordered if (row := rows.changed[key]) is not None]
            db.upsert(connection, rows.table, kept)
            db.delete_by_key(connection, rows.table, [key for key in ordered if rows.changed[key] is None])

    def rows(self, table: str) -> Iterator[Row]:
        """Every row in memory, in key order: the whole table, for a state that was folded from the start."""
        rows = self._tables[table]
        return (rows.whole(row) for key in sorted(rows.changed) if (row := rows.changed[key]) is not None)


def _key(names: list[str]) -> Callable[[Row], Key]:
    if len(names) > 1:
        return itemgetter(*names)
    (name,) = names
    return lambda row: (row[name],)


def fingerprint(tables: Mapping[str, Table], rows_of: Mapping[str, Iterable[Row]]) -> str:
    """SHA-256 over a read model's rows in key order: equal rows, equal fingerprint, on any engine."""
    total = hashlib.sha256()
    for name in sorted(tables):
        total.update(f"{name}\n".encode())
        for line in sorted(canonical_json(row) for row in rows_of[name]):
            total.update(line.encode() + b"\n")
    return total.hexdigest()
