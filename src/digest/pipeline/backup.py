"""Back up a newsletter: one consistent set of database, files and keys in a new folder."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import __version__, db
from digest.errors import DigestError
from digest.events import LaunchObserved
from digest.log.schema import event
from digest.migrations import HEAD
from digest.pipeline import manifest
from digest.pipeline.copy import copy_tables
from digest.pipeline.home import carry, home_files, require_outside, sha256_of
from digest.pipeline.manifest import Manifest
from digest.sources.ledger import fetch

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from digest.pipeline.copy import Copied, OnProgress, OnStep
    from digest.pipeline.newsletter import Newsletter

DATABASE = "digest.db"


def backup(newsletter: Newsletter, folder: Path, *, on_step: OnStep, on_progress: OnProgress) -> Manifest:
    """Write a backup into a new folder, whatever engine the newsletter runs on; others may go on working.

    The database is one snapshot, in a SQLite file, without the read models. Files are copied after it: a
    body is on the disk before a row names it. The manifest is the last file, and what has none is no
    backup.

    Raises:
        DigestError: the folder is not empty or would be copied into itself, or a body is missing.
    """
    require_outside(folder, newsletter)
    if folder.exists() and any(folder.iterdir()):
        raise DigestError(
            f"{folder} is not empty; name a new folder. Without a manifest.json it is no backup,"
            " but perhaps what is left of one that was interrupted"
        )
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    made_at = newsletter.now()
    with db.reading(newsletter.engine) as source:
        copied = _database(source, folder, on_step=on_step, on_progress=on_progress)
        files = carry(newsletter.home, home_files(newsletter), folder, on_progress=on_progress)
        _require_bodies(newsletter, source, files)
        on_step("files", f"{len(files):,} files of {newsletter.home}")
    files[DATABASE] = sha256_of(folder / DATABASE)
    made = Manifest(
        software=f"digest/{__version__}",
        schema=HEAD,
        made_at=made_at,
        position=copied.head.position,
        hash=copied.head.hash,
        rows=copied.rows,
        files=files,
    )
    manifest.write(folder, made)
    return made


def _database(source: Connection, folder: Path, *, on_step: OnStep, on_progress: OnProgress) -> Copied:
    engine = db.open_engine(db.file_url(folder / DATABASE))
    db.migrate(engine)
    with db.writing(engine) as connection:
        copied = copy_tables(source, connection, on_step=on_step, on_progress=on_progress)
    # The last connection that closes takes the journal into the file.
    engine.dispose()
    for path in folder.iterdir():
        if path.suffix == ".lock":
            path.unlink()
    return copied


def _require_bodies(newsletter: Newsletter, source: Connection, files: dict[str, str]) -> None:
    """Every body that the snapshot names and the home still has must be in the backup."""
    backed_up = {name.rpartition("/")[2] for name in files}
    for body in _named_bodies(source) - backed_up:
        with suppress(FileNotFoundError):
            newsletter.bodies.get(body)
            raise DigestError(f"body {body} did not get into the backup; run it again into another folder")


class _Observed(msgspec.Struct):
    """Of any version of LaunchObserved, what a backup must know."""

    body: str | None = None


def _named_bodies(source: Connection) -> set[str]:
    polled = source.scalars(select(fetch.c.body).where(fetch.c.body.is_not(None)).distinct())
    named: set[str | None] = set(polled)
    observed = select(event.c.payload).where(event.c.type == LaunchObserved.__name__)
    for payload in source.execute(observed, execution_options={"yield_per": 2_000}).scalars():
        # A damaged log is backed up as it is; what cannot be read names no body.
        with suppress(msgspec.MsgspecError):
            named.add(msgspec.json.decode(payload, type=_Observed).body)
    return {body for body in named if body is not None}
