"""Fold events into states: one decode an event, one call for each projection that handles it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from sqlalchemy import select

from digest.errors import PoisonEvent
from digest.events import EVENT_TYPES
from digest.log import codec
from digest.log.schema import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Result, Row

    from digest.events import Event
    from digest.projections.base import Handler, Projection
    from digest.projections.state import Key, KeyedState

#: Below this many events the rows they touch are loaded one by one.
PREFETCH_EVENTS = 16
#: Rows that the driver hands over at a time.
READ_EVENTS = 2_000

_COLUMNS = select(
    event.c.position,
    event.c.event_id,
    event.c.type,
    event.c.schema_version,
    event.c.occurred_at,
    event.c.payload,
    event.c.meta,
).order_by(event.c.position)


def recorded_rows(connection: Connection, *, after: int = 0, up_to: int | None = None) -> Result[Any]:
    """What a handler may see of each event, in position order; ``after`` exclusive, ``up_to`` inclusive.

    Use it in a ``with``: a fold that stops half way must not leave the server's cursor open.
    """
    statement = _COLUMNS.where(event.c.position > after)
    if up_to is not None:
        statement = statement.where(event.c.position <= up_to)
    return connection.execute(statement, execution_options={"yield_per": READ_EVENTS})


class _Call(NamedTuple):
    projection: str
    handler: Handler
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
        self._routes: dict[str, _Route] = {}
        for cls in {cls for p in projections for cls in p.handlers}:
            handling = [p for p in projections if cls in p.handlers]
            self._routes[cls.__name__] = _Route(
                version=cls.VERSION,
                decode=msgspec.json.Decoder(cls).decode,
                calls=tuple(
                    _Call(p.name, p.handlers[cls], states[p.name], 0 if after is None else after[p.name])
                    for p in handling
                ),
                keys=tuple(key for p in handling for key in _keys(cls, p, states[p.name])),
            )

    def fold(self, rows: Iterable[Row[Any]]) -> int:
        """Fold each event once; returns the last position, 0 if there was none.

        Raises:
            PoisonEvent: an event is unknown, cannot be read, or a handler refuses it.
        """
        position = 0
        for row in rows:
            position = row.position
            route = self._routes.get(row.type)
            if route is None:
                if row.type not in EVENT_TYPES:
                    raise PoisonEvent("(all)", position, row.type, "this release does not know the type")
                continue
            data = _decode(route, row)
            for call in route.calls:
                if position > call.after:
                    try:
                        call.handler(call.state, data, row)
                    except (LookupError, TypeError, ValueError) as error:
                        raise PoisonEvent(call.projection, position, row.type, str(error)) from error
        return position

    def prefetch(self, rows: Sequence[Row[Any]]) -> None:
        """Load at once the rows that a batch is going to touch, as far as its fields name them."""
        if len(rows) < PREFETCH_EVENTS:
            return
        wanted: dict[tuple[int, str], tuple[KeyedState, set[Key]]] = {}
        for row in rows:
            route = self._routes.get(row.type)
            if route is not None and route.keys:
                data = _decode(route, row)
                for state, table, key in route.keys:
                    wanted.setdefault((id(state), table), (state, set()))[1].add(key(data))
        for (_, table), (state, keys) in wanted.items():
            state.load(table, keys)


def _decode(route: _Route, row: Row[Any]) -> Event:
    try:
        if row.schema_version == route.version:
            return route.decode(row.payload)
        return codec.decode_data(row.type, row.schema_version, row.payload)
    except (LookupError, ValueError) as error:
        raise PoisonEvent("(all)", row.position, row.type, str(error)) from error


def _keys(
    cls: type[Event], projection: Projection, state: KeyedState
) -> Iterator[tuple[KeyedState, str, Callable[[Event], Key]]]:
    """The tables of a projection whose whole key stands in fields of the same names."""
    for table in projection.tables:
        names = [column.name for column in table.primary_key]
        if set(names) <= set(cls.__struct_fields__):
            yield state, table.name, _key_of(names)


def _key_of(names: list[str]) -> Callable[[Event], Key]:
    if len(names) > 1:
        return attrgetter(*names)
    (name,) = names
    return lambda data: (getattr(data, name),)
