"""Catch-up and rebuild cut off at every step, two at once, and appends in between."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import event, inspect, select

from digest import db
from digest.errors import PoisonEvent
from digest.events import ComparisonPinned, ComparisonUnpinned, NewEvent, fact_id
from digest.log.store import EventLog, head
from digest.projections import ALL, TALLIES
from digest.projections.live import live_tables
from digest.projections.pointers import live_pointers, standing
from digest.projections.rebuild import check, rebuild
from digest.projections.runner import BATCH_EVENTS, catch_up
from tests.children import die_at_step, in_a_child
from tests.log.facts import url_of, vote

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

AT = datetime(2026, 4, 20, tzinfo=UTC)


def about(fact: ComparisonPinned | ComparisonUnpinned) -> NewEvent:
    return NewEvent(
        event_id=fact_id(type(fact).__name__, fact.week),
        stream=f"issue/{fact.week}",
        occurred_at=AT,
        data=fact,
    )


#: Rows that come, change and go again in one batch.
NEWS = [
    vote("a"),
    vote("b", "skip"),
    about(ComparisonPinned(week="2026-W17", tools=("a", "b"), reason="r")),
    about(ComparisonPinned(week="2026-W18", tools=("a", "b"), reason="r")),
    about(ComparisonUnpinned(week="2026-W17")),
]


def stands(engine: Engine) -> tuple[dict[str, int], dict[str, int]]:
    """Checkpoint and generation of each read model."""
    with db.reading(engine) as connection:
        live = live_pointers(connection)
    return (
        {name: pointer.position for name, pointer in live.items()},
        {name: pointer.generation for name, pointer in live.items()},
    )


def killed_at(engine: Engine, step: int, work: Callable[[Engine], object]) -> bool:
    """Run work in a process that dies at its n-th step; true if it died before it was done."""
    url = url_of(engine)

    def child() -> None:
        own = db.open_engine(url)
        die_at_step(own, step)
        work(own)
        own.dispose()

    return not in_a_child(child)


def test_killed_at_any_step_of_a_catch_up_rows_and_checkpoints_stand_together(engine, log):
    catch_up(engine, ALL)
    log.append(NEWS)
    engine.dispose()
    step, before, seen = 1, stands(engine), []
    while killed_at(engine, step, lambda own: catch_up(own, ALL)):
        seen.append(set(stands(engine)[0].values()))
        assert all(one.equal for one in check(engine, ALL))
        engine.dispose()
        step += 1

    # All at the old place up to the commit, all at the new one after it.
    old = seen.count({0})
    assert old > 5
    assert seen == [{0}] * old + [{len(NEWS)}] * (len(seen) - old)
    assert stands(engine) == (dict.fromkeys(before[0], len(NEWS)), before[1])
    assert all(one.equal for one in check(engine, ALL))


def test_killed_at_any_step_of_a_rebuild_readers_see_the_old_model_and_the_next_one_works(engine, log):
    catch_up(engine, ALL)
    log.append(NEWS)
    catch_up(engine, ALL)
    engine.dispose()
    few = [TALLIES, ALL[3]]
    step, before, tables = 1, stands(engine), set(inspect(engine).get_table_names())
    while killed_at(engine, step, lambda own: rebuild(own, few)) and stands(engine) == before:
        assert set(inspect(engine).get_table_names()) == tables
        assert all(one.equal for one in check(engine, ALL))
        engine.dispose()
        step += 1

    # The last one died, if at all, with the swap behind it.
    assert step > 10
    assert {name for name, of in stands(engine)[1].items() if of > before[1][name]} == {"tallies", "issues"}
    assert all(one.equal for one in check(engine, ALL))


def test_a_generation_is_dropped_when_the_one_after_it_is_retired(engine, log):
    log.append(NEWS)
    for _ in range(4):
        rebuild(engine, ALL)

    tallies = {name for name in inspect(engine).get_table_names() if name.startswith("tally__")}
    assert tallies == {"tally__3", "tally__4"}


def test_two_runners_that_meet_fold_each_event_once(engine, log):
    catch_up(engine, ALL)
    log.append(NEWS)
    second = db.open_engine(url_of(engine))
    begun, errors = threading.Event(), []

    def run_second() -> None:
        begun.wait(30)
        try:
            catch_up(second, ALL)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            errors.append(error)

    other = threading.Thread(target=run_second)
    other.start()
    with db.writing(engine) as connection:
        # The first has read where it stands, and now the second goes ahead as far as it is let.
        assert standing(connection).behind(ALL)
        begun.set()
        if engine.dialect.name == "postgresql":
            other.join(30)
    other.join(30)
    catch_up(engine, ALL)
    second.dispose()

    assert errors == []
    assert all(one.equal for one in check(engine, ALL))


def test_a_runner_whose_checkpoint_was_moved_meanwhile_writes_nothing(engine, log):
    catch_up(engine, ALL)
    log.append(NEWS)
    rival = db.open_engine(url_of(engine))
    moved = []

    # When the first is about to move the checkpoint, the rival has just done so.
    @event.listens_for(engine, "before_cursor_execute")
    def overtake(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.startswith("UPDATE projection") and not moved and engine.dialect.name == "postgresql":
            moved.append(catch_up(rival, ALL))

    assert catch_up(engine, ALL) == len(NEWS)
    rival.dispose()

    assert len(moved) == (1 if engine.dialect.name == "postgresql" else 0)
    assert all(one.equal for one in check(engine, ALL))


def test_what_is_appended_while_a_rebuild_reads_is_in_it(engine, log):
    log.append(NEWS)
    catch_up(engine, ALL)
    other, late = db.open_engine(url_of(engine)), [vote("late"), vote("later", "skip")]

    # The log has been read, and the last stretch under the head's lock has not begun.
    @event.listens_for(engine, "rollback")
    @event.listens_for(engine, "commit")
    def append_late(_connection):
        if late:
            EventLog(other, now=lambda: AT).append([late.pop(0), late.pop(0)])

    assert rebuild(engine, ALL) == len(NEWS) + 2
    other.dispose()

    assert stands(engine)[0]["tallies"] == len(NEWS) + 2
    assert all(one.equal for one in check(engine, ALL))


def test_a_poison_event_stops_a_rebuild_and_the_old_model_stays(engine, log):
    log.append(NEWS)
    catch_up(engine, ALL)
    before = stands(engine)

    def refuse(_state, _event, _record):
        raise ValueError("no")

    handlers = dict.fromkeys(TALLIES.handlers, refuse)
    with pytest.raises(PoisonEvent, match="position 1"):
        rebuild(engine, [msgspec.structs.replace(TALLIES, handlers=handlers)])

    assert stands(engine) == before
    with db.reading(engine) as connection:
        row = connection.execute(select(live_tables(connection)["tally"])).one()
    assert (row.ship, row.skip) == (1, 1)
    assert rebuild(engine, ALL) == len(NEWS)


def test_more_than_a_batch_is_caught_up_and_equals_a_rebuild(engine, log):
    catch_up(engine, ALL)
    log.append([vote(str(number), "ship" if number % 3 else "skip") for number in range(BATCH_EVENTS + 7)])
    catch_up(engine, ALL)

    with db.reading(engine) as connection:
        assert head(connection).position == BATCH_EVENTS + 7
        row = connection.execute(select(live_tables(connection)["tally"])).one()
    assert (row.ship, row.skip) == (3338, 1669)
    assert all(one.equal for one in check(engine, ALL))
