"""Many writers, some of which stall with their place in the log taken, and readers that follow the tail."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import BigInteger, Column, Identity, Integer, MetaData, String, Table, insert, select, text

from digest import db
from digest.errors import EventIdConflict, WrongExpectedVersion
from digest.log import store
from digest.log.schema import event
from digest.log.store import EventLog
from tests.log.facts import AT, positions, url_of, vote

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

#: Stalls in seconds: what a slow disk or a busy machine does between a writer's place and its commit.
STALLS = (0.0, 0.0, 0.004, 0.015)
EACH = 12


class Threads:
    """Threads that start together; an error in one is raised in the test."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.errors: list[BaseException] = []

    def start(self, work: Callable[..., None], *arguments: Any) -> None:
        def run() -> None:
            try:
                work(*arguments)
            except BaseException as error:  # noqa: BLE001 - raised again in join
                self.errors.append(error)

        thread = threading.Thread(target=run)
        self.threads.append(thread)
        thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join(60)
        if self.errors:
            raise self.errors[0]


def followed(engine: Engine, table: Table, write: Callable[[Engine, str, float], None], writers: int) -> int:
    """Let writers append with stalls while a reader follows the tail; how many rows it never saw."""
    url, choose = url_of(engine), random.Random(writers)  # noqa: S311
    plans = [[choose.choice(STALLS) for _ in range(EACH)] for _ in range(writers)]

    def work(name: int) -> None:
        # SQLite's waiting writers take no turns: one may wait for most of the others.
        own = db.open_engine(url, busy_timeout_s=300)
        for number, stall in enumerate(plans[name]):
            write(own, f"w{name}-{number}", stall)
        own.dispose()

    running = Threads()
    for name in range(writers):
        running.start(work, name)
    seen, last = set(), 0

    def follow() -> None:
        nonlocal last
        with db.reading(engine) as connection:
            new = connection.execute(select(table.c.position).where(table.c.position > last)).scalars().all()
        seen.update(new)
        last = max(new, default=last)

    while any(thread.is_alive() for thread in running.threads):
        follow()
        # A reader that never rests would keep the interpreter to itself, and the writers from writing.
        time.sleep(0.001)
    running.join()
    follow()
    with db.reading(engine) as connection:
        everything = set(connection.execute(select(table.c.position)).scalars())
    assert len(everything) == writers * EACH
    return len(everything - seen)


def append(engine: Engine, name: str, stall: float) -> None:
    with db.writing(engine) as connection:
        EventLog(engine, now=lambda: AT).append([vote(name)], connection=connection)
        time.sleep(stall)


@pytest.mark.parametrize("writers", [1, 4, 16])
def test_a_reader_that_follows_the_tail_misses_nothing_of_writers_that_stall(engine, writers):
    assert followed(engine, event, append, writers) == 0

    with db.reading(engine) as connection:
        assert store.head(connection).position == writers * EACH
    assert positions(engine) == list(range(1, writers * EACH + 1))


# What the head's row lock is there for: with an identity column the number is given out before the commit,
# so a later number can be visible first.
mutants = MetaData()
identity_log = Table(
    "identity_log",
    mutants,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("event_id", String, nullable=False),
)
#: SQLite gives out row ids under its one write lock; what a sequence does there takes a table of its own.
numbers = Table("numbers", mutants, Column("last", Integer, nullable=False))


def append_by_identity(engine: Engine, name: str, stall: float) -> None:
    if engine.dialect.name == "sqlite":
        with db.writing(engine) as connection:
            number = connection.execute(
                text("UPDATE numbers SET last = last + 1 RETURNING last")
            ).scalar_one()
        time.sleep(stall)
        with db.writing(engine) as connection:
            connection.execute(insert(identity_log).values(position=number, event_id=name))
        return
    with db.writing(engine) as connection:
        connection.execute(insert(identity_log).values(event_id=name))
        time.sleep(stall)


def test_the_same_reader_misses_events_of_a_log_with_an_identity_column(engine):
    with db.writing(engine) as connection:
        mutants.create_all(connection)
        connection.execute(insert(numbers).values(last=0))

    assert followed(engine, identity_log, append_by_identity, 16) > 0


def at_once(engine: Engine, count: int, append: Callable[[EventLog, int], None]) -> list[BaseException]:
    """Run ``count`` appends from as many connections at one moment; the errors, in no order."""
    url, ready, errors = url_of(engine), threading.Barrier(count), []

    def work(number: int) -> None:
        own = db.open_engine(url)
        try:
            with db.reading(own):
                ready.wait(30)
            append(EventLog(own, now=lambda: AT), number)
        except (WrongExpectedVersion, EventIdConflict) as error:
            errors.append(error)
        finally:
            own.dispose()

    running = Threads()
    for number in range(count):
        running.start(work, number)
    running.join()
    return errors


def test_of_many_appends_at_one_expected_version_one_wins_and_the_others_are_told(engine, log):
    log.append([vote("a")])

    errors = at_once(
        engine,
        8,
        lambda log, number: log.append([vote("a", minute=number + 1)], expected_version={"vote/t/a": 1}),
    )

    assert [type(error) for error in errors] == [WrongExpectedVersion] * 7
    assert positions(engine) == [1, 2]


def test_of_many_appends_at_any_version_all_are_there_without_a_hole(engine):
    assert at_once(engine, 8, lambda log, number: log.append([vote("a", minute=number)])) == []

    with db.reading(engine) as connection:
        rows = [(row.position, row.version) for row in store.read_rows(connection)]
    assert rows == [(number, number) for number in range(1, 9)]


def test_the_same_event_recorded_from_many_sides_at_once_is_recorded_once(engine):
    found = []

    def append(log: EventLog, _number: int) -> None:
        found.append(log.append([vote("a"), vote("b")]))

    assert at_once(engine, 8, append) == []

    assert {answer.positions for answer in found} == {(1, 2)}
    assert sorted(answer.new for answer in found) == [0] * 7 + [2]


@pytest.mark.parametrize(
    ("besides", "stated"),
    [([], {}), ([vote("b")], {}), ([vote("b")], {"vote/t/b": 0})],
    ids=["alone", "beside a stream without a version", "beside another stream"],
)
def test_an_append_at_a_version_the_stream_has_not_reached_is_refused(engine, log, besides, stated):
    log.append([vote("a")])

    with pytest.raises(WrongExpectedVersion) as refusal:
        log.append([*besides, vote("a", minute=1)], expected_version={"vote/t/a": 7, **stated})

    assert (refusal.value.expected, refusal.value.actual) == (7, 1)
    assert positions(engine) == [1]


def test_whatever_fails_takes_no_position(engine, log):
    log.append([vote("a")])
    for refused, expected in (
        ([vote("b"), vote("a", "skip")], {}),
        ([vote("b"), vote("a", minute=1)], {"vote/t/a": 0}),
        ([vote("b"), vote("a", minute=1)], {"vote/t/a": 2}),
    ):
        with pytest.raises((EventIdConflict, WrongExpectedVersion)):
            log.append(refused, expected_version=expected)

    def append_and_fail() -> None:
        with db.writing(engine) as connection:
            log.append([vote("c")], connection=connection)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        append_and_fail()
    log.append([vote("a")])

    assert log.append([vote("d")]).positions == (2,)
    assert positions(engine) == [1, 2]
