"""Restore a backup into an empty home and database; nothing is sent from it before somebody says so.

Files come first, the database last, in one transaction. Until then the home has a mark, and every other
command refuses to open it: killed at any point, the same command begins again and ends as if nothing had
happened. Once a database is prepared the mark holds its head, so that a run that was killed behind its last
transaction is known by what the target holds.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import inspect, select

from digest import db
from digest.errors import DigestError
from digest.issue.wording import counted
from digest.log.schema import log_head
from digest.log.store import Head, head
from digest.pipeline import manifest as manifests
from digest.pipeline.backup import DATABASE
from digest.pipeline.copy import build_read_models, copy_tables, require_unused
from digest.pipeline.erase import reapply
from digest.pipeline.erasures import ledger_path, note, read_ledger
from digest.pipeline.home import ERASURES, MARK, STAGE, carry, place, sha256_of, strangers
from digest.pipeline.pause import pause
from digest.projections import ALL
from digest.projections.live import live_tables
from digest.projections.rebuild import fingerprints_at
from digest.sources.raw import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from digest.pipeline.copy import OnProgress, OnStep
    from digest.pipeline.manifest import Manifest
    from digest.pipeline.newsletter import Newsletter


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """Where the restored log ends, when the backup was made, and the weeks whose issue waits to go out."""

    made_at: datetime
    head: Head
    waiting: tuple[str, ...]


def restore(
    folder: Path,
    home: Path,
    target: Engine,
    *,
    open_at: Callable[[str], Newsletter],
    erasures: Path | None,
    on_step: OnStep,
    on_progress: OnProgress,
) -> Restored:
    """Bring a backup back; every file of it is verified first, and none of it is changed.

    ``open_at`` opens the home on the database of a URL. ``erasures`` is a newer ledger of erasures than
    the backup's: who was forgotten meanwhile is forgotten again before anything is there to be read.

    Raises:
        DigestError: the backup is not what it was, or the home or the database is not empty.
        BadRecord: ``erasures`` is no ledger.
    """
    if erasures is not None:
        read_ledger(erasures)
    manifest = manifests.verified(folder, on_progress=on_progress)
    on_step("verify", f"{len(manifest.files):,} files as they were at {manifest.made_at:%Y-%m-%d %H:%M} UTC")
    if _holds(target, home / MARK):
        with db.reading(target) as connection:
            at, expected = head(connection), _fingerprints(connection)
    else:
        _require_room(home, folder, manifest, target)
        require_unused(target)
        _prepare(folder, manifest, home, open_at, erasures, on_step=on_step, on_progress=on_progress)
        db.migrate(target)
        prepared = db.open_engine(db.file_url(home / STAGE / DATABASE))
        with db.reading(prepared) as source, db.writing(target) as connection:
            at = copy_tables(source, connection, on_step=on_step, on_progress=on_progress).head
            expected = _fingerprints(source)
        prepared.dispose()
    build_read_models(target, expected, on_step=on_step, on_progress=on_progress)
    _clear(home / STAGE)
    (home / MARK).unlink()
    sync_folder(home)
    return Restored(made_at=manifest.made_at, head=at, waiting=_waiting(target))


def _holds(target: Engine, mark: Path) -> bool:
    """Whether an earlier run was killed after its last transaction."""
    prepared = mark.read_text(encoding="ascii") if mark.exists() else ""
    if not (prepared and db.is_there(target)):
        return False
    with db.reading(target) as connection:
        return inspect(connection).has_table(log_head.name) and head(connection).hash == prepared


def _fingerprints(connection: Connection) -> dict[str, str]:
    """What each read model of a log comes to at its head."""
    position = head(connection).position
    return fingerprints_at(connection, ALL, {p.name: position for p in ALL})


def _clear(stage: Path) -> None:
    if stage.exists():
        shutil.rmtree(stage)


def _require_room(home: Path, folder: Path, manifest: Manifest, target: Engine) -> None:
    """Refuse a home that holds anything but files of this very backup."""
    if home.resolve().is_relative_to(folder.resolve()):
        raise DigestError(f"{home} lies in the backup, which stays as it is; name another with --home")
    for path in strangers(home, target):
        name = path.relative_to(home).as_posix()
        if name == ERASURES and _goes_on(path, folder / name):
            continue
        if name == DATABASE or manifest.files.get(name) != sha256_of(path):
            raise DigestError(
                f"{home} is not empty: {name} is not the backup's. Nothing was restored;"
                " name a new folder with --home, or move this one away"
            )


def _goes_on(ledger: Path, backed_up: Path) -> bool:
    """Whether a ledger of erasures begins with the whole lines of another."""
    lines = backed_up.read_bytes() if backed_up.exists() else b""
    return ledger.read_bytes().startswith(lines[: lines.rfind(b"\n") + 1])


def _prepare(
    folder: Path,
    manifest: Manifest,
    home: Path,
    open_at: Callable[[str], Newsletter],
    erasures: Path | None,
    *,
    on_step: OnStep,
    on_progress: OnProgress,
) -> None:
    """Put the files into the home, and into its stage a database that may become the newsletter's."""
    stage = home / STAGE
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_bytes(b"")
    sync_folder(home)
    _clear(stage)
    stage.mkdir()
    grown = (home / ERASURES).exists()
    names = [name for name in manifest.files if name != DATABASE and not (name == ERASURES and grown)]
    carried = carry(folder, names, home, on_progress=on_progress)
    if carried != {name: manifest.files[name] for name in names}:
        raise DigestError(f"{folder} changed while it was read; run it again")
    on_step("files", f"{len(names):,} files in {home}")
    # The backup stays as it is: what an older release made is migrated here.
    place(folder / DATABASE, stage / DATABASE)
    url = db.file_url(stage / DATABASE)
    staged = db.open_engine(url)
    db.migrate(staged)
    with db.reading(staged) as connection:
        at = head(connection)
    staged.dispose()
    if (at.position, at.hash) != (manifest.position, manifest.hash):
        raise DigestError(
            f"{folder}: its log ends at {at.position:,} ({at.hash}), its manifest says"
            f" {manifest.position:,} ({manifest.hash}); take another backup"
        )
    newsletter = open_at(url)
    _erase_again(newsletter, erasures, on_step)
    _hold_back(newsletter, manifest)
    with db.reading(newsletter.engine) as connection:
        prepared = head(connection).hash
    newsletter.engine.dispose()
    (stage / "head").write_text(prepared, encoding="ascii")
    (stage / "head").replace(home / MARK)
    sync_folder(home)


def _erase_again(newsletter: Newsletter, erasures: Path | None, on_step: OnStep) -> None:
    """Whoever was forgotten after the backup's snapshot is forgotten here too."""
    own = ledger_path(newsletter.home)
    if own.exists():
        # A line that was half written when the backup read it is none.
        note(newsletter.home, {})
    ledgers = [path for path in (own, erasures) if path is not None and path.exists()]
    again = sum(reapply(newsletter, path) for path in ledgers)
    on_step("erase", f"{counted(again, 'erasure')} applied again")


def _hold_back(newsletter: Newsletter, manifest: Manifest) -> None:
    """Let no mail out by itself: what was mailed after the backup is not known here."""
    pause(newsletter, None, f"restored from a backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC")


def _waiting(target: Engine) -> tuple[str, ...]:
    """Weeks whose issue is approved, or whose delivery was under way, and which it is."""
    with db.reading(target) as connection:
        table = live_tables(connection)["issue"]
        rows = connection.execute(
            select(table.c.week, table.c.state).where(table.c.state.in_(["approved", "delivering"]))
        ).all()
    return tuple(sorted(f"{row.week} ({row.state})" for row in rows))
