"""The database: migrations against the declared tables, transactions, and locks that die with their owner."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from digest import db, migrations
from digest.db.rows import LOOKUP_CHUNK
from digest.delivery import outbox
from digest.log import schema
from digest.migrations.upgrade import configuration
from digest.projections import base
from digest.sources import ledger

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

DECLARED = (schema, outbox, base, ledger)


def described(engine: Engine) -> dict[str, object]:
    """Tables, columns, keys and indices, as the database itself tells them."""
    seen = inspect(engine)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted(tuple(u["column_names"]) for u in seen.get_unique_constraints(name)),
            sorted((i["name"], tuple(i["column_names"])) for i in seen.get_indexes(name)),
        )
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def test_a_migrated_database_has_exactly_the_declared_tables(engine, empty_database):
    assert DECLARED
    declared = db.open_engine(empty_database)
    with db.writing(declared) as connection:
        db.metadata.create_all(connection)

    assert described(engine) == described(declared)
    declared.dispose()


def test_the_newest_revision_is_the_one_the_code_waits_for(engine):
    assert ScriptDirectory.from_config(configuration()).get_current_head() == migrations.HEAD
    with db.reading(engine) as connection:
        assert migrations.revision_of(connection) == migrations.HEAD


def test_migrating_a_current_database_changes_nothing(engine):
    before = described(engine)
    db.migrate(engine)
    assert described(engine) == before


def _migrate(url: str) -> None:
    engine = db.open_engine(url)
    db.migrate(engine)
    engine.dispose()


@pytest.mark.slow
def test_processes_that_migrate_at_once_create_the_schema_once(empty_database):
    url = empty_database
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_migrate, args=(url,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]


def test_what_a_transaction_wrote_before_an_error_is_gone(engine):
    def write_and_fail() -> None:
        with db.writing(engine) as connection:
            connection.execute(text("INSERT INTO content VALUES ('a', '', 'b')"))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_and_fail()

    with db.reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM content")).scalar() == 0


def _hold(url: str, ready: Path) -> None:
    engine = db.open_engine(url)
    with db.exclusive(engine, "delivery") as had:
        ready.write_text(str(had))
        time.sleep(60)


def test_a_lock_is_had_by_one_process_and_dies_with_it(engine, tmp_path):
    ready = tmp_path / "ready"
    holder = multiprocessing.get_context("spawn").Process(
        target=_hold, args=(engine.url.render_as_string(hide_password=False), ready)
    )
    holder.start()
    deadline = time.monotonic() + 30
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    with db.exclusive(engine, "delivery") as had:
        assert not had

    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join(30)

    # A server lets go once it has read the end of the dead client's connection, a moment later.
    deadline, freed = time.monotonic() + 30, False
    while not freed and time.monotonic() < deadline:
        with db.exclusive(engine, "delivery") as freed:
            pass
    assert freed


def test_a_long_look_up_is_cut_and_every_value_asked_for_once() -> None:
    values = [str(number) for number in range(2 * LOOKUP_CHUNK + 1)]
    cut = list(db.chunks([*values, *values]))
    assert [len(chunk) for chunk in cut] == [LOOKUP_CHUNK, LOOKUP_CHUNK, 1]
    assert sorted(value for chunk in cut for value in chunk) == sorted(values)
