"""The bodies that were read, kept by their hash, so that every item can be read again."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from pathlib import Path


def body_hash(body: bytes) -> str:
    """The name of a body: its SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()


class BodyStore:
    """A folder of compressed bodies: ``sha256/ab/<all 64 digits>``.

    A body is complete or absent, whenever the machine stops; it may be put again at no cost.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: bytes) -> str:
        """Keep a body and give its SHA-256 in hex; it is on the disk when this returns."""
        digest = body_hash(body)
        path = self._path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            try:
                file.write(zlib.compress(body, 1))
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                # A full disk stays full if scraps are left on it.
                Path(file.name).unlink()
                raise
        sync_folder(path.parent)
        return digest

    def get(self, digest: str) -> bytes:
        """Give back a body. Raises FileNotFoundError if it was never kept, or removed since."""
        return zlib.decompress(self._path(digest).read_bytes())

    def digests(self) -> list[str]:
        """The bodies that are kept, by their SHA-256 in hex."""
        return sorted(path.name for path in self.folder.glob("sha256/*/*") if not path.name.startswith("."))

    def remove(self, digest: str) -> None:
        """Delete a body, for good when this returns; one that is not there is no error."""
        path = self._path(digest)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def _path(self, digest: str) -> Path:
        return self.folder / "sha256" / digest[:2] / digest


def sync_folder(folder: Path) -> None:
    """Make a folder's list of names survive a loss of power, as the bytes do."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
