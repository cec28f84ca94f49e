"""What every erasure shares: the ledger that outlives a restored backup, and the purge of the disk.

The ledger is ``HOME/erasures.jsonl``, a line per person or text. It holds keyed hashes, random ids,
content hashes, moments and reasons: no address and no text. A line is on the disk before the
database forgets, so a line too many forgets again what was meant to be forgotten, and none is missing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest import db
from digest.errors import DatabaseBusy, DigestError
from digest.intake.imported import Imported, read_all
from digest.intake.records import PersonErased, TextRemoved, read_erasure
from digest.log.codec import canonical_json
from digest.pipeline.home import ERASURES
from digest.pipeline.import_files import read_json_lines
from digest.sources.raw import sync_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Engine, Table


def ledger_path(home: Path) -> Path:
    """Where a home keeps its ledger."""
    return home / ERASURES


def note(home: Path, lines: Mapping[str, Mapping[str, str]]) -> None:
    """Add lines, each under the hash that it is about, unless that hash has one; then fsync.

    The caller decides under the database's write lock, so nobody else adds meanwhile.
    """
    path = ledger_path(home)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        written = file.read()
        # What a death left half-written was never acted on.
        whole = written[: written.rfind(b"\n") + 1]
        new = [line for hash_, line in lines.items() if f'"{hash_}"'.encode() not in whole]
        file.seek(len(whole))
        file.truncate()
        file.write(b"".join(canonical_json(line).encode() + b"\n" for line in new))
        file.flush()
        os.fsync(file.fileno())
    sync_folder(home)


def read_ledger(path: Path) -> tuple[PersonErased | TextRemoved, ...]:
    """Read a ledger.

    Raises:
        BadRecord: a line is none of a ledger; file, line, field and value of the first are named.
    """
    raws = read_json_lines(path)
    read: Imported[PersonErased | TextRemoved] = read_all(raws.records, read_erasure, raws.bad)
    if read.bad:
        raise read.bad[0]
    return read.records


def purge(engine: Engine, *tables: Table) -> None:
    """Make sure that what was deleted from these tables is gone from the disk.

    Raises:
        DigestError: a reader keeps the old state alive; all else is done.
    """
    try:
        db.purge(engine, *tables)
    except DatabaseBusy as error:
        raise DigestError(
            "it is deleted, but another process is still reading an older state of the database, so the"
            " old bytes may be in its files. Run the same command again when that process is done"
        ) from error
