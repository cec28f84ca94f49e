"""The keyed state handlers work on: rows in memory, loaded from a table when a key is missing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from digest.db import upsert
from digest.log.codec import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, Table

    from digest.projections.base import Row

Key = tuple[str | int, ...]


class KeyedState:
    """Rows by table and key. Without a connection a missing key is simply absent (a rebuild).

    ``tables`` maps logical names to the tables of the generation in use.
    """

    def __init__(self, tables: Mapping[str, Table], connection: Connection | None = None) -> None:
        self._tables, self._connection = tables, connection
        self._rows: dict[str, dict[Key, Row | None]] = {name: {} for name in tables}
        self._dirty: dict[str, set[Key]] = {name: set() for name in tables}

    def get(self, table: str, *key: str | int) -> Row | None:
        """A copy of the row, or null."""
        rows = self._rows[table]
        if key not in rows:
            rows[key] = self._load(table, key)
        row = rows[key]
        return None if row is None else dict(row)

    def put(self, table: str, row: Row) -> None:
        """Insert or replace; a missing or unknown column is an error, not a default."""
        columns = {column.name for column in self._tables[table].columns}
        if columns != row.keys():
            raise KeyError(f"{table}: columns {sorted(columns ^ row.keys())} missing or unknown")
        key = tuple(row[column.name] for column in self._tables[table].primary_key)
        self._rows[table][key] = dict(row)
        self._dirty[table].add(key)

    def delete(self, table: str, *key: str | int) -> None:
        """Remove the row if it is there."""
        self._rows[table][key] = None
        self._dirty[table].add(key)

    def _load(self, table: str, key: Key) -> Row | None:
        if self._connection is None:
            return None
        source = self._tables[table]
        row = self._connection.execute(
            select(source).where(
                *(column == value for column, value in zip(source.primary_key, key, strict=True))
            )
        ).one_or_none()
        return None if row is None else dict(row._mapping)

    def flush(self, connection: Connection) -> None:
        """Write what changed, in key order."""
        for name, keys in self._dirty.items():
            table, rows = self._tables[name], self._rows[name]
            ordered = sorted(keys, key=repr)
            upsert(connection, table, [row for key in ordered if (row := rows[key]) is not None])
            gone = [key for key in ordered if rows[key] is None]
            if gone:
                primary = [column.name for column in table.primary_key]
                connection.execute(
                    delete(table).where(*(table.c[name] == bindparam(f"key_{name}") for name in primary)),
                    [{f"key_{name}": v for name, v in zip(primary, key, strict=True)} for key in gone],
                )
            keys.clear()

    def rows(self, table: str) -> Iterable[Row]:
        """Every row in memory: the whole table, for a state that was folded from the start."""
        return (row for row in self._rows[table].values() if row is not None)


def fingerprint(tables: Mapping[str, Table], rows_of: Mapping[str, Iterable[Row]]) -> str:
    """SHA-256 over a read model's rows in key order: equal rows, equal fingerprint, on any engine."""
    total = hashlib.sha256()
    for name in sorted(tables):
        total.update(f"{name}\n".encode())
        for line in sorted(canonical_json(row) for row in rows_of[name]):
            total.update(line.encode() + b"\n")
    return total.hexdigest()
