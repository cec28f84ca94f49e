"""Copies into another database: everything, as it is, from one moment, or nothing at all."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Boolean, Integer, LargeBinary, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from digest import db
from digest.delivery import outbox, recipients
from digest.errors import DigestError
from digest.links import Unsubscribe, read_token
from digest.log import store
from digest.log.schema import bookmark, content, subscriber_vault, suppression
from digest.log.store import EventLog
from digest.pipeline.access_tokens import add_token
from digest.pipeline.answer_once import answer_once
from digest.pipeline.copy import build_read_models, copy
from digest.pipeline.deliver import deliver
from digest.pipeline.project import check
from digest.pipeline.sign_up import request_sign_up, take_sign_ups
from digest.sample.run import NOW, WEEK, open_sample
from digest.sources.ledger import fetch, polled, record
from tests.log.facts import url_of, vote
from tests.pipeline.moving.conftest import files_of, mails_of, rows_of, send, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine, Table

    from digest.pipeline.copy import Copied
    from digest.pipeline.newsletter import Newsletter

    NewDatabase = Callable[[], str]


def moved(newsletter: Newsletter, target: Engine, to_home: Path | None = None, **heard: object) -> Copied:
    hears = {"on_step": silent, "on_progress": silent, **heard}
    return copy(newsletter, target, to_home=to_home, **hears)  # type: ignore[arg-type]


def fingerprints(newsletter: Newsletter) -> dict[str, str]:
    checks = check(newsletter.log)
    assert all(one.equal for one in checks)
    return {one.name: one.live for one in checks}


@pytest.fixture
def target(new_database: NewDatabase) -> Iterator[Engine]:
    """A database that nobody has used, on each engine."""
    engine = db.open_engine(new_database())
    yield engine
    engine.dispose()


def test_from_sqlite_to_postgresql_and_back_nothing_changes_and_the_mails_are_the_same(
    approved: Newsletter, new_postgres: NewDatabase, tmp_path: Path
) -> None:
    there = db.open_engine(new_postgres())
    first = moved(approved, there, tmp_path / "there")
    on_server = open_sample(tmp_path / "there", url_of(there))
    back = db.open_engine(db.file_url(tmp_path / "back" / "digest.db"))
    second = moved(on_server, back, tmp_path / "back")
    on_file = open_sample(tmp_path / "back")

    assert first == second
    assert rows_of(there) == rows_of(back) == rows_of(approved.engine)
    assert len(rows_of(back)["event"]) > 100
    assert fingerprints(on_server) == fingerprints(on_file) == fingerprints(approved)
    assert send(on_server) == send(on_file) == send(approved)
    assert len(mails_of(tmp_path / "back")) == 6
    for engine in (there, back, on_server.engine, on_file.engine):
        engine.dispose()


def test_what_readers_and_programs_left_moves_as_it_is(
    approved: Newsletter, target: Engine, tmp_path: Path
) -> None:
    for _ in range(2):
        request_sign_up(approved, "new@example.org", name=None, consent_text="Yes.", source="form")
        take_sign_ups(approved)
    request_sign_up(approved, "newer@example.org", name="Bo", consent_text="Yes.", source="form")
    add_token(approved, "app", ["votes"])
    answer_once(approved, "app", "k-1", "0" * 64, lambda: "{}")
    with db.writing(approved.engine) as connection:
        reader = connection.scalars(select(subscriber_vault.c.subscriber_id)).first()
        saved = {"subscriber_id": reader, "tool_id": "a-tool", "saved_at": "2026-04-23T07:00:00.000000Z"}
        connection.execute(insert(bookmark).values(saved))
        gone = {"address_hash": "f" * 64, "reason": "undeliverable", "at": "2026-04-23T07:00:00.000000Z"}
        connection.execute(insert(suppression).values(gone))

    moved(approved, target)

    rows = rows_of(target)
    assert rows == rows_of(approved.engine)
    counts = {
        name: len(rows[name])
        for name in ("sign_up", "letter", "bookmark", "suppression", "access_token", "given_answer")
    }
    assert counts == {
        "sign_up": 1,
        "letter": 2,
        "bookmark": 1,
        "suppression": 1,
        "access_token": 1,
        "given_answer": 1,
    }


def test_from_postgresql_to_postgresql(approved: Newsletter, new_postgres: NewDatabase) -> None:
    one, other = db.open_engine(new_postgres()), db.open_engine(new_postgres())
    moved(approved, one)
    on_server = open_sample(approved.home, url_of(one))
    moved(on_server, other)

    assert rows_of(other) == rows_of(approved.engine)
    for engine in (one, other, on_server.engine):
        engine.dispose()


def test_a_database_without_tables_gets_them(approved: Newsletter, empty_database: str) -> None:
    target = db.open_engine(empty_database)
    moved(approved, target)
    assert rows_of(target) == rows_of(approved.engine)
    target.dispose()


def test_what_was_sent_stays_sent_and_every_row_keeps_its_state(
    delivered: Newsletter, target: Engine, tmp_path: Path
) -> None:
    states = ("accepted", "uncertain", "rejected", "skipped", "cancelled")
    with db.writing(delivered.engine) as connection:
        readers = connection.scalars(select(outbox.outbox.c.subscriber_id)).all()
        for reader, state in zip(sorted(readers), states, strict=False):
            row = outbox.outbox.c.subscriber_id == reader
            connection.execute(update(outbox.outbox).where(row).values(state=state))
    moved(delivered, target, tmp_path / "there")
    there = open_sample(tmp_path / "there", url_of(target))

    assert rows_of(target)["outbox"] == rows_of(delivered.engine)["outbox"]
    with db.reading(target) as connection:
        counts = recipients.counts(connection, WEEK)
    assert [getattr(counts, state) for state in states] == [2, 1, 1, 1, 1]
    sent = mails_of(there.home)
    assert deliver(there, WEEK, on_progress=silent).counts == counts
    assert mails_of(there.home) == sent == mails_of(delivered.home)
    there.engine.dispose()


def test_a_link_in_an_old_mail_is_good_at_the_new_place(
    delivered: Newsletter, target: Engine, tmp_path: Path
) -> None:
    moved(delivered, target, tmp_path / "there")
    there = open_sample(tmp_path / "there", url_of(target))
    mail = next(iter(mails_of(delivered.home).values())).decode()
    token = mail.partition("List-Unsubscribe: <https://shiporskip.example/u/")[2].partition(">")[0]

    found = read_token(there.ring, token.strip(), Unsubscribe)

    assert str(found.subscriber_id) in {row[0] for row in rows_of(target)["subscriber_vault"]}
    there.engine.dispose()


def filled(table: Table) -> dict[str, object]:
    """A row for any table, whatever its columns are."""

    def value(column: object) -> object:
        kind = column.type  # type: ignore[attr-defined]
        if isinstance(kind, Boolean):
            return True
        return 1 if isinstance(kind, Integer) else b"x" if isinstance(kind, LargeBinary) else "x"

    return {column.name: value(column) for column in table.columns}


@pytest.mark.parametrize("name", sorted(db.metadata.tables))
def test_a_target_that_holds_anything_is_refused_by_words_and_left_alone(
    name: str, approved: Newsletter, target: Engine
) -> None:
    db.migrate(target)
    table = db.metadata.tables[name]
    with db.writing(target) as connection:
        if name == "log_head":
            connection.execute(update(table).values(position=3))
        else:
            connection.execute(insert(table).values(filled(table)))
    before = rows_of(target)

    with pytest.raises(
        DigestError, match=r"is not empty: .*; name a database that nobody has used"
    ) as refused:
        moved(approved, target)

    assert ("position 3" if name == "log_head" else f"{name} has 1 row") in str(refused.value)
    assert rows_of(target) == before


def test_a_second_copy_is_refused_and_changes_nothing(approved: Newsletter, target: Engine) -> None:
    moved(approved, target)
    before = rows_of(target)
    with pytest.raises(DigestError, match="is not empty"):
        moved(approved, target)
    with pytest.raises(DigestError, match="is not empty"):
        moved(approved, approved.engine)
    assert rows_of(target) == before


def test_of_two_copies_at_once_one_is_refused(approved: Newsletter, target: Engine) -> None:
    db.migrate(target)
    ended: list[str] = []
    both = threading.Barrier(2, timeout=30)

    def run() -> None:
        engine = db.open_engine(url_of(target))
        both.wait()
        try:
            moved(approved, engine)
            ended.append("copied")
        except DigestError as error:
            ended.append("refused" if "is not empty" in str(error) else str(error))
        engine.dispose()

    threads = [threading.Thread(target=run, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(ended) == ["copied", "refused"]
    assert rows_of(target) == rows_of(approved.engine)


def test_the_copied_log_goes_on_where_the_source_would_and_is_guarded_as_well(
    approved: Newsletter, target: Engine
) -> None:
    copied = moved(approved, target)
    at = copied.head.position

    appended = EventLog(target, now=lambda: NOW).append([vote("a"), vote("b")])
    EventLog(approved.engine, now=lambda: NOW).append([vote("a"), vote("b")])

    assert appended.positions == (at + 1, at + 2)
    assert rows_of(target) == rows_of(approved.engine), "the chain goes on from the same hash"
    for change in ("UPDATE event SET type = 'x'", "DELETE FROM event"):
        with pytest.raises(DatabaseError, match="append-only"), db.writing(target) as connection:
            connection.execute(text(change))


def test_polls_are_counted_on_after_the_copied_ones(approved: Newsletter, target: Engine) -> None:
    moved(approved, target)
    with db.reading(target) as connection:
        last = max(connection.scalars(select(fetch.c.id)))
    with db.writing(target) as connection:
        for _ in range(2):
            record(connection, [polled(source="s", url="u", fetched_at="t", status="failed")])
    with db.reading(target) as connection:
        ids = sorted(connection.scalars(select(fetch.c.id)))
    assert ids[-3:] == [last, last + 1, last + 2]


def test_a_text_that_postgresql_cannot_store_is_named_and_nothing_is_copied(
    approved: Newsletter, new_postgres: NewDatabase
) -> None:
    with db.writing(approved.engine) as connection:
        connection.execute(insert(content).values(hash="f" * 64, salt=b"", body="half \0 way"))
    target = db.open_engine(new_postgres())

    with pytest.raises(DigestError, match=f"content \\(hash = '{'f' * 64}'\\): body holds a NUL character"):
        moved(approved, target)

    assert {name: len(rows) for name, rows in rows_of(target).items() if rows} == {"log_head": 1}
    target.dispose()


def test_sqlite_takes_that_text_as_it_is(approved: Newsletter, tmp_path: Path) -> None:
    with db.writing(approved.engine) as connection:
        connection.execute(insert(content).values(hash="f" * 64, salt=b"", body="half \0 way"))
    target = db.open_engine(db.file_url(tmp_path / "other.db"))
    moved(approved, target)
    assert ("f" * 64, b"", "half \0 way") in rows_of(target)["content"]
    target.dispose()


MEDDLE = {
    "sqlite": """CREATE TRIGGER meddle AFTER INSERT ON subscriber_vault BEGIN
        UPDATE subscriber_vault SET name = 'Mallory' WHERE subscriber_id = NEW.subscriber_id;
    END""",
    "postgresql": """CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.name := 'Mallory'; RETURN NEW; END $$;
    CREATE TRIGGER meddle BEFORE INSERT ON subscriber_vault FOR EACH ROW EXECUTE FUNCTION meddle()""",
}


def test_what_the_target_changes_on_the_way_is_found_before_anything_is_kept(
    approved: Newsletter, target: Engine
) -> None:
    db.migrate(target)
    with db.writing(target) as connection:
        connection.execute(text(MEDDLE[target.dialect.name]))

    with pytest.raises(DigestError, match="subscriber_vault: of 7 rows, 7 were read back and they differ"):
        moved(approved, target)

    assert {name: len(rows) for name, rows in rows_of(target).items() if rows} == {"log_head": 1}


def test_what_others_append_meanwhile_is_not_in_the_copy(approved: Newsletter, target: Engine) -> None:
    before = rows_of(approved.engine)
    late = iter([vote("late")])

    def append_once(_name: str, _line: str) -> None:
        for event in late:
            approved.log.append([event])
            with db.writing(approved.engine) as connection:
                connection.execute(insert(content).values(hash="late", salt=b"", body="late"))

    copied = moved(approved, target, on_step=append_once)

    assert rows_of(target) == before
    with db.reading(approved.engine) as connection:
        assert store.head(connection).position == copied.head.position + 1


@pytest.mark.slow
def test_large_texts_pass_through_little_memory(approved: Newsletter, target: Engine) -> None:
    with db.writing(approved.engine) as connection:
        connection.execute(
            insert(content),
            [{"hash": f"{n:064}", "salt": b"", "body": f"{n:06}" * 17_000} for n in range(1_000)],
        )
    db.migrate(target)
    tracemalloc.start()
    try:
        moved(approved, target)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The texts are 102 MB.
    assert peak < 60_000_000
    assert len(rows_of(target)["content"]) > 1_000


def test_a_read_model_that_comes_out_otherwise_is_named(approved: Newsletter, target: Engine) -> None:
    moved(approved, target)
    expected = fingerprints(approved)
    build_read_models(target, expected, on_step=silent, on_progress=silent)
    with pytest.raises(DigestError, match="read models differ at the target: tallies"):
        build_read_models(target, {**expected, "tallies": "0" * 64}, on_step=silent, on_progress=silent)


@pytest.fixture(scope="module")
def known_to_the_copy_alone() -> list[str]:
    """The tables that a process knows which imported nothing else."""
    alone = subprocess.run(
        [
            sys.executable,
            "-c",
            "from digest import db; import digest.pipeline.copy; print(*sorted(db.metadata.tables))",
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return alone.stdout.split()


def test_the_copy_alone_knows_every_table_that_a_migration_makes(
    target: Engine, known_to_the_copy_alone: list[str]
) -> None:
    db.migrate(target)
    with target.connect() as connection:
        made = target.dialect.get_table_names(connection)
    assert known_to_the_copy_alone == sorted(set(made) - {"alembic_version"})


def test_the_homes_files_go_along_and_keep_their_secrets(delivered: Newsletter, tmp_path: Path) -> None:
    (delivered.home / "outbox" / ".half.part").write_bytes(b"a worker is writing this")
    (delivered.home / "digest.db.old").write_bytes(b"somebody's own")
    (delivered.home / "erasures.jsonl").write_text("{}\n")
    there = tmp_path / "there"
    there.mkdir()
    target = db.open_engine(db.file_url(there / "digest.db"))
    db.migrate(target)
    moved(delivered, target, there)

    got = {name: data for name, data in files_of(there).items() if not name.startswith("digest.db")}
    wanted = {
        name: data
        for name, data in files_of(delivered.home).items()
        if not name.startswith("digest.db") and name != "outbox/.half.part"
    }
    assert got == wanted
    assert {"digest.toml", "keys.json", "erasures.jsonl"} <= got.keys()
    assert any(name.startswith("bodies/") for name in got)
    for name in ("keys.json", "erasures.jsonl"):
        assert (there / name).stat().st_mode & 0o777 == 0o600
    target.dispose()


@pytest.mark.parametrize(("templates_dir", "goes_along"), [("mine", True), ("../outside", False)])
def test_templates_go_along_if_they_lie_in_the_home(
    templates_dir: str, goes_along: bool, approved: Newsletter, tmp_path: Path
) -> None:
    own = approved.home / templates_dir
    (own / "partials").mkdir(parents=True)
    (own / "partials" / "footer.txt.j2").write_text("bye")
    newsletter = replace(approved, templates=(own, *approved.templates))
    target = db.open_engine(db.file_url(tmp_path / "new.db"))
    moved(newsletter, target, tmp_path / "there")
    assert ("mine/partials/footer.txt.j2" in files_of(tmp_path / "there")) is goes_along
    target.dispose()


@pytest.mark.parametrize("inside", ["bodies/new", "outbox", "mine/new", "outbox/../outbox/new"])
def test_a_folder_that_would_be_copied_into_itself_is_refused(
    inside: str, delivered: Newsletter, tmp_path: Path
) -> None:
    (delivered.home / "mine").mkdir()
    newsletter = replace(delivered, templates=(delivered.home / "mine", *delivered.templates))
    before = files_of(delivered.home)
    target = db.open_engine(db.file_url(tmp_path / "new.db"))
    with pytest.raises(DigestError, match="which is copied; name a folder elsewhere"):
        moved(newsletter, target, delivered.home / inside)
    assert files_of(delivered.home).keys() == before.keys()
    assert not (tmp_path / "new.db").exists()


def test_templates_among_everything_else_cannot_be_told_apart(approved: Newsletter, tmp_path: Path) -> None:
    newsletter = replace(approved, templates=(approved.home, *approved.templates))
    target = db.open_engine(db.file_url(tmp_path / "new.db"))
    with pytest.raises(DigestError, match="give the templates a folder of their own"):
        moved(newsletter, target, tmp_path / "there")


def test_a_home_with_something_else_in_it_is_refused_before_anything_is_copied(
    approved: Newsletter, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "letter.txt").write_text("mine")
    target = db.open_engine(db.file_url(tmp_path / "new.db"))
    with pytest.raises(DigestError, match=r"there is not empty: letter\.txt is in it; name a new folder"):
        moved(approved, target, there)
    assert list(files_of(there)) == ["letter.txt"]
    assert not (tmp_path / "new.db").exists()


def test_another_newsletters_settings_are_not_overwritten_and_the_target_stays_empty(
    approved: Newsletter, target: Engine, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "digest.toml").write_text('zone = "Asia/Tokyo"\n')
    with pytest.raises(DigestError, match=r"digest\.toml is already there and differs"):
        moved(approved, target, there)
    assert (there / "digest.toml").read_text() == 'zone = "Asia/Tokyo"\n'
    assert {name: len(rows) for name, rows in rows_of(target).items() if rows} == {"log_head": 1}
    (there / "digest.toml").unlink()
    moved(approved, target, there)
    assert rows_of(target) == rows_of(approved.engine)
