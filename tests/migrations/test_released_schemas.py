"""Databases of every released schema open in this release, whole.

``0001.sql`` and its siblings are small newsletters as the release of that schema left them (SQLite's
``.dump``). A file is added with each released schema, before the next step is written, and never edited.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text

from digest import db, migrations
from digest.log import store
from digest.log.schema import content, subscriber_vault
from digest.log.verify import verify
from digest.migrations.upgrade import configuration
from digest.pipeline.erase import erase
from digest.pipeline.project import check, rebuild

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from tests.conftest import World

RELEASED = sorted(Path(__file__).parent.glob("*.sql"))
GUARDS = {
    "sqlite": {
        "event_is_append_only_delete",
        "event_is_append_only_replace",
        "event_is_append_only_update",
    },
    "postgresql": {"event_is_append_only"},
}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
ABOUT = pytest.mark.parametrize("dump", RELEASED, ids=lambda path: path.stem)


def restored(dump: Path, database: Path) -> Path:
    """A database as it was when the dump was made."""
    connection = sqlite3.connect(database)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    return database


def triggers(connection: Connection) -> set[str]:
    return set(connection.execute(text(TRIGGERS[connection.dialect.name])).scalars())


def assert_whole(engine: Engine) -> None:
    with db.reading(engine) as connection:
        found = verify(connection)
    assert (found.ok, found.problem) == (True, None)


def test_the_schema_before_the_newest_has_its_database_here() -> None:
    steps = [step.revision for step in ScriptDirectory.from_config(configuration()).walk_revisions()]
    assert [path.stem for path in RELEASED] == sorted(steps)[:-1]
    assert max(steps) == migrations.HEAD


@ABOUT
def test_a_database_of_a_released_schema_is_upgraded_and_keeps_its_log(dump: Path, tmp_path: Path) -> None:
    engine = db.open_engine(f"sqlite:///{restored(dump, tmp_path / 'old.db')}")
    with db.reading(engine) as connection:
        assert migrations.revision_of(connection) == dump.stem
        before = store.head(connection)

    db.migrate(engine)

    with db.reading(engine) as connection:
        assert migrations.revision_of(connection) == migrations.HEAD
        assert store.head(connection) == before
        assert triggers(connection) == GUARDS["sqlite"]
    assert_whole(engine)
    engine.dispose()


@ABOUT
def test_a_newsletter_of_a_released_schema_is_opened_rebuilt_and_checked(dump: Path, world: World) -> None:
    world.settings()
    restored(dump, world.home / "digest.db")
    newsletter = world.open()
    assert world.state(newsletter) == "delivered"
    assert rebuild(newsletter.log) == world.position(newsletter)
    assert all(one.equal for one in check(newsletter.log))

    erase(newsletter, "reader-0@example.org", via="operator")

    with db.reading(newsletter.engine) as connection:
        left = connection.execute(select(func.count()).select_from(subscriber_vault)).scalar_one()
    assert left == 1
    assert_whole(newsletter.engine)
    newsletter.engine.dispose()


def test_a_server_takes_no_samples_of_texts_and_addresses(new_postgres: Callable[[], str]) -> None:
    engine = db.open_engine(new_postgres())
    with db.writing(engine) as connection:
        connection.execute(
            content.insert(), [{"hash": f"{n:064x}", "salt": b"", "body": f"text {n}"} for n in range(50)]
        )
        people = [
            {"subscriber_id": str(n), "address": f"{n}@example.org", "name": "Ada", "folded": str(n)}
            for n in range(50)
        ]
        connection.execute(subscriber_vault.insert(), people)
        connection.execute(text("ANALYZE"))
        sampled = connection.execute(
            text("SELECT tablename, attname FROM pg_stats WHERE tablename IN ('content', 'subscriber_vault')")
        )
        assert {tuple(row) for row in sampled} == {
            ("content", "hash"),
            ("content", "salt"),
            ("subscriber_vault", "subscriber_id"),
            ("subscriber_vault", "confirmed_at"),
        }
    engine.dispose()


def test_the_guards_of_the_log_stand_after_every_step(empty_database: str) -> None:
    engine = db.open_engine(empty_database)
    steps = sorted(step.revision for step in ScriptDirectory.from_config(configuration()).walk_revisions())
    config = configuration()
    for step in steps:
        with db.writing(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, step)
            assert triggers(connection) == GUARDS[engine.dialect.name], step
    engine.dispose()
