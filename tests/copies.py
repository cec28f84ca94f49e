"""Databases for tests: migrated once and then copied, in memory where the machine lets us."""

from __future__ import annotations

import os
import shutil
import uuid
from collections import deque
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import make_url, text

from digest import db

if TYPE_CHECKING:
    from sqlalchemy import Connection


def in_memory() -> Path | None:
    """Linux's folder in memory, if the files of a run fit in it: most of a test's time goes to disks else."""
    folder = Path("/dev/shm")  # noqa: S108 - what is made in it has names of its own
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < 2**31:
        return None
    return folder


class Copies:
    """Databases of a PostgreSQL server, each a copy of a template, made and removed over one connection."""

    #: A tenth of a second goes by for a database whose connections are still ending, so it waits its turn.
    KEPT = 20

    def __init__(self, server: str, connection: Connection) -> None:
        self._server, self._connection = server, connection
        self._left: deque[str] = deque()

    def make(self, template: str) -> str:
        """Make a database as the one named ``template`` is; returns its URL."""
        name = f"t{uuid.uuid4().hex[:16]}"
        # The template's files are copied as they are: its pages would go through the server's log otherwise.
        create = f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"
        self._connection.execute(text(create))
        return self._server.format(database=name)

    def leave(self, url: str) -> None:
        """No test needs this one any more."""
        self._left.append(str(make_url(url).database))
        if len(self._left) > self.KEPT:
            self._connection.execute(text(f"DROP DATABASE {self._left.popleft()} WITH (FORCE)"))


@cache
def migrated_sqlite() -> bytes:
    """The file of a migrated SQLite database with no rows, to be copied as PostgreSQL's is."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "digest.db")
        engine = db.open_engine(db.file_url(path))
        db.migrate(engine)
        engine.dispose()
        return path.read_bytes()
