"""Write the log down as CloudEvents, one event a line, after making sure that it is whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest import db
from digest.errors import DigestError
from digest.log.cloudevents import envelope, to_line
from digest.log.store import read_rows
from digest.log.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.log.chain import OnProgress
    from digest.log.store import Head
    from digest.pipeline.newsletter import Newsletter


def log_uri(newsletter: Newsletter) -> str:
    """What the log is called where its events are read by others; no page has to stand there."""
    return f"{newsletter.sender.public_url}/log"


def export_log(newsletter: Newsletter, write: Callable[[str], object], *, on_progress: OnProgress) -> Head:
    """Write every event in position order, a line each; returns the head they lead to.

    Raises:
        DigestError: the log is not whole; nothing was written.
    """
    source = log_uri(newsletter)
    with db.reading(newsletter.engine) as connection:
        found = verify(connection, on_progress=on_progress)
        if found.head is None or not found.ok:
            raise DigestError("the log is not whole, so it is not exported; see: digest log verify")
        for row in read_rows(connection):
            write(to_line(envelope(row, source)))
    return found.head


def export_log_to(newsletter: Newsletter, path: Path, *, on_progress: OnProgress) -> Head:
    """The same into a file, which appears complete and on the disk, or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            head = export_log(newsletter, file.write, on_progress=on_progress)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return head
