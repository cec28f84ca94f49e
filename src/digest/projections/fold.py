"""Fold events into states: one decode an event, one call for each projection that handles it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from digest import db
from digest.errors import PoisonEvent
from digest.events import EVENT_TYPES
from digest.log import codec
from digest.projections.base import Record, asks_for_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from digest.events import Event
    from digest.projections.base import Projection
    from digest.projections.state import Key, KeyedState

#: Below this many events the rows they touch are read one by one.
EXPECTED_EVENTS = 16
#: A record's first fields, and the others in one text, since a column more costs each event; the first two
#: of them have one length.
_FIRST = "position, type, schema_version, payload"
_LATER = "event_id || occurred_at || meta"
_ID_ENDS, _DATE_ENDS = 36, 36 + 27

#: What is stored of an event: a record's first four fields, and the later ones as one text, or null where
#: no handler asks for them.
Stored = tuple[Any, ...]


@contextmanager
def recorded(
    connection: Connection, projections: Iterable[Projection], *, after: int = 0, up_to: int | None = None
) -> Iterator[Iterator[Sequence[Stored]]]:
    """What the handlers may see of each event, in position order, a list at a time.

    ``after`` is exclusive, ``up_to`` inclusive. The server's cursor is closed at the end, however it comes.
    """
    query, bounds = _query(projections, after, up_to)
    with closing(db.stream(connection, query, bounds)) as batches:
        yield batches


def stretch(
    connection: Connection, projections: Iterable[Projection], *, after: int, up_to: int
) -> Sequence[Stored]:
    """The same in one list, for a stretch short enough to be held."""
    return db.rows_of(connection, *_query(projections, after, up_to))


def _query(projections: Iterable[Projection], after: int, up_to: int | None) -> tuple[str, list[int]]:
    query, bounds = f"SELECT {_fields(projections)} FROM event WHERE position > {{}}", [after]  # noqa: S608
    if up_to is not None:
        query, bounds = f"{query} AND position <= {{}}", [after, up_to]
    return f"{query} ORDER BY position", bounds


def _fields(projections: Iterable[Projection]) -> str:
    """A record's fields; those that tell nothing of most events are taken only where a handler wants them."""
    asking = {cls.__name__ for p in projections for cls, fn in p.handlers.items() if asks_for_record(fn)}
    if not asking:
        return f"{_FIRST}, NULL"
    types = ", ".join(f"'{name}'" for name in sorted(asking))
    return f"{_FIRST}, CASE WHEN type IN ({types}) THEN {_LATER} END"


def _record(row: Stored) -> Record:
    position, type_, schema_version, payload, later = row
    event_id, occurred_at, meta = later[:_ID_ENDS], later[_ID_ENDS:_DATE_ENDS], later[_DATE_ENDS:]
    return Record(position, type_, schema_version, payload, event_id, occurred_at, meta)


class _Call(NamedTuple):
    projection: str
    handler: Callable[..., None]
    asks: bool
    state: KeyedState
    after: int


class _Route(NamedTuple):
    version: int
    decode: Callable[[str], Event]
    calls: tuple[_Call, ...]
    #: State, table, and the getter of its keys, where the event's fields name them.
    keys: tuple[tuple[KeyedState, str, Callable[[Event], Iterable[Key]]], ...]


class Fold:
    """Projections, each with the state it folds into and the position it has folded already."""

    def __init__(
        self,
        projections: Sequence[Projection],
        states: Mapping[str, KeyedState],
        after: Mapping[str, int] | None = None,
    ) -> None:
        self._projections, self._states, self._after = projections, states, after or {}
        self._routes: dict[str, _Route] = {}

    def fold(self, batches: Iterable[Sequence[Stored]]) -> int:
        """Fold each event once; returns the last position, 0 if there was none.

        Raises:
            PoisonEvent: an event is unknown, cannot be read, or a handler refuses it.
        """
        routes, position = self._routes, 0
        for rows in batches:
            for row in rows:
                position, type_, schema_version, payload, _later = row
                version, decode, calls, _keys = routes.get(type_) or self._route(position, type_)
                if not calls:
                    continue
                try:
                    data = decode(payload) if schema_version == version else _lift(row)
                except (LookupError, ValueError) as error:
                    raise PoisonEvent("(all)", position, type_, str(error)) from error
                for projection, handler, asks, state, after in calls:
                    if position > after:
                        try:
                            if asks:
                                handler(state, data, _record(row))
                            else:
                                handler(state, data)
                        except (LookupError, TypeError, ValueError) as error:
                            raise PoisonEvent(projection, position, type_, str(error)) from error
        return position

    def expect(self, rows: Sequence[Stored]) -> None:
        """Let the rows that a batch may ask for be read at once, as far as its fields name them.

        What cannot be read is left for :meth:`fold` to name.
        """
        if len(rows) < EXPECTED_EVENTS:
            return
        wanted: dict[tuple[int, str], tuple[KeyedState, set[Key]]] = {}
        for position, type_, schema_version, payload, _later in rows:
            version, decode, _calls, keys = self._routes.get(type_) or self._route(position, type_)
            if keys and schema_version == version:
                try:
                    data = decode(payload)
                except ValueError:
                    return
                for state, table, keys_in in keys:
                    wanted.setdefault((id(state), table), (state, set()))[1].update(keys_in(data))
        for (_, table), (state, expected) in wanted.items():
            state.expect(table, expected)

    def _route(self, position: int, type_: str) -> _Route:
        cls = EVENT_TYPES.get(type_)
        if cls is None:
            raise PoisonEvent("(all)", position, type_, "this release does not know the type")
        handling = [p for p in self._projections if cls in p.handlers]
        route = _Route(
            version=cls.VERSION,
            decode=_decoder(cls),
            calls=tuple(
                _Call(
                    p.name,
                    p.handlers[cls],
                    asks_for_record(p.handlers[cls]),
                    self._states[p.name],
                    self._after.get(p.name, 0),
                )
                for p in handling
            ),
            keys=tuple(
                (self._states[p.name], table.name, key)
                for p in handling
                for table in p.tables
                if (key := _keys_in(cls, table)) is not None
            ),
        )
        self._routes[type_] = route
        return route


def _lift(row: Stored) -> Event:
    return codec.decode_data(row[1], row[2], row[3])


@cache
def _decoder(cls: type[Event]) -> Callable[[str], Event]:
    return msgspec.json.Decoder(cls).decode


@cache
def _keys_in(cls: type[Event], table: Table) -> Callable[[Event], Iterable[Key]] | None:
    """The getter of a table's keys, if all of a key stands in fields of the same names.

    A field in the plural lists several keys of a single column.
    """
    names = [column.name for column in table.primary_key]
    fields = set(cls.__struct_fields__)
    if len(names) > 1:
        values = attrgetter(*names)
        return (lambda data: (values(data),)) if fields.issuperset(names) else None
    (name,) = names
    if name in fields:
        return lambda data: ((getattr(data, name),),)
    if f"{name}s" in fields:
        return lambda data: [(one,) for one in getattr(data, f"{name}s")]
    return None
