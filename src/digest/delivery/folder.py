"""Deliver into a folder: one .eml file per message, whole or not there at all."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from digest.delivery.transport import Accepted, Unsent
from digest.errors import MessageRejected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from digest.delivery.transport import Envelope

_FILE_STEM = re.compile(r"<([a-z0-9]{16,64})@", re.ASCII)


class FolderTransport:
    """Writes mails to read, to test, or for another program to send.

    A file is named after the opaque side of its Message-ID, so a repeated send finds it; no name
    shows an address. A file appears under its name complete and on disk, or not at all.
    """

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, envelope: Envelope) -> Accepted:
        """Write the file; the same bytes already there count as sent.

        Raises:
            MessageRejected: other bytes have that name; they are left alone.
        """
        final, part = self._paths(envelope.message_id)
        self._folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(envelope.data)
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link, unlike a rename, never replaces what is there.
            os.link(part, final)
        except FileExistsError:
            if final.read_bytes() != envelope.data:
                raise MessageRejected(
                    envelope.message_id, f"{final.name} is already there with other bytes"
                ) from None
        finally:
            part.unlink()
        self._sync()
        return Accepted(detail=final.name)

    def lanes(self) -> tuple[FolderTransport]:
        """One: a disk is not the faster for several writers."""
        return (self,)

    def outcome(self, message_id: str, sha256: str) -> Accepted | Unsent:
        """A file with those bytes says it all; what a dead writer left half-written goes."""
        final, part = self._paths(message_id)
        part.unlink(missing_ok=True)
        if not final.exists() or hashlib.sha256(final.read_bytes()).hexdigest() != sha256:
            return Unsent()
        self._sync()
        return Accepted(detail=final.name)

    def forget(self, message_ids: Iterable[str]) -> int:
        """Delete the files, and what a dead writer left half-written."""
        taken = 0
        for message_id in message_ids:
            final, part = self._paths(message_id)
            part.unlink(missing_ok=True)
            if final.exists():
                final.unlink()
                taken += 1
        if self._folder.exists():
            self._sync()
        return taken

    def close(self) -> None:
        """Nothing is kept open."""

    def _paths(self, message_id: str) -> tuple[Path, Path]:
        found = _FILE_STEM.match(message_id)
        if found is None:
            raise ValueError(f"no file name can be made of the Message-ID {message_id!r}")
        return self._folder / f"{found[1]}.eml", self._folder / f".{found[1]}.part"

    def _sync(self) -> None:
        """Make the folder's list of names survive a loss of power."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
