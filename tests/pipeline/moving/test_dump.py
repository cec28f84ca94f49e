"""A PostgreSQL database dumped and loaded by the server's own tools: it goes on as if never moved."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from benchmarks.postgres import create_database, programs
from digest import db
from digest.log import store
from digest.log.verify import verify
from digest.pipeline.copy import copy
from digest.pipeline.project import check, project
from digest.sample.run import open_sample
from digest.sources.ledger import fetch, polled, record
from tests.log.facts import vote
from tests.pipeline.moving.conftest import rows_of, send, silent

if TYPE_CHECKING:
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter


def dumped_into(source: str, target: str) -> None:
    """``pg_dump | psql`` from one database URL to another."""
    found = programs()
    assert found is not None
    folder = (found / "initdb").resolve().parent
    one, other = (url.replace("postgresql+psycopg://", "postgresql://") for url in (source, target))
    with subprocess.Popen([folder / "pg_dump", one], stdout=subprocess.PIPE) as dump:
        loaded = [folder / "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", other]
        subprocess.run(loaded, stdin=dump.stdout, check=True)
    assert dump.returncode == 0


def test_a_dump_loaded_into_a_fresh_database_hides_and_repeats_nothing(
    approved: Newsletter, postgres: str, tmp_path: Path
) -> None:
    first, second = create_database(postgres), create_database(postgres)
    there = db.open_engine(first)
    copy(approved, there, to_home=tmp_path / "there", on_step=silent, on_progress=silent)

    dumped_into(first, second)

    loaded = open_sample(tmp_path / "there", second)
    assert rows_of(loaded.engine) == rows_of(there)
    with db.reading(loaded.engine) as connection:
        before = store.head(connection)
        assert verify(connection).ok
    assert all(one.equal for one in check(loaded.log))
    appended = loaded.log.append([vote("late"), vote("later")])
    assert appended.positions == (before.position + 1, before.position + 2)
    project(loaded.log)
    with db.reading(loaded.engine) as connection:
        new = list(store.read(connection, after=before.position))
        polls = max(connection.scalars(select(fetch.c.id)))
        assert verify(connection).ok
    assert [event.stream for event in new] == ["vote/t/late", "vote/t/later"]
    assert all(one.equal for one in check(loaded.log))
    with db.writing(loaded.engine) as connection:
        record(connection, [polled(source="s", url="u", fetched_at="t", status="failed")])
    with db.reading(loaded.engine) as connection:
        assert max(connection.scalars(select(fetch.c.id))) == polls + 1
    with pytest.raises(DatabaseError, match="append-only"), db.writing(loaded.engine) as connection:
        connection.execute(text("DELETE FROM event"))
    assert len(send(loaded)) == 6
    loaded.engine.dispose()
    there.dispose()
