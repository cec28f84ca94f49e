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

#: Below this many events the rows they touch are loaded one by one.
PREFETCH_EVENTS = 16
_FIRST = ("position", "type", "schema_version", "payload")

#: What is stored of an event, in :class:`Record`'s order; the later fields are null where no handler asks.
Stored = tuple[Any, ...]


@contextmanager
def recorded(
    connection: Connection, projections: Iterable[Projection], *, after: int = 0, up_to: int | None = None
) -> Iterator[Iterator[Sequence[Stored]]]:
    """What the handlers may see of each event, in position order, a list at a time.

    ``after`` is exclusive, ``up_to`` inclusive. The server's cursor is closed at the end, however it comes.
    """
    query, bounds = f"SELECT {_fields(projections)} FROM event WHERE position > {{}}", [after]  # noqa: S608
    if up_to is not None:
        query, bounds = f"{query} AND position <= {{}}", [after, up_to]
    with closing(db.stream(connection, f"{query} ORDER BY position", bounds)) as batches:
        yield batches


def _fields(projections: Iterable[Projection]) -> str:
    """A record's fields; those that tell nothing of most events are taken only where a handler wants them."""
    asking = {cls.__name__ for p in projections for cls, fn in p.handlers.items() if asks_for_record(fn)}
    if not asking:
        return ", ".join((*_FIRST, *("NULL" for _ in Record._fields[len(_FIRST) :])))
    types = ", ".join(f"'{name}'" for name in sorted(asking))
    later = (f"CASE WHEN type IN ({types}) THEN {field} END" for field in Record._fields[len(_FIRST) :])
    return ", ".join((*_FIRST, *later))


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
    #: State, table, and the getter of its key, where the event's fields name it.
    keys: tuple[tuple[KeyedState, str, Callable[[Event], Key]], ...]


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
                position, type_, schema_version, payload, _event_id, _occurred_at, _meta = row
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
                                handler(state, data, Record._make(row))
                            else:
                                handler(state, data)
                        except (LookupError, TypeError, ValueError) as error:
                            raise PoisonEvent(projection, position, type_, str(error)) from error
        return position

    def prefetch(self, rows: Sequence[Stored]) -> None:
        """Load at once the rows that a batch is going to touch, as far as its fields name them.

        What cannot be read is left for :meth:`fold` to name.
        """
        if len(rows) < PREFETCH_EVENTS:
            return
        wanted: dict[tuple[int, str], tuple[KeyedState, set[Key]]] = {}
        for position, type_, schema_version, payload, *_ in rows:
            version, decode, _calls, keys = self._routes.get(type_) or self._route(position, type_)
            if keys and schema_version == version:
                try:
                    data = decode(payload)
                except ValueError:
                    return
                for state, table, key in keys:
                    wanted.setdefault((id(state), table), (state, set()))[1].add(key(data))
        for (_, table), (state, loaded) in wanted.items():
            state.load(table, loaded)

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
                if (key := _key_in(cls, table)) is not None
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
def _key_in(cls: type[Event], table: Table) -> Callable[[Event], Key] | None:
    """The getter of a table's key, if all of it stands in fields of the same names."""
    names = [column.name for column in table.primary_key]
    if not set(names) <= set(cls.__struct_fields__):
        return None
    if len(names) > 1:
        return attrgetter(*names)
    (name,) = names
    return lambda data: (getattr(data, name),)
