"""What a projection is: data, not a class to inherit from.

Handlers are pure over a keyed state: they get and put rows, and can reach nothing else, so a
replay can never send mail, read a clock or see a removed text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from typing import Any, NamedTuple, Protocol

import msgspec
from sqlalchemy import Column, Integer, MetaData, Table

from digest.db import Position, String, metadata
from digest.events import Event

#: Column name -> value: str, int, bool or null. Lists are kept as canonical JSON.
Row = dict[str, Any]


class State(Protocol):
    """The rows a handler may read and write, by table name and primary key."""

    def get(self, table: str, *key: str | int) -> Row | None:
        """A copy of the row, or null."""

    def put(self, table: str, row: Row) -> None:
        """Insert the row, or replace the one with its key; every column must be given."""

    def add(self, table: str, row: Row) -> None:
        """Insert a row whose key is surely not there; what is deleted soon again then costs nothing."""

    def delete(self, table: str, *key: str | int) -> None:
        """Remove the row if it is there."""


class Record(NamedTuple):
    """An event as the log stores it, as far as handlers may know it.

    ``position`` is 1..N over the whole log, ``event_id`` a UUID in canonical text form, ``occurred_at``
    canonical UTC text (:func:`digest.log.codec.canonical_time`), ``meta`` canonical JSON: who acted, and
    what recorded it. The first four fields are those that find and read the event.
    """

    position: int
    type: str
    schema_version: int
    payload: str
    event_id: str
    occurred_at: str
    meta: str


#: ``fn(state, event)``, or ``fn(state, event, record)`` for one that asks for the record too.
Handler = Callable[[State, Any], None] | Callable[[State, Any, Record], None]


@cache
def asks_for_record(handler: Handler) -> bool:
    """Whether the handler takes the record; what only a record says is not even read for the others."""
    return len(signature(handler).parameters) == 3


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """A read model: its tables and how each event type changes them.

    ``version`` rises with any change of tables or handlers; the rows are then rebuilt.
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    handlers: Mapping[type[Event], Handler]


#: Table definitions of the read models, under their logical names.
read_models = MetaData()

#: Which generation of each projection readers see, and how far it has folded.
projection = Table(
    "projection",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("position", Position, nullable=False),
)
