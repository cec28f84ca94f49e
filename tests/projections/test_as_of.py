"""Looking back: the read models as they stood at an earlier position."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select

from digest import db
from digest.pipeline.as_of import fingerprints
from digest.pipeline.compare import side_now
from digest.projections import ALL
from digest.projections.as_of import as_of
from digest.projections.live import live_tables
from digest.projections.pointers import live_pointers
from digest.projections.rebuild import check, fingerprints_at
from digest.projections.runner import catch_up
from tests.log.facts import vote


def test_a_fingerprint_as_of_a_position_is_the_one_taken_when_it_was_the_head(engine, log):
    taken = {}
    for number in range(6):
        log.append([vote(f"r{number}", "ship" if number % 2 else "skip"), vote(f"s{number}")])
        position = catch_up(engine, ALL)
        taken[position] = {one.name: one.live for one in check(engine, ALL)}

    with db.reading(engine) as connection:
        for position, then in taken.items():
            assert fingerprints_at(connection, ALL, {p.name: position for p in ALL}) == then
    assert len({then["tallies"] for then in taken.values()}) == 6


def test_whoever_looks_back_reads_the_past_by_the_names_of_the_present_and_leaves_nothing(engine, log):
    log.append([vote("a"), vote("b")])
    log.append([vote("c", "skip")])
    catch_up(engine, ALL)
    tables = set(inspect(engine).get_table_names())

    for position, ship, skip in ((1, 1, 0), (2, 2, 0), (3, 2, 1), (1, 1, 0)):
        with as_of(engine, ALL, position) as connection:
            row = connection.execute(select(live_tables(connection)["tally"])).one()
            assert (row.ship, row.skip) == (ship, skip)
            assert live_pointers(connection)["tallies"].position == position

    with db.reading(engine) as connection:
        row = connection.execute(select(live_tables(connection)["tally"])).one()
        assert (row.ship, row.skip) == (2, 1)
        assert live_pointers(connection)["tallies"].position == 3
    assert set(inspect(engine).get_table_names()) == tables
    assert all(one.equal for one in check(engine, ALL))


def test_a_verdict_as_of_a_position_or_a_moment_is_what_was_known_then(world):
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"))
    world.take_in(
        newsletter, *(world.take("alpha", persona) for persona in ("builder", "founder", "creator"))
    )
    then = world.position(newsletter)
    world.clock.now = datetime(2026, 5, 1, tzinfo=UTC)
    world.take_in(
        newsletter,
        *(world.take("alpha", p, "skip", at="2026-04-21") for p in ("builder", "founder", "creator")),
    )

    assert side_now(newsletter, "alpha").panel.cell == "Skip · 0 ship / 3 skip"
    for when in (str(then), "2026-04-30", "2026-05-01T01:59+02:00"):
        assert side_now(newsletter, "alpha", as_of=when).panel.cell == "Ship · 3 ship / 0 skip"
    assert (
        side_now(newsletter, "alpha", as_of="2026-05-01T02:00+02:00").panel.cell == "Skip · 0 ship / 3 skip"
    )
    assert {one.position for one in fingerprints(newsletter, "2026-04-30")} == {then}


@pytest.mark.parametrize(
    ("when", "said"), [("999", "the log ends at position"), ("soon", "neither a position nor a moment")]
)
def test_a_time_that_is_none_is_refused_in_words(digest, when, said):
    assert digest("init", "home").code == 0
    refused = digest("rebuild", "--as-of", when)
    assert refused.code == 1
    assert said in refused.err
