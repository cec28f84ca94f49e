"""Re-create a log from another one's rows: the same appends, positions and hashes, checked as they come."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError
from digest.log.chain import COLUMNS, REPORT_EVERY, BrokenAppend, Chain, Fault
from digest.log.store import head, insert_recorded, known_ids, lock_head
from digest.log.streams import stream_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from digest.log.chain import OnProgress
    from digest.log.store import Head

    Row = tuple[Any, ...]

#: Rows that go in by one statement.
BATCH_ROWS = 1_000


def recreate(
    connection: Connection,
    rows: Iterable[Row],
    *,
    refuse: Callable[[Fault, int], Exception],
    on_progress: OnProgress,
) -> Head:
    """Take complete rows of ``event`` from the first position on into an empty log.

    ``refuse`` makes the error to raise for a row that cannot follow, from what is wrong and the row's
    place among those given, from 1; for an append that is not whole, the place of its first row. The
    caller then gives the transaction up.

    Raises:
        DigestError: the log is not empty.
    """
    stands = lock_head(connection)
    if stands.position:
        raise DigestError(
            f"this log is not empty, its head is at position {stands.position}; nothing was taken."
            " Begin a new newsletter with digest init, and name it with --home or --db"
        )
    chain, coming = Chain(), iter(rows)
    while batch := list(islice(coming, BATCH_ROWS)):
        before = chain.position
        fault = next((found for row in batch if (found := chain.fault(row))), None)
        disorder = _out_of_order(connection, batch[: chain.position - before])
        if disorder is not None:
            raise refuse(disorder, disorder.position)
        if fault is not None:
            whole = isinstance(fault, BrokenAppend)
            raise refuse(fault, fault.position if whole else chain.position + 1)
        insert_recorded(connection, [dict(zip(COLUMNS, row, strict=True)) for row in batch])
        if not chain.position % REPORT_EVERY:
            on_progress(chain.position, 0)
    if broken := chain.end():
        raise refuse(broken, broken.position)
    return head(connection)


def _out_of_order(connection: Connection, rows: Sequence[Row]) -> Fault | None:
    """The first row that is not the next of its stream, or whose id stands before it."""
    ids = known_ids(connection, {row[1] for row in rows})
    versions = stream_versions(connection, {row[2] for row in rows})
    for position, event_id, stream, version, *_ in rows:
        if event_id in ids:
            problem = "event_id stands at an earlier position already"
            return Fault(position=position, column="event_id", value=event_id, problem=problem)
        ids.add(event_id)
        follows = versions.get(stream, 0) + 1
        if version != follows:
            problem = f"{stream} has version {version} where version {follows} would follow"
            return Fault(position=position, column="version", value=version, problem=problem)
        versions[stream] = version
    return None
