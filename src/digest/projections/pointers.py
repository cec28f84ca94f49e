"""Which tables of a read model readers see: a generation, the code version behind it, a checkpoint."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import MetaData, Table

from digest import db

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from digest.projections.base import Projection


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """Which tables readers see: their generation, code version, and the last position folded."""

    version: int
    generation: int
    position: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The pointer of each projection that has been built, and where the log stands, at one moment."""

    live: dict[str, Pointer]
    head: int

    def stale(self, projections: Iterable[Projection]) -> list[Projection]:
        """Those that were never built, or by another version of their code."""
        return [p for p in projections if p.name not in self.live or self.live[p.name].version != p.version]

    def behind(self, projections: Iterable[Projection]) -> bool:
        """Whether one of them has not folded the whole log."""
        return any(self.live[p.name].position < self.head for p in projections)


_STANDING = "SELECT name, version, generation, position, (SELECT position FROM log_head) FROM projection"
_HEAD = "SELECT position FROM log_head"


def standing(connection: Connection) -> Standing:
    """Where every read model and the log stand."""
    rows = db.run(connection, _STANDING)
    head = rows[0][4] if rows else db.run(connection, _HEAD)[0][0]
    return Standing(
        live={
            name: Pointer(version=version, generation=generation, position=position)
            for name, version, generation, position, _head in rows
        },
        head=head,
    )


def live_pointers(connection: Connection) -> dict[str, Pointer]:
    """The pointer of every projection that has been built."""
    return standing(connection).live


def hold_pointers(connection: Connection) -> None:
    """Let no other transaction move a read model before this one ends.

    Whoever locks the head of the log as well takes this lock first. SQLite has one writer anyway.
    """
    if connection.dialect.name != "sqlite":
        db.run(connection, "SELECT name FROM projection ORDER BY name FOR UPDATE")


def physical(projection: Projection, generation: int) -> dict[str, Table]:
    """The tables of one generation, by logical name."""
    return {table.name: _copy(table, generation) for table in projection.tables}


# One copy for good: a new Table would also make SQLAlchemy compile every statement anew. SQLite keeps its
# rows in the tree of their key, so that a row is found, and written, in one tree instead of two.
@cache
def _copy(table: Table, generation: int) -> Table:
    copy = table.to_metadata(MetaData(), name=f"{table.name}__{generation}")
    copy.dialect_options["sqlite"]["with_rowid"] = False
    return copy
