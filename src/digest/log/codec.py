"""Events to rows and back: canonical JSON, canonical times, hashes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from digest.events import EVENT_TYPES, Event, NewEvent, Recorded
from digest.log.upcasters import UPCASTERS, Upcasters, lift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The columns an event's hash covers, in the table's order: every one but position and the hashes.
HASHED = (
    "event_id",
    "stream",
    "version",
    "type",
    "schema_version",
    "occurred_at",
    "recorded_at",
    "payload",
    "meta",
)
#: The columns that make an event: the same behind its position.
STORED = ("position", *HASHED)
_ENCODE = msgspec.json.Encoder().encode


class _Hashed(msgspec.Struct, frozen=True):
    """The same in the order of their names, so that they become canonical JSON without being sorted."""

    event_id: str
    meta: str
    occurred_at: str
    payload: str
    recorded_at: str
    schema_version: int
    stream: str
    type: str
    version: int


def canonical_json(value: object) -> str:
    """Keys sorted, no white space, UTF-8: equal values give equal text on every machine.

    >>> canonical_json({"b": 1, "a": "·"})
    '{"a":"·","b":1}'
    """
    return msgspec.json.encode(value, order="sorted").decode()


def canonical_time(moment: datetime) -> str:
    """UTC with six decimals, so that text order is time order on both engines.

    >>> from datetime import datetime, timedelta, timezone
    >>> canonical_time(datetime(2026, 4, 20, 8, 0, tzinfo=timezone(timedelta(hours=2))))
    '2026-04-20T06:00:00.000000Z'

    Raises:
        ValueError: the moment has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no zone; give it one")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def parse_time(canonical: str) -> datetime:
    """The moment a canonical time names, in UTC."""
    return datetime.fromisoformat(canonical)


def event_hash(columns: Sequence[Any]) -> bytes:
    """SHA-256 over the canonical JSON of the hashed columns, as stored; they come in the table's order."""
    event_id, stream, version, type_, schema_version, occurred_at, recorded_at, payload, meta = columns
    named = _Hashed(event_id, meta, occurred_at, payload, recorded_at, schema_version, stream, type_, version)
    return hashlib.sha256(_ENCODE(named)).digest()


def encode(new: NewEvent, *, version: int, recorded_at: str, meta: Mapping[str, str]) -> tuple[Any, ...]:
    """The row of an event: the hashed columns in order, then their hash.

    Its position and chain hash are given by the append.
    """
    row = (
        str(new.event_id),
        new.stream,
        version,
        type(new.data).__name__,
        new.data.VERSION,
        canonical_time(new.occurred_at),
        recorded_at,
        canonical_json(new.data),
        canonical_json({**meta, "actor": new.actor}),
    )
    return (*row, event_hash(row))


def decode_data(type_: str, schema_version: int, payload: str, upcasters: Upcasters = UPCASTERS) -> Event:
    """The typed event, lifted to its newest version.

    Raises:
        LookupError: the type or a step to its newest version is unknown to this release.
        msgspec.ValidationError: the payload does not have the type's fields.
    """
    cls = EVENT_TYPES[type_]
    if schema_version == cls.VERSION:
        return msgspec.json.decode(payload, type=cls)
    lifted = lift(type_, schema_version, cls.VERSION, msgspec.json.decode(payload), upcasters)
    return msgspec.convert(lifted, type=cls, strict=False)


def decode(row: Sequence[Any]) -> Recorded:
    """A row of ``event``, its columns as in :data:`STORED`, as the typed fact it is."""
    (
        position,
        event_id,
        stream,
        version,
        type_,
        schema_version,
        occurred_at,
        recorded_at,
        payload,
        meta,
        *_,
    ) = row
    return Recorded(
        position=position,
        event_id=UUID(event_id),
        stream=stream,
        version=version,
        occurred_at=parse_time(occurred_at),
        recorded_at=parse_time(recorded_at),
        data=decode_data(type_, schema_version, payload),
        meta=msgspec.json.decode(meta),
    )


def facts(type_: str, stream: str, occurred_at: str, data: Event) -> dict[str, Any]:
    """What makes two records the same fact: all but the derived fields and the recording."""
    fields = msgspec.to_builtins(data)
    for name in data.DERIVED:
        fields.pop(name, None)
    return {"type": type_, "stream": stream, "occurred_at": occurred_at, **fields}
