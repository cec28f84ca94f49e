"""The runner: catch-up in any cuts equals a rebuild, and both equal a naive recount."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from digest import db
from digest.errors import DigestError, PoisonEvent
from digest.events import (
    ComparisonPinned,
    ComparisonUnpinned,
    NewEvent,
    PersonaDefined,
    VoteCast,
    VoteWithdrawn,
    fact_id,
)
from digest.log.schema import event
from digest.log.store import EventLog
from digest.projections import ALL, TALLIES
from digest.projections.base import Projection, Record
from digest.projections.live import live_tables
from digest.projections.rebuild import check, rebuild
from digest.projections.runner import catch_up, catch_up_within

AT = datetime(2026, 4, 20, tzinfo=UTC)


def cast(number: int, tool: str, voter: str, choice: str, previous: str | None, counts: bool) -> NewEvent:
    return NewEvent(
        event_id=fact_id("vote", number),
        stream=f"vote/{tool}/{voter}",
        occurred_at=AT + timedelta(minutes=number),
        data=VoteCast(
            tool_id=tool,
            voter=voter,
            choice=choice,
            issue=None,
            via="import",
            previous=previous,
            counts=counts,
        ),
    )


def tallies(engine) -> dict[str, tuple[int, int]]:
    with db.reading(engine) as connection:
        table = live_tables(connection)["tally"]
        return {row.tool_id: (row.ship, row.skip) for row in connection.execute(select(table))}


votes = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]), st.sampled_from(["r1", "r2", "r3"]), st.sampled_from(["ship", "skip"])
    ),
    max_size=30,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes=votes, cuts=st.lists(st.integers(1, 7), max_size=8))
def test_catching_up_in_any_cuts_equals_a_rebuild_and_a_naive_recount(new_database, votes, cuts):
    engine = db.open_engine(new_database())
    db.migrate(engine)
    log = EventLog(engine, now=lambda: AT)
    current: dict[tuple[str, str], str] = {}
    events = []
    for number, (tool, voter, choice) in enumerate(votes):
        events.append(cast(number, tool, voter, choice, current.get((tool, voter)), True))
        current[tool, voter] = choice
    for cut in [*cuts, len(events)]:
        log.append(events[:cut])
        events = events[cut:]
        catch_up(engine, ALL)

    recount: dict[str, list[int]] = {}
    for (tool, _voter), choice in current.items():
        recount.setdefault(tool, [0, 0])[choice == "skip"] += 1
    assert tallies(engine) == {tool: tuple(counts) for tool, counts in recount.items()}
    assert all(one.equal for one in check(engine, ALL))
    rebuild(engine, ALL)
    assert tallies(engine) == {tool: tuple(counts) for tool, counts in recount.items()}
    engine.dispose()


def test_a_vote_that_does_not_count_changes_no_tally(engine, log):
    log.append([cast(2, "a", "r1", "ship", None, True), cast(1, "a", "r1", "skip", None, False)])
    catch_up(engine, ALL)

    assert tallies(engine) == {"a": (1, 0)}


def test_catching_up_twice_folds_nothing_twice(engine, log):
    log.append([cast(1, "a", "r1", "ship", None, True)])
    assert catch_up(engine, ALL) == 1
    assert catch_up(engine, ALL) == 1

    assert tallies(engine) == {"a": (1, 0)}


def test_readers_see_the_old_model_until_the_rebuild_is_whole(engine, log):
    log.append([cast(1, "a", "r1", "ship", None, True)])
    catch_up(engine, ALL)

    with db.reading(engine) as connection:
        before = live_tables(connection)["tally"].name
        rebuild(engine, [TALLIES])
        # A snapshot taken before the swap still reads the tables it started with.
        assert connection.execute(select(live_tables(connection)["tally"])).one().ship == 1
    with db.reading(engine) as connection:
        assert live_tables(connection)["tally"].name != before
    assert tallies(engine) == {"a": (1, 0)}


def test_a_poison_event_stops_the_runner_and_leaves_the_tables_as_they_were(engine, log):
    log.append([cast(1, "a", "r1", "ship", None, True)])
    catch_up(engine, ALL)

    def refuse(_state, _event, _record):
        raise LookupError("nothing known of this persona")

    broken = msgspec.structs.replace(TALLIES, handlers={**TALLIES.handlers, PersonaDefined: refuse})
    log.append(
        [
            cast(2, "a", "r2", "ship", None, True),
            NewEvent(
                event_id=fact_id("persona", "x"),
                stream="persona/x",
                occurred_at=AT,
                data=PersonaDefined(persona="x", name="X", question="?", place=9),
            ),
        ]
    )

    with pytest.raises(PoisonEvent, match="position 3") as stop:
        catch_up(engine, [broken])

    assert stop.value.position == 3
    assert tallies(engine) == {"a": (1, 0)}


def test_a_handler_that_asks_for_the_record_sees_what_the_log_holds_and_the_others_go_on_without(engine, log):
    log.append([cast(1, "a", "r1", "ship", None, True), cast(2, "a", "r2", "skip", None, True)])
    log.append(
        [
            NewEvent(
                event_id=fact_id("withdrawal"),
                stream="vote/a/r2",
                occurred_at=AT,
                data=VoteWithdrawn(tool_id="a", voter="r2", via="link", previous="skip"),
            )
        ]
    )
    catch_up(engine, ALL)
    seen = []

    def on_withdrawn(_state, _event, record):
        seen.append(record)

    curious = msgspec.structs.replace(TALLIES, handlers={**TALLIES.handlers, VoteWithdrawn: on_withdrawn})
    rebuild(engine, [curious])

    with db.reading(engine) as connection:
        columns = [event.c[name] for name in Record._fields]
        assert seen == [tuple(connection.execute(select(*columns).where(event.c.position == 3)).one())]
    assert tallies(engine) == {"a": (1, 1)}


def test_a_new_version_of_a_projection_is_rebuilt_before_it_is_read(engine, log):
    log.append([cast(1, "a", "r1", "ship", None, True)])
    catch_up(engine, ALL)

    def twice(state, event, _record):
        blank = {"tool_id": event.tool_id, "ship": 0, "skip": 0, "merged_into": None}
        row = state.get("tally", event.tool_id) or blank
        state.put("tally", {**row, event.choice: row[event.choice] + 2})

    newer = Projection(
        name="tallies", version=TALLIES.version + 1, tables=TALLIES.tables, handlers={VoteCast: twice}
    )
    catch_up(engine, [newer])

    assert tallies(engine) == {"a": (2, 0)}


def test_the_check_names_a_read_model_that_drifted(engine, log):
    log.append([cast(1, "a", "r1", "ship", None, True)])
    catch_up(engine, ALL)
    with db.writing(engine) as connection:
        connection.execute(live_tables(connection)["tally"].update().values(ship=41))

    assert {one.name: one.equal for one in check(engine, ALL)} == {
        "tools": True,
        "takes": True,
        "tallies": False,
        "issues": True,
        "subscribers": True,
    }


def test_a_batch_may_remove_more_rows_than_one_expression_can_name(engine, log):
    catch_up(engine, ALL)
    weeks = [f"{2000 + n // 52}-W{n % 52 + 1:02}" for n in range(1_200)]
    facts = [ComparisonPinned(week=week, tools=("a", "b"), reason="r") for week in weeks]
    facts += [ComparisonUnpinned(week=week) for week in weeks[1:]]
    log.append(
        [
            NewEvent(
                event_id=fact_id(type(fact).__name__, fact.week),
                stream=f"issue/{fact.week}",
                occurred_at=AT,
                data=fact,
            )
            for fact in facts
        ]
    )
    catch_up(engine, ALL)

    with db.reading(engine) as connection:
        assert connection.execute(select(live_tables(connection)["pin"].c.week)).scalars().all() == weeks[:1]


def test_a_projection_rebuilt_by_another_release_is_named_and_not_waited_for(engine, log):
    log.append([cast(1, "a", "r1", "ship", None, True)])
    catch_up(engine, ALL)
    rebuild(engine, [msgspec.structs.replace(TALLIES, version=TALLIES.version + 1)])

    with (
        pytest.raises(DigestError, match="another release of digest rebuilt tallies"),
        db.writing(engine) as c,
    ):
        catch_up_within(c, ALL)
