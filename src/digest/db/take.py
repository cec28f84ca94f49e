"""Take positions of the log and insert the events behind them, as one step nobody can come between."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from digest.db.run import run, run_many
from digest.db.sqlite import make_room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

# The head moves only if every stream of the append stands at the version it was decided at and none of its
# events is there. On SQLite the transaction has held the write lock since it began, so two statements see one
# state. One event is the most common append by far, and does without the lists.
_TAKE = """
UPDATE log_head SET position = position + ?, chain_hash = chain_link(chain_hash, ?)
WHERE NOT EXISTS (
    SELECT 1 FROM json_each(?) AS expected
    WHERE expected.value <> coalesce((SELECT max(version) FROM event WHERE stream = expected.key), 0)
) AND NOT EXISTS (SELECT 1 FROM event WHERE event_id IN (SELECT value FROM json_each(?)))
RETURNING position, chain_hash
"""
_TAKE_ONE = """
UPDATE log_head SET position = position + 1, chain_hash = chain_link(chain_hash, ?)
WHERE coalesce((SELECT max(version) FROM event WHERE stream = ?), 0) = ?
  AND NOT EXISTS (SELECT 1 FROM event WHERE event_id = ?)
RETURNING position, chain_hash
"""
_INSERT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# The statement's snapshot is older than the lock on the head. A stream that moved in between is caught by
# the unique (stream, version), an event by its id; one that never stood where it should by the WHERE of the
# UPDATE.
_APPEND_AT_ONCE = """
WITH head AS (
    UPDATE log_head
    SET position = position + %(count)s, chain_hash = sha256(chain_hash || %(leaves)b::bytea)
    WHERE NOT EXISTS (
        SELECT 1 FROM unnest(%(streams)b::text[], %(versions)b::bigint[]) AS expected(stream, version)
        WHERE expected.version <> coalesce(
            (SELECT max(event.version) FROM event WHERE event.stream = expected.stream), 0)
    ) AND NOT EXISTS (SELECT 1 FROM event WHERE event_id = ANY(%(c0)b::text[]))
    RETURNING position, chain_hash
), added AS (
    INSERT INTO event
    SELECT head.position - %(count)s + r.place, r.event_id, r.stream, r.version, r.type, r.schema_version,
           r.occurred_at, r.recorded_at, r.payload, r.meta, r.event_hash, head.chain_hash
    FROM head, unnest(
        %(c0)b::text[], %(c1)b::text[], %(c2)b::bigint[], %(c3)b::text[], %(c4)b::int[], %(c5)b::text[],
        %(c6)b::text[], %(c7)b::text[], %(c8)b::text[], %(c9)b::bytea[]
    ) WITH ORDINALITY AS r(event_id, stream, version, type, schema_version, occurred_at, recorded_at,
                           payload, meta, event_hash, place)
)
SELECT position, chain_hash FROM head
"""
_APPEND_ONE = """
WITH head AS (
    UPDATE log_head SET position = position + 1, chain_hash = sha256(chain_hash || %(leaves)b::bytea)
    WHERE coalesce((SELECT max(version) FROM event WHERE stream = %(c1)b::text), 0) = %(version)b::bigint
      AND NOT EXISTS (SELECT 1 FROM event WHERE event_id = %(c0)b::text)
    RETURNING position, chain_hash
), added AS (
    INSERT INTO event
    SELECT position, %(c0)b::text, %(c1)b::text, %(c2)b::bigint, %(c3)b::text, %(c4)b::int, %(c5)b::text,
           %(c6)b::text, %(c7)b::text, %(c8)b::text, %(c9)b::bytea, chain_hash
    FROM head
)
SELECT position, chain_hash FROM head
"""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The head after an append: its last position, and the chain hash there."""

    position: int
    chain_hash: bytes


def take_positions(
    connection: Connection,
    rows: Sequence[tuple[Any, ...]],
    *,
    leaves: bytes,
    expected: Mapping[str, int],
) -> Taken | None:
    """Append rows of ``event``, each without position and chain hash, in the columns' order.

    The head advances by their number and its hash becomes SHA-256(previous || ``leaves``), in the
    statement that also checks that each stream of ``expected`` stands at that version and that no event
    is there yet; null, and nothing written, if not.

    Raises:
        Conflict: an event id, or a version of a stream, was taken meanwhile.
    """
    take = _one_by_one if connection.dialect.name == "sqlite" else _at_once
    taken = take(connection, rows, leaves, expected)
    if not taken:
        return None
    ((position, chain_hash),) = taken
    return Taken(position=position, chain_hash=bytes(chain_hash))


def _one_by_one(
    connection: Connection, rows: Sequence[tuple[Any, ...]], leaves: bytes, expected: Mapping[str, int]
) -> Sequence[tuple[Any, ...]]:
    if len(rows) == len(expected) == 1:
        ((stream, version),), event_id = expected.items(), rows[0][0]
        taken = run(connection, _TAKE_ONE, (leaves, stream, version, event_id))
        if taken:
            run(connection, _INSERT, (taken[0][0], *rows[0], taken[0][1]))
        return taken
    ids = json.dumps([row[0] for row in rows])
    taken = run(connection, _TAKE, (len(rows), leaves, json.dumps(expected), ids))
    if taken:
        ((position, chain_hash),) = taken
        first = position - len(rows) + 1
        make_room(connection, rows)
        run_many(connection, _INSERT, [(at, *row, chain_hash) for at, row in enumerate(rows, first)])
    return taken


def _at_once(
    connection: Connection, rows: Sequence[tuple[Any, ...]], leaves: bytes, expected: Mapping[str, int]
) -> Sequence[tuple[Any, ...]]:
    if len(rows) == len(expected) == 1:
        (version,) = expected.values()
        one = {f"c{number}": value for number, value in enumerate(rows[0])}
        return run(connection, _APPEND_ONE, one | {"leaves": leaves, "version": version})
    parameters: dict[str, Any] = {
        "count": len(rows),
        "leaves": leaves,
        "streams": list(expected),
        "versions": list(expected.values()),
    }
    for number, column in enumerate(zip(*rows, strict=True)):
        parameters[f"c{number}"] = list(column)
    return run(connection, _APPEND_AT_ONCE, parameters)
