"""Whether what a page was made from has changed since; looked up only while a page asks."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio
from anyio import to_thread

from digest.pipeline.preview import Gallery, issue_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How often to look, and how long one question is held: a server that is to end waits for it.
EVERY_S, HELD_S = 0.3, 1.0
#: What an editor keeps beside a file it is at is none of these.
_SUFFIXES = frozenset({".j2", ".toml", ".json"})


def stamp(gallery: Gallery, name: str) -> str:
    """Another one after any change to a template, to a fixture, or to the issue of that name."""
    total = hashlib.sha256(issue_hash(gallery, name).encode())
    for path in _files(gallery):
        # An editor that saves may take the file away for a moment.
        with suppress(FileNotFoundError):
            found = path.stat()
            total.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return total.hexdigest()


async def changed(gallery: Gallery, name: str, since: str) -> bool:
    """Wait until the stamp is another, or a short while; whether it is."""
    until = time.monotonic() + HELD_S
    while await to_thread.run_sync(stamp, gallery, name) == since:
        if time.monotonic() >= until:
            return False
        await anyio.sleep(EVERY_S)
    return True


def _files(gallery: Gallery) -> Iterator[Path]:
    for folder in gallery.templates:
        yield from sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    if gallery.file is not None:
        yield gallery.file
