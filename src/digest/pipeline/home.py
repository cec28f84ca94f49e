"""A home's own files: which belong to the newsletter, and how they get to another folder whole."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from digest import db
from digest.errors import DigestError
from digest.sources.raw import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Engine

    from digest.pipeline.newsletter import Newsletter

SETTINGS, KEYS, ERASURES = "digest.toml", "keys.json", "erasures.jsonl"
#: Folders that the newsletter fills by itself; what begins with a dot there is not finished.
FILLED = ("bodies", "outbox")
#: Files for their owner's eyes only.
PRIVATE = frozenset({KEYS, ERASURES})

_CHUNK_BYTES = 1 << 20


def copied_folders(newsletter: Newsletter) -> list[Path]:
    """The folders of the home that move with it: bodies, outbox, and templates that lie inside.

    Raises:
        DigestError: the templates lie in the home itself, among everything else.
    """
    home = _plain(newsletter.home)
    own = [_plain(folder) for folder in newsletter.templates]
    if home in own:
        raise DigestError(
            f"templates_dir is {newsletter.home} itself; give the templates a folder of their own in it"
        )
    return [home / name for name in FILLED] + [folder for folder in own if folder.is_relative_to(home)]


def home_files(newsletter: Newsletter) -> list[str]:
    """The files that make this home, relative to it.

    The ledger of erasures is the last, so that a copy names every erasure that was made until then.
    """
    home = _plain(newsletter.home)
    found = {name for name in (SETTINGS, KEYS) if (home / name).exists()}
    for folder in copied_folders(newsletter):
        finished_only = folder.parent == home and folder.name in FILLED
        found |= {
            path.relative_to(home).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and not (finished_only and path.name.startswith("."))
        }
    return [*sorted(found), *([ERASURES] if (home / ERASURES).exists() else [])]


def carry(
    source: Path, names: Iterable[str], target: Path, *, on_progress: Callable[[str], None]
) -> dict[str, str]:
    """Copy files by name into another folder; returns the SHA-256 of each, in hex.

    A file that is there already with the same bytes stays. One that went away meanwhile is left out:
    an erasure took it.

    Raises:
        DigestError: a file is there with other bytes.
    """
    carried: dict[str, str] = {}
    for name in names:
        try:
            carried[name] = place(source / name, target / name)
        except FileNotFoundError:
            if (source / name).exists():
                raise
            continue
        on_progress(f"copy files: {len(carried):,}")
    return carried


def place(source: Path, target: Path) -> str:
    """Copy a file so that it appears whole and on disk, or not at all; returns its SHA-256 in hex.

    Raises:
        DigestError: the name is taken by other bytes.
    """
    if target.exists():
        there = sha256_of(target)
        if there != sha256_of(source):
            raise DigestError(f"{target} is already there and differs from {source}; move it away")
        return there
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if target.name in PRIVATE else 0o666
    part = target.with_name(f".{target.name}.part")
    total = hashlib.sha256()
    with source.open("rb") as reading:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as writing:
            while chunk := reading.read(_CHUNK_BYTES):
                total.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
    part.replace(target)
    sync_folder(target.parent)
    return total.hexdigest()


def require_room(folder: Path, newsletter: Newsletter, database: Engine) -> None:
    """Refuse a folder for a copy of the home that holds anything else than the files to come.

    Raises:
        DigestError: it lies where it would be copied into itself, or something else is in it.
    """
    require_outside(folder, newsletter)
    coming = set(home_files(newsletter))
    for path in strangers(folder, database):
        name = path.relative_to(folder).as_posix()
        if name not in coming:
            raise DigestError(f"{folder} is not empty: {name} is in it; name a new folder")


def require_outside(folder: Path, newsletter: Newsletter) -> None:
    """Refuse a folder that is going to be copied itself.

    Raises:
        DigestError: it lies in one of the home's folders.
    """
    for inside in copied_folders(newsletter):
        if folder.resolve().is_relative_to(inside.resolve()):
            raise DigestError(f"{folder} lies in {inside}, which is copied; name a folder elsewhere")


def strangers(folder: Path, database: Engine) -> Iterator[Path]:
    """The files in a folder that are neither part of the database nor of an unfinished copy."""
    for path in sorted(folder.rglob("*")):
        unfinished = path.name.startswith(".") and path.name.endswith(".part")
        if path.is_file() and not (unfinished or db.owns(database, path)):
            yield path


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(path: Path) -> Path:
    """An absolute path without ``..``; symbolic links stay what they are."""
    return Path(os.path.normpath(path.absolute()))
