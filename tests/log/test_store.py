"""The append: order, idempotency, expected versions, guards, and a slow reference of the chain."""

from __future__ import annotations

import hashlib
import json
import multiprocessing

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from digest import db
from digest.errors import EventIdConflict, WrongExpectedVersion
from digest.events import NewEvent, seal
from digest.log import store
from digest.log.content import texts
from digest.log.store import EventLog
from digest.log.streams import streams_below
from tests.log.facts import AT, positions, url_of, vote


def test_positions_run_from_one_without_holes_in_the_order_given(engine, log):
    first = log.append([vote("a"), vote("b")])
    second = log.append([vote("c")])

    assert first.positions == (1, 2)
    assert second.positions == (3,)
    assert positions(engine) == [1, 2, 3]


def test_a_known_event_returns_its_position_and_writes_nothing(engine, log):
    log.append([vote("a"), vote("b")])

    again = log.append([vote("b"), vote("c"), vote("a")])

    assert again.positions == (2, 3, 1)
    assert again.new == 1
    assert positions(engine) == [1, 2, 3]


def test_a_known_event_is_found_where_every_version_is_stated_too(engine, log):
    at = {"vote/t/a": 0, "vote/t/b": 0, "vote/t/c": 0}
    log.append([vote("a"), vote("b")], expected_version=at)

    assert log.append([vote("b")], expected_version=at).positions == (2,)
    assert log.append([vote("b"), vote("a")], expected_version={"vote/t/a": 1, "vote/t/b": 1}).new == 0
    again = log.append([vote("b"), vote("c"), vote("a")], expected_version=at)
    with pytest.raises(EventIdConflict):
        log.append([vote("a", "skip")], expected_version={"vote/t/a": 1})

    assert again.positions == (2, 3, 1)
    assert again.new == 1
    assert positions(engine) == [1, 2, 3]


def test_a_derived_field_does_not_make_another_fact(log):
    log.append([vote("a", previous=None)])

    assert log.append([vote("a", previous="skip")]).new == 0


def test_the_same_id_with_other_facts_is_an_error_that_names_them(engine, log):
    log.append([vote("a", "ship")])

    with pytest.raises(EventIdConflict) as refusal:
        log.append([vote("b"), vote("a", "skip")])

    assert refusal.value.differing == ("choice",)
    assert positions(engine) == [1]


def test_an_id_that_stands_twice_in_one_append_with_other_facts_writes_nothing(engine, log):
    with pytest.raises(EventIdConflict, match="twice in one append") as refusal:
        log.append([vote("a"), msgspec.structs.replace(vote("b"), event_id=vote("a").event_id)])

    assert refusal.value.position is None
    assert positions(engine) == []


def test_an_append_at_another_version_than_expected_writes_nothing(engine, log):
    log.append([vote("a")], expected_version={"vote/t/a": 0})

    with pytest.raises(WrongExpectedVersion) as refusal:
        log.append([vote("b"), vote("a", minute=1)], expected_version={"vote/t/a": 0})

    assert (refusal.value.expected, refusal.value.actual) == (0, 1)
    assert positions(engine) == [1]
    assert log.append([vote("a", minute=1)], expected_version={"vote/t/a": 1}).positions == (2,)


def test_versions_count_within_a_stream(engine, log):
    log.append([vote("a"), vote("b"), vote("a", minute=1)])

    with db.reading(engine) as connection:
        rows = [(row.stream, row.version) for row in store.read_rows(connection)]
    assert rows == [("vote/t/a", 1), ("vote/t/b", 1), ("vote/t/a", 2)]


def test_the_chain_equals_a_slow_reference_over_the_raw_rows(engine, log):
    log.append([vote("a"), vote("b")])
    log.append([vote("c")])
    log.append([vote("d"), vote("e")])

    with engine.connect() as raw:
        rows = [dict(row._mapping) for row in raw.execute(text("SELECT * FROM event ORDER BY position"))]
        head = raw.execute(text("SELECT position, chain_hash FROM log_head")).one()
    chain, link = bytes(32), b""
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        stated = {
            key: value for key, value in row.items() if key not in ("position", "event_hash", "chain_hash")
        }
        canonical = json.dumps(stated, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert row["event_hash"] == hashlib.sha256(canonical.encode()).digest()
        link += row["event_hash"]
        if following is None or following["chain_hash"] != row["chain_hash"]:
            chain, link = hashlib.sha256(chain + link).digest(), b""
            assert row["chain_hash"] == chain
    assert (head.position, head.chain_hash) == (5, chain)


CHANGES = {
    "sqlite": [
        "UPDATE event SET payload = '{}' WHERE position = 1",
        "DELETE FROM event WHERE position = 1",
        "REPLACE INTO event SELECT * FROM event WHERE position = 1",
        (
            "REPLACE INTO event SELECT 9, event_id, 'x', 9, type, schema_version, occurred_at, recorded_at,"
            " payload, meta, event_hash, chain_hash FROM event WHERE position = 1"
        ),
    ],
    "postgresql": [
        "UPDATE event SET payload = '{}' WHERE position = 1",
        "DELETE FROM event WHERE position = 1",
        "TRUNCATE event",
        (
            "INSERT INTO event SELECT * FROM event WHERE position = 1"
            " ON CONFLICT (position) DO UPDATE SET payload = '{}'"
        ),
    ],
}


def test_the_database_itself_refuses_to_change_the_log(engine, log):
    log.append([vote("a")])
    for statement in CHANGES[engine.dialect.name]:
        with pytest.raises(DatabaseError, match="append-only"), engine.begin() as raw:
            raw.execute(text(statement))

    assert positions(engine) == [1]
    assert log.append([vote("b")]).positions == (2,)


def test_texts_are_stored_with_their_event_and_found_by_hash(engine, log):
    body = seal(b"key", "review/t/builder", "It ships.")
    event = vote("a")

    log.append([NewEvent(**{f: getattr(event, f) for f in event.__struct_fields__} | {"contents": (body,)})])

    with db.reading(engine) as connection:
        assert texts(connection, [body.hash, None, "0" * 64]) == {body.hash: "It ships."}


def _append_hundred(url: str, name: str) -> None:
    engine = db.open_engine(url)
    log = EventLog(engine, now=lambda: AT)
    for number in range(0, 100, 5):
        log.append([vote(f"{name}-{number + step}") for step in range(5)])
    engine.dispose()


@pytest.mark.slow
def test_six_processes_leave_positions_without_a_hole(engine):
    url = url_of(engine)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append_hundred, args=(url, f"p{n}")) for n in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)

    assert positions(engine) == list(range(1, 601))
    with db.reading(engine) as connection:
        assert store.head(connection).position == 600


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 8), max_size=6), max_size=6))
def test_any_mix_of_known_and_new_events_records_each_fact_once(new_database, batches):
    engine = db.open_engine(new_database())
    db.migrate(engine)
    log = EventLog(engine, now=lambda: AT)
    expected: dict[int, int] = {}

    for batch in batches:
        answer = log.append([vote(str(number)) for number in batch])
        for number in batch:
            expected.setdefault(number, len(expected) + 1)
        assert answer.positions == tuple(expected[number] for number in batch)

    assert positions(engine) == list(range(1, len(expected) + 1))
    engine.dispose()


def test_the_streams_below_a_name_are_those_and_no_neighbours(engine, log):
    names = [
        "vote/t/a",
        "vote/t/b/c",
        "vote/t/Z",
        "vote/t/\u00e9",
        "vote/t",
        "vote/t0/a",
        "vote/t-/a",
        "vote/T/a",
    ]
    log.append(
        [msgspec.structs.replace(vote(f"r{n}", minute=n), stream=name) for n, name in enumerate(names)]
    )

    with db.reading(engine) as connection:
        found = [event.stream for event in streams_below(connection, "vote/t/")]

    assert found == names[:4]
