"""Where it is measured: SQLite and a throw-away PostgreSQL, both forcing each commit to the disk."""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from benchmarks.measure import Clock
from benchmarks.postgres import cluster, create_database, programs
from digest import db


class Place(NamedTuple):
    """An engine under measurement.

    ``clock`` is the one to judge its own work by: SQLite works in this process, a server does not.
    ``database`` makes a new, empty database and returns its URL.
    """

    name: str
    clock: Clock
    database: Callable[[], str]

    def open(self) -> Engine:
        """A new database with the newest schema."""
        engine = db.open_engine(self.database())
        db.migrate(engine)
        return engine


@contextmanager
def places() -> Iterator[list[Place]]:
    """Both; without PostgreSQL, after a word on stderr, SQLite alone."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        numbers = itertools.count()
        found = [Place("SQLite", "CPU", lambda: f"sqlite:///{Path(folder, str(next(numbers)))}.db")]
        if programs() is None:
            print("PostgreSQL is left out: it is not installed (Debian: postgresql)", file=sys.stderr)
        else:
            server = stack.enter_context(cluster(durable=True))
            found.append(Place("PostgreSQL", "wall", lambda: create_database(server)))
        yield found
