"""A log that moves: exported, imported, on either engine the same; and files that are no whole log."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from digest import db
from digest.errors import BadRecord, DigestError
from digest.log import recreate, store
from digest.log.cloudevents import envelope, to_line
from digest.log.store import EventLog, Head
from digest.log.verify import verify
from digest.pipeline.export_log import export_log_to
from digest.pipeline.import_log import import_log
from digest.pipeline.panel import FIRST_EVENTS
from digest.pipeline.project import check
from tests.log.damage import AT, drop_guards, rehashed, stored, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World


@pytest.fixture
def empty(new_database: Callable[[], str]) -> Iterator[EventLog]:
    """Another log, on the same engine, with nothing in it."""
    log = fresh(new_database())
    yield log
    log.engine.dispose()


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def exported(newsletter: Newsletter, path: Path) -> bytes:
    export_log_to(newsletter, path, on_progress=silent)
    return path.read_bytes()


def take(log: EventLog, path: Path) -> Head:
    return import_log(log, path, on_progress=silent)


def fingerprints(log: EventLog) -> dict[str, str]:
    checks = check(log)
    assert all(one.equal for one in checks)
    return {one.name: one.live for one in checks}


def head(engine: Engine) -> Head:
    with db.reading(engine) as connection:
        return store.head(connection)


def lines_of(rows: list[dict[str, Any]]) -> list[str]:
    return [to_line(envelope(SimpleNamespace(**row), "https://a.example/log")) for row in rows]  # type: ignore[arg-type]


def file_of(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "log.jsonl"
    path.write_text("".join(lines_of(rows)), encoding="utf-8")
    return path


def fresh(url: str) -> EventLog:
    engine = db.open_engine(url)
    db.migrate(engine)
    return EventLog(engine, now=lambda: AT)


def test_a_log_moves_from_sqlite_to_postgresql_and_back_to_the_same_bytes(
    world: World, ready: Newsletter, new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    world.take_in(ready, {"tool": "alpha", "voter": "r·1", "choice": "ship", "at": "2026-04-20"})
    world.run(ready, auto_approve=True)
    written = exported(ready, tmp_path / "one.jsonl")

    there = world.open(database_url=new_postgres(), as_it_stands=True)
    arrived = take(there.log, tmp_path / "one.jsonl")
    assert exported(there, tmp_path / "two.jsonl") == written
    back = world.open(database_url=f"sqlite:///{tmp_path}/back.db", as_it_stands=True)
    returned = take(back.log, tmp_path / "two.jsonl")
    assert exported(back, tmp_path / "three.jsonl") == written

    assert arrived == returned == head(ready.engine)
    assert fingerprints(there.log) == fingerprints(back.log) == fingerprints(ready.log)
    for newsletter in (there, back):
        with db.reading(newsletter.engine) as connection:
            assert verify(connection).ok
        newsletter.engine.dispose()


def test_a_line_is_a_cloudevents_envelope_that_holds_the_row(
    world: World, ready: Newsletter, tmp_path: Path
) -> None:
    lines = exported(ready, tmp_path / "log.jsonl").decode().splitlines()
    rows = stored(ready.engine)

    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        one = json.loads(line)
        payload = json.dumps(one.pop("data"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert payload == row["payload"]
        assert one == {
            "specversion": "1.0",
            "id": row["event_id"],
            "source": "https://shiporskip.example/log",
            "type": row["type"],
            "subject": row["stream"],
            "time": row["occurred_at"],
            "datacontenttype": "application/json",
            "position": row["position"],
            "streamversion": row["version"],
            "schemaversion": row["schema_version"],
            "recordedat": row["recorded_at"],
            "meta": row["meta"],
            "eventhash": row["event_hash"].hex(),
            "chainhash": row["chain_hash"].hex(),
        }
        assert all(name.isalnum() and name.islower() and len(name) <= 20 for name in one)


def test_appending_goes_on_after_an_import_as_if_nothing_had_happened(
    engine: Engine, log: EventLog, empty: EventLog, tmp_path: Path
) -> None:
    drop_guards(engine)
    write(log, ["ab", "b"])

    take(empty, file_of(tmp_path, stored(engine)))
    assert log.append(FIRST_EVENTS) == EventLog(empty.engine, now=log.now).append(FIRST_EVENTS)

    assert head(empty.engine) == head(engine)
    with pytest.raises(DatabaseError, match="append-only"), empty.engine.begin() as raw:
        raw.execute(text("DELETE FROM event"))


def test_a_log_that_is_not_empty_is_not_imported_into(engine: Engine, log: EventLog, tmp_path: Path) -> None:
    drop_guards(engine)
    write(log, ["ab", "b"])

    with pytest.raises(DigestError, match="its head is at position 3"):
        take(log, file_of(tmp_path, stored(engine)))

    assert head(engine).position == 3


def test_an_import_in_small_batches_is_the_same(
    engine: Engine, log: EventLog, empty: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recreate, "BATCH_ROWS", 2)
    drop_guards(engine)
    write(log, ["aba", "b", "acba"])

    assert take(empty, file_of(tmp_path, stored(engine))) == head(engine)
    assert stored(empty.engine) == stored(engine)


def test_rows_that_do_not_follow_the_head_are_not_inserted(engine: Engine, log: EventLog) -> None:
    drop_guards(engine)
    write(log, ["ab", "b"])

    with pytest.raises(DigestError, match="position 1 does not follow"), db.writing(engine) as connection:
        store.insert_recorded(connection, stored(engine))


@pytest.mark.parametrize("kept", range(1, 7))
def test_a_file_cut_between_two_appends_is_a_shorter_log_and_anywhere_else_is_refused(
    tmp_path: Path, kept: int
) -> None:
    source, target = (fresh(f"sqlite:///{tmp_path}/{name}.db") for name in ("source", "target"))
    drop_guards(source.engine)
    spans = write(source, ["ab", "c", "bcd"])
    rows = stored(source.engine)
    path = file_of(tmp_path, rows[:kept])
    last = rows[kept - 1]["chain_hash"].hex()
    append = next(span for span in spans if kept in span)

    if kept == append[-1]:
        assert take(target, path) == Head(position=kept, hash=last)
        assert fingerprints(target)
    else:
        with pytest.raises(BadRecord, match=f"lines {append[0]} to {kept}: was the file cut") as refusal:
            take(target, path)
        assert (refusal.value.line, refusal.value.field) == (append[0], "chainhash")
        assert refusal.value.value == last
        assert head(target.engine).position == 0
    for log in (source, target):
        log.engine.dispose()


#: The column of the second of four events, what is put there, the attribute that is named, and why.
CHANGES = (
    ("position", 3, "position", "the number of its line"),
    ("payload", '{"a":1}', "eventhash", "the hash of this line's event"),
    ("stream", "vote/t/z", "eventhash", "the hash of this line's event"),
    ("recorded_at", "2026-04-20T08:00:00.000001Z", "eventhash", "the hash of this line's event"),
    ("meta", '{"actor":"nobody"}', "eventhash", "the hash of this line's event"),
    ("event_hash", bytes(32), "eventhash", "the hash of this line's event"),
    ("chain_hash", bytes(32), "chainhash", "the chain hash of the events"),
    ("occurred_at", "2026-04-20 08:00:00Z", "time", "a moment in UTC with six decimals"),
    ("event_id", "1", "id", "a UUID in lower case"),
    ("event_id", "0b3f7f57-7c41-5b5b-8a5f-5f0f4c0d1e2f\n", "id", "a UUID in lower case"),
    ("schema_version", 2**31, "schemaversion", "a whole number from 1"),
    ("version", 0, "streamversion", "a whole number from 1"),
    ("stream", "vote/\0", "subject", "the name of a stream"),
)


def test_a_line_that_was_changed_is_named_and_nothing_is_taken(
    engine: Engine, log: EventLog, empty: EventLog, tmp_path: Path
) -> None:
    drop_guards(engine)
    write(log, ["a", "b", "cd"])
    rows = stored(engine)
    for column, value, field, allowed in CHANGES:
        path = file_of(tmp_path, [rows[0], rows[1] | {column: value}, *rows[2:]])

        with pytest.raises(BadRecord) as refusal:
            take(empty, path)

        assert (refusal.value.file, refusal.value.line, refusal.value.field) == (str(path), 2, field)
        assert field in ("eventhash", "chainhash") or refusal.value.value == value
        assert allowed in str(refusal.value)
        assert "nothing was taken" in str(refusal.value)
        assert (head(empty.engine).position, stored(empty.engine)) == (0, [])
    assert take(empty, file_of(tmp_path, rows)).position == 4


def test_a_line_that_is_no_envelope_is_named(log: EventLog, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    for line in (b"\n", b"[]\n", b"{\n", b"\xff\n", b'{"data":' + b"[" * 100_000, b'{"specversion":"1.0"'):
        path.write_bytes(line)
        with pytest.raises(BadRecord, match="allowed: one JSON object") as refusal:
            take(log, path)
        assert (refusal.value.line, refusal.value.field) == (1, "record")


def test_an_empty_file_is_no_log(log: EventLog, tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="holds no event"):
        take(log, file_of(tmp_path, []))


def test_an_attribute_that_is_missing_is_named(
    engine: Engine, log: EventLog, empty: EventLog, tmp_path: Path
) -> None:
    drop_guards(engine)
    write(log, ["a"])
    whole = json.loads(lines_of(stored(engine))[0])
    path = tmp_path / "log.jsonl"
    for missing in whole:
        path.write_text(json.dumps({name: whole[name] for name in whole if name != missing}))
        with pytest.raises(BadRecord, match=f":1: {missing} is missing; allowed: "):
            take(empty, path)
    # What others added on the way is no part of the event.
    path.write_text(json.dumps(whole | {"traceparent": "00-1-1-00"}))
    assert take(empty, path).position == 1


@pytest.mark.parametrize("batch", [1, 2, 1_000])
@pytest.mark.parametrize(
    ("column", "field", "allowed"),
    [
        ("event_id", "id", "an id that no line before it has"),
        ("version", "streamversion", "the number of the event in its stream"),
    ],
)
def test_a_line_out_of_order_is_named_although_every_hash_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, field: str, allowed: str, batch: int
) -> None:
    monkeypatch.setattr(recreate, "BATCH_ROWS", batch)
    source, target = (fresh(f"sqlite:///{tmp_path}/{name}.db") for name in ("source", "target"))
    drop_guards(source.engine)
    spans = write(source, ["ab", "acd", "a"])
    rows = stored(source.engine)
    rows[2][column] = rows[1]["event_id"] if column == "event_id" else 3
    rows = rehashed(rows, spans)
    # The last line is bad too; the first bad one is named.
    rows[-1]["event_hash"] = bytes(32)

    with pytest.raises(BadRecord) as refusal:
        take(target, file_of(tmp_path, rows))

    assert (refusal.value.line, refusal.value.field) == (3, field)
    assert allowed in str(refusal.value)
    assert stored(target.engine) == []
    for log in (source, target):
        log.engine.dispose()


def test_a_changed_line_before_one_out_of_order_is_named_first(tmp_path: Path) -> None:
    source, target = (fresh(f"sqlite:///{tmp_path}/{name}.db") for name in ("source", "target"))
    drop_guards(source.engine)
    spans = write(source, ["ab", "a"])
    rows = stored(source.engine)
    rows[2]["version"] = 3
    rows = rehashed(rows, spans)
    rows[1]["event_hash"] = bytes(32)

    with pytest.raises(BadRecord) as refusal:
        take(target, file_of(tmp_path, rows))

    assert (refusal.value.line, refusal.value.field) == (2, "eventhash")
    for log in (source, target):
        log.engine.dispose()


def test_a_log_that_is_not_whole_is_not_exported(world: World, ready: Newsletter, tmp_path: Path) -> None:
    drop_guards(ready.engine)
    exported(ready, tmp_path / "log.jsonl")
    before = (tmp_path / "log.jsonl").read_bytes()
    with ready.engine.begin() as raw:
        raw.execute(text("UPDATE event SET payload = '{}' WHERE position = 7"))

    with pytest.raises(DigestError, match="digest log verify"):
        exported(ready, tmp_path / "log.jsonl")

    assert (tmp_path / "log.jsonl").read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []
