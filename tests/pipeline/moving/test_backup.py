"""Backups: one moment of everything, whoever writes meanwhile; a half one is never taken for a whole."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, inspect, select

from digest import db
from digest.errors import DigestError
from digest.log import store
from digest.log.schema import event
from digest.log.verify import verify
from digest.migrations import HEAD
from digest.pipeline import backup as backing
from digest.pipeline.backup import backup
from digest.pipeline.copy import copy
from digest.pipeline.manifest import Manifest, verified
from digest.sample.run import open_sample
from digest.sources.ledger import fetch, polled, record
from digest.sources.raw import BodyStore
from tests.log.facts import vote
from tests.pipeline.moving.conftest import files_of, rows_of, silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter


def backed_up(newsletter: Newsletter, folder: Path, **heard: object) -> Manifest:
    hears = {"on_step": silent, "on_progress": silent, **heard}
    return backup(newsletter, folder, **hears)  # type: ignore[arg-type]


def test_a_backup_is_exactly_what_its_manifest_says(delivered: Newsletter, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    (delivered.home / "erasures.jsonl").write_text("{}\n")
    (delivered.home / "outbox" / ".half.part").write_bytes(b"a worker is writing this")
    made = backed_up(delivered, folder)

    found = files_of(folder)
    told = json.loads(found.pop("manifest.json"))
    assert told["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    assert {name.partition("/")[0] for name in found} == {
        "bodies", "digest.db", "digest.toml", "erasures.jsonl", "keys.json", "outbox",
    }  # fmt: skip
    assert len([name for name in found if name.startswith("outbox/")]) == 6
    assert {name: data for name, data in found.items() if name != "digest.db"} == {
        name: data
        for name, data in files_of(delivered.home).items()
        if not name.startswith("digest.db") and name != "outbox/.half.part"
    }
    with db.reading(delivered.engine) as connection:
        at = store.head(connection)
    assert (told["form"], told["schema"], told["position"], told["hash"]) == (1, HEAD, at.position, at.hash)
    assert told["made_at"] == "2026-04-23T07:00:00Z"
    assert told["rows"] == {name: len(rows) for name, rows in rows_of(delivered.engine).items()}
    assert verified(folder, on_progress=silent).position == made.position


def test_it_is_for_its_owner_alone(delivered: Newsletter, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    folder.mkdir(mode=0o755)
    (delivered.home / "keys.json").chmod(0o644)
    backed_up(delivered, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600


def test_its_database_holds_every_row_and_no_read_model(delivered: Newsletter, tmp_path: Path) -> None:
    backed_up(delivered, tmp_path / "backup")
    engine = db.open_engine(db.file_url(tmp_path / "backup" / "digest.db"))
    assert rows_of(engine) == rows_of(delivered.engine)
    assert set(inspect(engine).get_table_names()) == {*db.metadata.tables, "alembic_version"}
    with db.reading(engine) as connection:
        assert connection.execute(select(db.metadata.tables["projection"])).all() == []
    engine.dispose()


def test_a_newsletter_on_postgresql_is_backed_up_into_a_file_too(
    delivered: Newsletter, new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    url = new_postgres()
    server = db.open_engine(url)
    copy(delivered, server, to_home=None, on_step=silent, on_progress=silent)
    on_server = open_sample(delivered.home, url)
    backed_up(on_server, tmp_path / "backup")
    on_server.engine.dispose()
    engine = db.open_engine(db.file_url(tmp_path / "backup" / "digest.db"))
    assert rows_of(engine) == rows_of(delivered.engine)
    engine.dispose()
    server.dispose()


def whole(folder: Path) -> tuple[int, set[str]]:
    """Verify a backup's log; returns its length and the bodies that its ledger names."""
    engine = db.open_engine(db.file_url(folder / "digest.db"))
    with db.reading(engine) as connection:
        found = verify(connection)
        bodies = set(connection.scalars(select(fetch.c.body).where(fetch.c.body.is_not(None))))
    engine.dispose()
    assert found.ok, found.problem
    return found.events, bodies


def test_it_is_one_moment_while_others_append_and_poll(
    approved: Newsletter, new_database: Callable[[], str], tmp_path: Path
) -> None:
    url = new_database()
    engine = db.open_engine(url)
    copy(approved, engine, to_home=None, on_step=silent, on_progress=silent)
    newsletter, writing = open_sample(approved.home, url), open_sample(approved.home, url)
    begun, done = threading.Event(), threading.Event()
    written: list[int] = []

    def write() -> None:
        while not done.is_set():
            number = len(written)
            body = writing.bodies.put(b"a body %d" % number)
            writing.log.append([vote(str(number))])
            with db.writing(writing.engine) as connection:
                record(connection, [polled(source="s", url="u", fetched_at="t", status="read", body=body)])
            written.append(number)
            begun.set()

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    assert begun.wait(30)
    made = backed_up(newsletter, tmp_path / "backup")
    during = len(written)
    done.set()
    thread.join(30)

    length, bodies = whole(tmp_path / "backup")
    with db.reading(engine) as connection:
        assert store.head(connection).position > made.position == length
    assert during > 1
    there = {name.rpartition("/")[2] for name in made.files if name.startswith("bodies/")}
    assert bodies <= there
    assert (
        sum(BodyStore(tmp_path / "backup" / "bodies").get(body).startswith(b"a body") for body in bodies) >= 1
    )
    verified(tmp_path / "backup", on_progress=silent)
    for one in (engine, newsletter.engine, writing.engine):
        one.dispose()


def test_a_body_that_a_row_names_and_that_is_not_in_it_is_an_error(
    approved: Newsletter, tmp_path: Path
) -> None:
    elsewhere = BodyStore(tmp_path / "elsewhere")
    lost, gone = elsewhere.put(b"kept where no backup looks"), hashlib.sha256(b"erased since").hexdigest()
    with db.writing(approved.engine) as connection:
        for body in (gone, lost):
            record(connection, [polled(source="s", url="u", fetched_at="t", status="read", body=body)])
    backed_up(approved, tmp_path / "without")
    with pytest.raises(DigestError, match=f"body {lost} did not get into the backup"):
        backed_up(replace(approved, bodies=elsewhere), tmp_path / "backup")
    with pytest.raises(DigestError, match=r"has no manifest\.json, so it is no backup"):
        verified(tmp_path / "backup", on_progress=silent)


def test_a_body_that_only_an_event_names_is_looked_for_too(approved: Newsletter, tmp_path: Path) -> None:
    with db.reading(approved.engine) as connection:
        observed = backing._named_bodies(connection)
    with db.writing(approved.engine) as connection:
        connection.execute(fetch.delete())
        assert backing._named_bodies(connection) == observed
    assert len(observed) == 3


@pytest.mark.parametrize("inside", ["bodies", "outbox/new"])
def test_a_folder_that_would_be_backed_up_itself_is_refused(inside: str, delivered: Newsletter) -> None:
    with pytest.raises(DigestError, match="which is copied; name a folder elsewhere"):
        backed_up(delivered, delivered.home / inside)


def test_a_folder_in_the_home_beside_them_will_do(delivered: Newsletter) -> None:
    backed_up(delivered, delivered.home / "backups" / "monday")
    second = backed_up(delivered, delivered.home / "backups" / "tuesday")
    assert not [name for name in second.files if "monday" in name]


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(
    delivered: Newsletter, tmp_path: Path
) -> None:
    backed_up(delivered, tmp_path / "backup")
    before = files_of(tmp_path / "backup")
    with pytest.raises(DigestError, match="is not empty; name a new folder"):
        backed_up(delivered, tmp_path / "backup")
    assert files_of(tmp_path / "backup") == before


def test_a_log_that_cannot_be_folded_is_backed_up_all_the_same(delivered: Newsletter, tmp_path: Path) -> None:
    with db.writing(delivered.engine) as connection:
        at = store.head(connection).position
        values = dict.fromkeys(event.columns.keys(), "x") | {
            "position": at + 1, "version": 1, "schema_version": 1, "type": "LaunchObserved",
            "event_hash": b"x", "chain_hash": b"x",
        }  # fmt: skip
        connection.execute(insert(event).values(values))
    made = backed_up(delivered, tmp_path / "backup")
    assert made.rows["event"] == at + 1


def test_its_database_stands_alone_without_a_journal(delivered: Newsletter, tmp_path: Path) -> None:
    made = backed_up(delivered, tmp_path / "backup")
    copied = tmp_path / "alone.db"
    copied.write_bytes((tmp_path / "backup" / "digest.db").read_bytes())
    with sqlite3.connect(copied) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (made.position,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
