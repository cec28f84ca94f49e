"""What a backup says of itself: where its log ends, and the SHA-256 of every file. Written last."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from digest.errors import DigestError
from digest.log.codec import canonical_json
from digest.migrations import HEAD
from digest.pipeline.home import MANIFEST, sha256_of
from digest.sources.raw import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Files that are named where more are wrong.
_MAX_SHOWN = 20


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A backup's table of contents.

    ``form`` is the version of this structure, ``schema`` that of the database; ``position`` and ``hash``
    (hex) are the log's head, ``rows`` the number of rows by table, ``files`` the SHA-256 in hex by
    name, relative to the backup. ``seal`` is the SHA-256 of all the rest as canonical JSON, in hex; null
    before it is written.
    """

    form: Literal[1] = 1
    software: str
    schema: str
    made_at: datetime
    position: int
    hash: str
    rows: dict[str, int]
    files: dict[str, str]
    seal: str | None = None


def write(folder: Path, manifest: Manifest) -> None:
    """Make the folder a backup: whole, and on the disk before this returns."""
    sealed = msgspec.structs.replace(manifest, seal=_seal(manifest))
    part = folder / f".{MANIFEST}.part"
    with part.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(sealed), indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / MANIFEST)
    sync_folder(folder)


def verified(folder: Path, *, on_progress: Callable[[str], None]) -> Manifest:
    """Read a backup's manifest and hold every file against it; nothing in the folder is changed.

    Raises:
        DigestError: the folder is no backup or one of a newer release, or files are missing, extra or
            not what they were; they are named.
    """
    manifest = _read(folder)
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MANIFEST
    }
    wrong = [f"{name} is missing" for name in sorted(manifest.files.keys() - there)]
    wrong += [f"{name} does not belong to it" for name in sorted(there - manifest.files.keys())]
    for number, name in enumerate(sorted(there & manifest.files.keys()), 1):
        on_progress(f"verify files: {number:,} of {len(manifest.files):,}")
        if sha256_of(folder / name) != manifest.files[name]:
            wrong.append(f"{name} is not what was backed up")
    if wrong:
        shown = "; ".join(wrong[:_MAX_SHOWN])
        more = f"; and {len(wrong) - _MAX_SHOWN:,} more" if len(wrong) > _MAX_SHOWN else ""
        raise DigestError(f"{folder}: {shown}{more}. Nothing was restored; take another backup")
    return manifest


def _seal(manifest: Manifest) -> str:
    bare = msgspec.structs.replace(manifest, seal=None)
    return hashlib.sha256(canonical_json(bare).encode()).hexdigest()


def _read(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.exists():
        raise DigestError(
            f"{folder} has no {MANIFEST}, so it is no backup, or one that was interrupted; take another"
        )
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.MsgspecError as error:
        raise DigestError(f"{path} cannot be read ({error}); take another backup") from error
    if manifest.seal != _seal(manifest):
        raise DigestError(f"{path} is not what was written; take another backup")
    if manifest.schema > HEAD:
        raise DigestError(f"{folder} was made by {manifest.software}; install that release or a newer one")
    return manifest
