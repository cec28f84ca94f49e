"""Verification: whatever was done to the stored log, the first bad position is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text, update

from digest import db
from digest.log import faults
from digest.log.schema import event, log_head
from digest.log.store import EventLog, Head
from digest.log.verify import Compared, Verified, verify, verify_against
from tests.log.damage import AT, COLUMNS, at, drop_guards, loosen, rewrite, stored, tamper, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

on_one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
#: Once for all examples of a test: a server plans every statement anew when a table changed.
unguarded = pytest.mark.usefixtures("without_guards")
#: Appends by the streams that their events go to.
logs = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4), min_size=1, max_size=5)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """The engine whose columns hold any type."""
    engine = db.open_engine(f"sqlite:///{tmp_path}/loose.db")
    db.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def without_guards(engine: Engine) -> None:
    drop_guards(engine)


def verified(engine: Engine) -> Verified:
    with db.reading(engine) as connection:
        return verify(connection)


def against(engine: Engine, position: int, digits: str) -> Verified:
    with db.reading(engine) as connection:
        return verify_against(connection, position, digits)


def swapped(one: int, other: int) -> list[Any]:
    """Let two events change places, by way of a position that is free."""
    moves = [(one, 10_000), (other, one), (10_000, other)]
    return [update(event).where(at(place)).values(position=to) for place, to in moves]


def two_of(positions: range) -> st.SearchStrategy[list[int]]:
    """Two positions, the smaller first."""
    pair = st.lists(st.sampled_from(positions), min_size=2, max_size=2, unique=True)
    return pair.map(sorted)


def test_a_log_as_it_was_appended_is_whole(engine: Engine, log: EventLog) -> None:
    empty = verified(engine)
    assert (empty.ok, empty.position, empty.problem, empty.events) == (True, None, None, 0)

    drop_guards(engine)
    write(log, ["ab", "a", "bca"])
    found = verified(engine)

    assert (found.ok, found.position, found.problem, found.events) == (True, None, None, 6)
    assert found.head == Head(position=6, hash=stored(engine)[-1]["chain_hash"].hex())


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_a_bit_that_was_flipped_in_any_column_is_named_where_it_is(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    write(log, appends)
    row = data.draw(st.sampled_from(stored(engine)))
    column = data.draw(st.sampled_from([name for name in COLUMNS if name != "position"]))
    value = row[column]
    if isinstance(value, int):
        changed: Any = value ^ (1 << data.draw(st.integers(0, 20)))
    elif isinstance(value, str):
        place = data.draw(st.integers(0, len(value) - 1))
        other = data.draw(st.sampled_from("x7·").filter(lambda letter: letter != value[place]))
        changed = value[:place] + other + value[place + 1 :]
    else:
        bits = bytearray(value)
        bits[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        changed = bytes(bits)

    tamper(engine, update(event).where(at(row["position"])).values({column: changed}))

    found = verified(engine)
    assert (found.ok, found.position) == (False, row["position"])
    assert found.events == row["position"] - 1


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_an_event_that_was_deleted_is_named_by_the_position_it_had(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    write(log, appends)
    gone = data.draw(st.integers(1, sum(map(len, appends))))

    tamper(engine, delete(event).where(at(gone)))

    assert verified(engine).position == gone


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_an_event_that_got_another_position_leaves_a_hole_or_stands_before_the_first(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    write(log, appends)
    events = sum(map(len, appends))
    moved = data.draw(st.integers(1, events))
    to = data.draw(st.sampled_from([-3, 0, events + 1, moved + 64]))

    tamper(engine, update(event).where(at(moved)).values(position=to))

    found = verified(engine)
    assert found.position == (to if to < 1 else moved)


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_two_events_that_changed_places_are_named_or_stand_in_the_range_that_is(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    spans = write(log, appends)
    before = stored(engine)
    assume(len(before) > 1)
    one, other = data.draw(two_of(range(1, len(before) + 1)))

    tamper(engine, *swapped(one, other))

    found = verified(engine)
    assert found.position is not None
    assert found.problem is not None
    if found.position == one:
        return
    assert before[one - 1]["stream"] != before[other - 1]["stream"]
    if "version" in found.problem:
        assert one < found.position <= other
    else:
        assert found.position == next(span.start for span in spans if one in span)
        first, last = map(int, re.findall(r"positions (\d+) to (\d+)", found.problem)[0])
        assert first == found.position
        assert other <= last


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_columns_that_changed_places_are_named_where_they_first_stand(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    write(log, appends)
    rows = stored(engine)
    assume(len(rows) > 1)
    one, other = data.draw(two_of(range(1, len(rows) + 1)))
    names = data.draw(st.sampled_from([["payload"], ["occurred_at", "payload"], ["event_hash"]]))
    assume(any(rows[one - 1][name] != rows[other - 1][name] for name in names))

    tamper(
        engine,
        update(event).where(at(one)).values({name: rows[other - 1][name] for name in names}),
        update(event).where(at(other)).values({name: rows[one - 1][name] for name in names}),
    )

    assert verified(engine).position == one


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_a_log_cut_at_its_tail_misses_the_first_position_that_is_gone(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    spans = write(log, appends)
    last = data.draw(st.integers(0, spans[-1].stop - 2))

    tamper(engine, delete(event).where(event.c.position > last))

    assert verified(engine).position == last + 1


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_a_cut_whose_head_went_with_it_is_seen_only_by_who_holds_a_later_head(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    spans = write(log, appends)
    rows = stored(engine)
    kept = data.draw(st.integers(0, len(spans) - 1))
    last = spans[kept - 1].stop - 1 if kept else 0
    chain_hash = rows[last - 1]["chain_hash"] if kept else bytes(32)

    tamper(
        engine,
        delete(event).where(event.c.position > last),
        update(log_head).values(position=last, chain_hash=chain_hash),
    )

    assert verified(engine).ok
    with db.reading(engine) as connection:
        for row in rows:
            found = verify_against(connection, row["position"], row["chain_hash"].hex())
            assert found.ok == (row["position"] <= last)
            assert found.position == (None if found.ok else last + 1)


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_a_log_written_anew_with_all_its_hashes_is_seen_only_by_who_holds_an_old_head(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    spans = write(log, appends)
    rows = stored(engine)
    changed = data.draw(st.integers(1, len(rows)))
    digits = data.draw(st.sampled_from([12, 40, 64]))
    anew = [{**row, "payload": "{}"} if row["position"] == changed else row for row in rows]

    rewrite(engine, anew, spans)

    assert verified(engine).ok
    for span in spans:
        last = span.stop - 1
        given_out = rows[last - 1]["chain_hash"].hex()[:digits]
        found = against(engine, last, given_out)
        if last < changed:
            assert (found.ok, found.compared) == (True, Compared(position=last, digits=digits))
        else:
            assert (found.ok, found.position, found.compared) == (False, last, None)
            assert given_out in str(found.problem)


def test_a_damaged_log_is_not_held_against_a_head(engine: Engine, log: EventLog) -> None:
    drop_guards(engine)
    write(log, ["ab", "c"])
    head = stored(engine)[-1]["chain_hash"].hex()

    tamper(engine, update(event).where(at(2)).values(meta="{}"))

    assert against(engine, 3, head) == verified(engine)


@pytest.mark.parametrize(
    ("damage", "position", "says"),
    [
        (update(log_head).values(position=2), 3, "the head is at 2"),
        (update(log_head).values(position=4), 4, "the head is at 4"),
        (update(log_head).values(chain_hash=bytes(32)), 3, "the head's hash is 0000"),
        (delete(log_head), None, "log_head is not one row"),
    ],
)
def test_a_head_that_is_not_the_last_event_is_a_problem(
    engine: Engine, log: EventLog, damage: Any, position: int | None, says: str
) -> None:
    drop_guards(engine)
    write(log, ["a", "bc"])

    tamper(engine, damage)

    found = verified(engine)
    assert (found.ok, found.position) == (False, position)
    assert says in str(found.problem)


def test_an_event_before_the_end_is_named_although_the_head_is_bad_too(engine: Engine, log: EventLog) -> None:
    drop_guards(engine)
    write(log, ["ab", "c"])

    tamper(engine, update(event).where(at(1)).values(type="VoteCost"), delete(log_head))

    assert verified(engine).position == 1


def test_an_append_behind_a_head_that_was_set_back_is_not_blamed_first(engine: Engine, log: EventLog) -> None:
    drop_guards(engine)
    write(log, ["a", "b", "cd"])

    tamper(engine, update(log_head).values(position=1), delete(event).where(at(4)))

    assert verified(engine).position == 2


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_chain_hash_that_differs_within_its_append_is_told_from_other_events(
    engine: Engine, log: EventLog, position: int
) -> None:
    drop_guards(engine)
    write(log, ["abc", "d"])

    tamper(engine, update(event).where(at(position)).values(chain_hash=bytes(32)))

    found = verified(engine)
    assert found.position == position
    assert found.problem == "chain_hash is not that of the events it was appended with"


def test_a_leap_behind_a_broken_append_does_not_stand_for_it(engine: Engine, log: EventLog) -> None:
    drop_guards(engine)
    write(log, ["ab", "c", "d"])

    tamper(engine, *swapped(1, 2), update(event).where(at(4)).values(version=9))

    assert verified(engine).position == 1


def test_an_event_that_joined_the_append_before_it_is_the_one_that_is_named(
    engine: Engine, log: EventLog
) -> None:
    drop_guards(engine)
    write(log, ["ab", "c", "d"])
    first = stored(engine)[0]["chain_hash"]

    tamper(engine, update(event).where(at(3)).values(chain_hash=first))

    assert verified(engine).position == 3


@unguarded
@on_one_database
@given(appends=logs, data=st.data())
def test_a_leap_in_a_stream_is_named_even_if_every_hash_fits(
    engine: Engine, log: EventLog, appends: list[list[str]], data: st.DataObject
) -> None:
    spans = write(log, appends)
    rows = stored(engine)
    leap = data.draw(st.sampled_from(rows))
    anew = [
        {**row, "version": row["version"] + 1}
        if row["stream"] == leap["stream"] and row["position"] >= leap["position"]
        else row
        for row in rows
    ]

    rewrite(engine, anew, spans)

    found = verified(engine)
    assert found.position == leap["position"]
    assert f"version {leap['version'] + 1}" in str(found.problem)


def test_an_id_that_stands_twice_is_named_even_if_every_hash_fits(engine: Engine, log: EventLog) -> None:
    drop_guards(engine)
    spans = write(log, ["ab", "cd", "e"])
    rows = stored(engine)
    loosen(engine)

    rewrite(engine, [*rows[:3], {**rows[3], "event_id": rows[1]["event_id"]}, rows[4]], spans)

    found = verified(engine)
    assert found.position == 4
    assert rows[1]["event_id"] in str(found.problem)


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "position"])
def test_a_column_that_is_null_is_a_problem_and_not_a_crash(
    engine: Engine, log: EventLog, column: str
) -> None:
    drop_guards(engine)
    write(log, ["ab", "c"])
    loosen(engine)

    tamper(engine, update(event).where(at(2)).values({column: None}))

    found = verified(engine)
    assert found.position == 2
    assert f"{column} is null" in str(found.problem)


@pytest.mark.parametrize(
    ("column", "literal", "says"),
    [
        ("payload", "CAST(payload AS BLOB)", "payload is bytes, not text"),
        ("stream", "7", "stream is a whole number, not text"),
        ("version", "'1'", "version is text, not a whole number"),
        ("schema_version", "1.0", "schema_version is float, not a whole number"),
        ("event_hash", "hex(event_hash)", "event_hash is text, not bytes"),
        ("chain_hash", "hex(chain_hash)", "chain_hash is text, not bytes"),
        ("position", "'2'", "no event has this position; the next one is 3"),
    ],
)
def test_a_value_of_another_type_is_named_where_a_database_lets_it_in(
    sqlite: Engine, column: str, literal: str, says: str
) -> None:
    drop_guards(sqlite)
    write(EventLog(sqlite, now=lambda: AT), ["ab", "c"])
    loosen(sqlite)

    tamper(sqlite, update(event).where(at(2)).values({column: text(literal)}))

    found = verified(sqlite)
    assert found.position == 2
    assert says in str(found.problem)


#: A table whose second row fails while it is read.
UNREADABLE = """
CREATE VIEW event AS
SELECT position, event_id, stream, version, type, schema_version, occurred_at, recorded_at,
       left(payload, 0 / (position - 2)::int + 999) AS payload, meta, event_hash, chain_hash
FROM damaged
"""


@pytest.mark.parametrize(
    ("column", "literal"), [("position", "'x'"), ("position", "2.5"), ("chain_hash", "'x'")]
)
def test_a_head_of_another_type_is_a_problem_and_not_a_crash(
    sqlite: Engine, column: str, literal: str
) -> None:
    drop_guards(sqlite)
    write(EventLog(sqlite, now=lambda: AT), ["ab"])

    tamper(sqlite, update(log_head).values({column: text(literal)}))

    found = verified(sqlite)
    assert (found.ok, found.position, found.head) == (False, None, None)
    assert "log_head is not one row" in str(found.problem)


def test_a_row_that_cannot_even_be_read_is_named(engine: Engine, log: EventLog) -> None:
    drop_guards(engine)
    write(log, ["ab", "c"])
    if engine.dialect.name == "sqlite":
        damage = "UPDATE event SET payload = CAST(x'7bff7d' AS TEXT) WHERE position = 2"
        tamper(engine, text(damage))
    else:
        tamper(engine, text("ALTER TABLE event RENAME TO damaged"), text(UNREADABLE))

    found = verified(engine)

    assert found.position == 2
    assert "cannot be read" in str(found.problem)


def test_progress_is_told_while_a_long_log_is_read(
    engine: Engine, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_guards(engine)
    write(log, ["abcd", "abc"])
    monkeypatch.setattr(faults, "REPORT_EVERY", 3)
    told: list[tuple[int, int]] = []

    with db.reading(engine) as connection:
        verify(connection, on_progress=lambda done, total: told.append((done, total)))

    assert told == [(3, 7), (6, 7)]
