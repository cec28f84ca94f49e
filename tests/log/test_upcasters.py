"""A shape that was written once is read for ever: stored, hashed, folded and recognised as it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from digest import db
from digest.errors import EventIdConflict
from digest.events import NewEvent, PopularityMeasured, ToolLaunched, fact_id
from digest.events.base import Event
from digest.log import codec, store
from digest.projections import ALL
from digest.projections.live import live_tables
from digest.projections.rebuild import check, rebuild
from digest.projections.runner import catch_up

AT = datetime(2026, 4, 20, tzinfo=UTC)


def launched(tool_id: str) -> NewEvent:
    data = ToolLaunched(
        tool_id=tool_id,
        slug=tool_id,
        name=tool_id,
        tagline=None,
        description=None,
        category=None,
        job_tags=(),
        best_for=None,
        homepage=None,
        keys=(f"item:feed/{tool_id}",),
        launched_at=AT,
        source="feed",
        observed=None,
        rule="launch-1",
    )
    return NewEvent(event_id=fact_id(tool_id), stream=f"tool/{tool_id}", occurred_at=AT, data=data)


def measured(tool_id: str, data: Event, value: int) -> NewEvent:
    return NewEvent(
        event_id=fact_id("popularity", "feed", tool_id, value),
        stream=f"tool/{tool_id}",
        occurred_at=AT,
        data=data,
    )


def as_first_written(tool_id: str, value: int, native_id: str | None) -> NewEvent:
    """The event as the first release wrote it: version 1, where no item needed to be named."""

    class PopularityMeasured(Event, frozen=True, kw_only=True):
        tool_id: str
        source: str
        metric: str
        value: int
        native_id: str | None = None

    data = PopularityMeasured(
        tool_id=tool_id, source="feed", metric="upvotes", value=value, native_id=native_id
    )
    return measured(tool_id, data, value)


def as_now(tool_id: str, value: int, native_id: str) -> NewEvent:
    data = PopularityMeasured(
        tool_id=tool_id, source="feed", metric="upvotes", value=value, native_id=native_id
    )
    return measured(tool_id, data, value)


@pytest.fixture
def old_log(log):
    """A log in which two tools have a count of version 1 that names no item, and one that names one."""
    log.append(
        [
            launched("a"),
            launched("b"),
            as_first_written("a", 3, None),
            as_first_written("b", 5, None),
            as_first_written("a", 7, "i1"),
        ]
    )
    return log


def counts(engine) -> dict[str, int]:
    with db.reading(engine) as connection:
        metric = live_tables(connection)["metric"]
        return {row.native_id: row.value for row in connection.execute(select(metric))}


def test_counts_that_name_no_item_stay_apart_by_their_tool(engine, old_log):
    catch_up(engine, ALL)

    assert counts(engine) == {"a": 3, "b": 5, "i1": 7}


def test_a_rebuild_and_a_catch_up_event_by_event_read_old_shapes_alike(engine, log):
    for event in (launched("a"), as_first_written("a", 3, None), as_now("a", 4, "i1")):
        log.append([event])
        catch_up(engine, ALL)
    stood = counts(engine)

    assert all(one.equal for one in check(engine, ALL))
    rebuild(engine, ALL)
    assert counts(engine) == stood == {"a": 3, "i1": 4}


def test_the_stored_row_keeps_its_version_its_payload_and_its_hash(engine, old_log):
    rebuild(engine, ALL)
    with db.reading(engine) as connection:
        row = list(store.read_rows(connection))[2]

    assert row.schema_version == 1
    assert row.payload == '{"metric":"upvotes","native_id":null,"source":"feed","tool_id":"a","value":3}'
    assert codec.event_hash([row._mapping[name] for name in codec.HASHED]) == bytes(row.event_hash)


def test_the_newest_shape_of_an_old_fact_is_the_same_fact(old_log):
    again = old_log.append([as_now("a", 7, "i1"), as_now("b", 5, "b")])

    assert (again.positions, again.new) == ((5, 4), 0)


def test_the_newest_shape_with_another_item_is_another_fact(old_log):
    with pytest.raises(EventIdConflict, match="native_id"):
        old_log.append([as_now("b", 5, "i9")])
