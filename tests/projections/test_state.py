"""The keyed state: what it reads from the database, and when."""

from __future__ import annotations

import pytest
from sqlalchemy import event as listeners

from digest import db
from digest.projections import ALL, TALLIES
from digest.projections.pointers import physical
from digest.projections.runner import catch_up
from digest.projections.state import KeyedState


@pytest.fixture
def counted(engine):
    """A state over two stored tallies, and the statements it has run since."""
    catch_up(engine, ALL)
    tables = physical(TALLIES, 1)
    rows = [{"tool_id": name, "ship": 1, "skip": 0, "merged_into": None} for name in ("alpha", "beta")]
    with db.writing(engine) as connection:
        db.upsert(connection, tables["tally"], rows)
        said: list[str] = []
        listeners.listen(
            engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: said.append(statement)
        )
        yield KeyedState(tables, connection), said


def test_the_first_row_that_is_asked_for_brings_all_that_were_expected(counted):
    state, said = counted
    state.expect("tally", {("alpha",), ("beta",), ("gamma",)})
    assert said == []

    found = [state.get("tally", name) for name in ("alpha", "beta", "gamma")]

    assert [row and row["ship"] for row in found] == [1, 1, None]
    assert len(said) == 1


def test_rows_that_were_expected_and_are_only_replaced_are_never_read(counted):
    state, said = counted
    state.expect("tally", {("alpha",)})
    state.put("tally", {"tool_id": "alpha", "ship": 5, "skip": 0, "merged_into": None})

    assert state.get("tally", "alpha") == {"tool_id": "alpha", "ship": 5, "skip": 0, "merged_into": None}
    assert said == []


def test_a_row_that_was_added_and_deleted_before_it_is_written_costs_no_statement(counted):
    state, said = counted
    state.add("tally", {"tool_id": "gamma", "ship": 1, "skip": 0, "merged_into": None})
    state.delete("tally", "gamma")
    state.flush(state._connection)

    assert said == []
    assert state.get("tally", "gamma") is None


def test_a_row_that_may_be_stored_is_deleted_even_if_it_was_put_before(counted):
    state, said = counted
    state.put("tally", {"tool_id": "alpha", "ship": 5, "skip": 0, "merged_into": None})
    state.delete("tally", "alpha")
    state.flush(state._connection)

    assert [statement.split()[0] for statement in said] == ["DELETE"]


def test_a_row_that_is_added_deleted_and_put_again_is_written(counted):
    state, _said = counted
    row = {"tool_id": "gamma", "ship": 1, "skip": 0, "merged_into": None}
    state.add("tally", row)
    state.delete("tally", "gamma")
    state.put("tally", row)
    state.flush(state._connection)

    stored = db.rows_by_key(state._connection, physical(TALLIES, 1)["tally"], [("gamma",)])
    assert [tuple(values) for values in stored] == [tuple(row.values())]
