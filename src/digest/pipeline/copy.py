"""Copy a newsletter into another database: every durable row as it is, from one snapshot, in one transaction.

Read models are not copied: they are built at the target from its log, and must come out the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, inspect, select

from digest import db

# Every durable table is in db.metadata once the module that declares it is imported.
from digest.delivery import letters as _letters  # noqa: F401
from digest.delivery import outbox as _outbox  # noqa: F401
from digest.errors import DigestError
from digest.log.schema import log_head
from digest.log.store import Head, head, lock_head
from digest.pipeline.home import carry, home_files, require_room
from digest.projections import ALL
from digest.projections.base import projection
from digest.projections.rebuild import fingerprints_at, live_fingerprints, rebuild
from digest.sources import added as _added  # noqa: F401
from digest.sources import ledger as _ledger  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Row, Table

    from digest.pipeline.newsletter import Newsletter

#: What is done: the step's name, and a line about it.
OnStep = Callable[[str, str], None]
#: What is under way, in words.
OnProgress = Callable[[str], None]
#: Rows in memory at a time; a frozen issue's texts are 100 KB a row.
BATCH_ROWS = 200


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """Where the copied log ends, and how many rows each durable table has."""

    head: Head
    rows: dict[str, int]


def copy(
    newsletter: Newsletter,
    target: Engine,
    *,
    to_home: Path | None,
    on_step: OnStep,
    on_progress: OnProgress,
) -> Copied:
    """Move everything to another, empty database, and the home's files to ``to_home`` if it is given.

    The copy is what the source held when it began. Nothing is at the target until all of it was read
    back and compared; killed before that, the same command can be run again.

    Raises:
        DigestError: the target or its home is not empty, a row cannot be stored there, or what was
            read back differs; nothing was written to the target.
    """
    if to_home is not None:
        require_room(to_home, newsletter, target)
    require_unused(target)
    if to_home is not None:
        to_home.mkdir(parents=True, exist_ok=True)
    db.migrate(target)
    with db.reading(newsletter.engine) as source:
        with db.writing(target) as connection:
            copied = copy_tables(source, connection, on_step=on_step, on_progress=on_progress)
            if to_home is not None:
                files = carry(newsletter.home, home_files(newsletter), to_home, on_progress=on_progress)
                on_step("files", f"{len(files):,} files to {to_home}")
        on_progress("fold the log on this side")
        expected = fingerprints_at(source, ALL, {p.name: copied.head.position for p in ALL})
    build_read_models(target, expected, on_step=on_step, on_progress=on_progress)
    return copied


def copy_tables(
    source: Connection, target: Connection, *, on_step: OnStep, on_progress: OnProgress
) -> Copied:
    """Copy every durable table but the pointers of the read models, and read the copy back.

    ``source`` is a snapshot of a current database, ``target`` a writing transaction on another; the
    caller commits.

    Raises:
        DigestError: the target is not empty, a row cannot be stored there, or a table differs.
    """
    # Whoever else copies into the target, or appends to it, waits here until this is over.
    lock_head(target)
    require_empty(target)
    rows: dict[str, int] = {}
    for table in db.metadata.sorted_tables:
        if table is projection:
            continue
        read = _Read()
        for batch in _batches(source, table):
            read.add(batch)
            values = [dict(row._mapping) for row in batch]
            # The head is a row that the migration has made.
            (db.upsert if table is log_head else db.bulk_insert)(target, table, values)
            on_progress(f"copy {table.name}: {read.count:,} rows")
        db.continue_counting(target, table)
        on_progress(f"read {table.name} back")
        stored = _Read()
        for batch in _batches(target, table):
            stored.add(batch)
        if (stored.count, stored.digest) != (read.count, read.digest):
            raise DigestError(
                f"{table.name}: of {read.count:,} rows, {stored.count:,} were read back and they differ;"
                " nothing was kept. Look for triggers or rules at the target, or name another database"
            )
        rows[table.name] = read.count
        on_step("copy", f"{table.name}: {_rows(read.count)}")
    return Copied(head=head(target), rows=rows)


def require_unused(target: Engine) -> None:
    """Refuse a database that is not empty before anything is changed there, its schema included.

    Raises:
        DigestError: a durable table has rows, or the head is not at 0.
    """
    if db.is_there(target):
        with db.reading(target) as connection:
            require_empty(connection)


def require_empty(target: Connection) -> None:
    """Refuse a database that holds anything of a newsletter; one that was only migrated is empty.

    Raises:
        DigestError: a durable table has rows, or the head is not at 0.
    """
    there = set(inspect(target).get_table_names())
    held = []
    for table in db.metadata.sorted_tables:
        if table.name in there and table is not log_head:
            count = target.execute(select(func.count()).select_from(table)).scalar_one()
            held += [f"{table.name} has {_rows(count)}"] if count else []
    if log_head.name in there and (at := head(target).position):
        held.append(f"its log ends at position {at:,}")
    if held:
        raise DigestError(
            f"{db.shown_url(target.engine)} is not empty: {', '.join(held)}."
            " Nothing was written; name a database that nobody has used"
        )


def build_read_models(
    target: Engine, expected: Mapping[str, str], *, on_step: OnStep, on_progress: OnProgress
) -> None:
    """Fold the copied log at the target; each read model must have the fingerprint it has at the source.

    Raises:
        DigestError: one has not; the log itself is whole.
    """
    on_progress("fold the log at the target")
    position = rebuild(target, ALL)
    with db.reading(target) as connection:
        found = live_fingerprints(connection, ALL)
    differing = [name for name in expected if found[name] != expected[name]]
    if differing:
        raise DigestError(
            f"every row was copied, but read models differ at the target: {', '.join(differing)}."
            " Do not use it; run digest rebuild --check on both sides"
        )
    on_step("rebuild", f"{len(expected)} read models up to position {position:,}, as they are at the source")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


class _Read:
    """A running count of rows, and a SHA-256 over them in the order given."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = hashlib.sha256()

    def add(self, batch: list[Row[Any]]) -> None:
        self.count += len(batch)
        for row in batch:
            self._hash.update(msgspec.json.encode(tuple(row)) + b"\n")

    @property
    def digest(self) -> bytes:
        return self._hash.digest()


def _batches(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    """The rows of a table in key order, a few at a time."""
    ordered = select(table).order_by(*table.primary_key)
    result = connection.execute(ordered, execution_options={"yield_per": BATCH_ROWS})
    for batch in result.partitions():
        yield list(batch)
