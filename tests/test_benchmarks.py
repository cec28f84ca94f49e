"""The ruler itself."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from itertools import chain, islice
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from benchmarks.appends import appending, batches
from benchmarks.claim import at_most, ratio_at_least, ratio_at_most, report
from benchmarks.filled import APPEND_EVENTS, fill
from benchmarks.floors import Driver, recorded
from benchmarks.measure import ROUNDS, Spent, by_turns, cost, in_rounds, micros, python, rates
from benchmarks.votes import Readership
from digest import db
from digest.events import ReviewPublished, ToolLaunched, VoteCast
from digest.log import store
from digest.log.verify import verify
from digest.projections import ALL
from digest.projections.live import live_tables
from digest.projections.rebuild import rebuild
from digest.projections.runner import catch_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from benchmarks.votes import Said
    from digest.log.store import Head

Tallies = dict[str, dict[str, int]]
Takes = dict[tuple[str, str], tuple[str, int]]


def test_a_process_is_charged_for_the_memory_and_the_time_it_uses() -> None:
    idle = cost(python("-c", "pass")())
    busy = cost(python("-c", "x = bytearray(100_000_000); sum(range(4_000_000))")())
    assert idle.peak_bytes < 50_000_000
    assert 100_000_000 < busy.peak_bytes < 150_000_000
    assert 0 < idle.cpu_s < busy.cpu_s


def test_a_process_is_not_charged_for_what_the_measuring_one_holds() -> None:
    held = bytearray(200_000_000)
    assert cost(python("-c", "pass")()).peak_bytes < 50_000_000
    assert len(held) == 200_000_000


def test_a_command_that_fails_measures_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="exit code 3"):
        cost(python("-c", "import sys; sys.exit(3)")())


@pytest.mark.parametrize(("ours", "holds", "code"), [(1.0, True, 0), (1.01, False, 1)])
def test_the_exit_code_says_whether_every_claim_holds(
    ours: float, holds: bool, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = at_most("seconds", ours, target=1.0, peer=0.5)
    assert claim.holds is holds
    with pytest.raises(SystemExit) as end:
        report([at_most("others", 0.1, target=1.0, peer=0.5), claim])
    assert end.value.code == code
    assert ("DOES NOT HOLD" in capsys.readouterr().out) is not holds


def test_a_ratio_is_that_of_a_round_and_the_median_of_the_rounds_decides() -> None:
    ours, peer = [1.0, 40.0, 6.0], [2.0, 10.0, 3.0]
    claim = ratio_at_most("microseconds", ours, target=2.0, peer=peer)
    assert (claim.ours, claim.peer, claim.ratio, claim.holds) == (6.0, 3.0, 2.0, True)
    assert not ratio_at_most("microseconds", ours, target=1.9, peer=peer).holds
    assert ratio_at_least("events a second", ours, target=2.0, peer=peer).holds
    assert not ratio_at_least("events a second", ours, target=2.1, peer=peer).holds


@pytest.mark.slow
def test_turns_alternate_and_the_first_round_does_not_count() -> None:
    order: list[str] = []
    turns = {name: [lambda name=name: order.append(name)] * 2 * (ROUNDS + 1) for name in ("a", "b")}
    spent = by_turns(in_rounds(turns, 2))
    assert order == ["a", "b"] * 2 * (ROUNDS + 1)
    assert {name: len(rounds) for name, rounds in spent.items()} == {"a": ROUNDS, "b": ROUNDS}


@pytest.mark.slow
def test_a_round_has_the_cost_of_all_its_turns_and_of_nobody_elses() -> None:
    def busy() -> None:
        sum(range(200_000))

    def idle() -> None:
        return

    spent = by_turns({"busy": [busy] * 3, "idle": [idle] * 3} for _ in range(ROUNDS + 1))
    assert all(busy.cpu > 10 * idle.cpu for busy, idle in zip(spent["busy"], spent["idle"], strict=True))
    assert rates([Spent(cpu=2.0, wall=4.0)], "CPU", 10) == [5.0]
    assert micros([Spent(cpu=2.0, wall=4.0)], "wall", 1_000_000) == [4.0]


def told() -> Iterator[Said]:
    """Two readerships, the first of which goes on after the other."""
    first, others = Readership(20), Readership(30, first=20)
    return chain(first.launches(), first.said(300), others.launches(), others.said(300), first.said(200))


def recounted(said: Iterator[Said]) -> tuple[Tallies, Takes]:
    """The naive way: look at what everybody said last."""
    votes: dict[tuple[str, str], str] = {}
    takes: Takes = {}
    for event, _ in said:
        match event.data:
            case VoteCast(tool_id=tool_id, voter=voter, choice=choice):
                votes[tool_id, voter] = choice
            case ReviewPublished(tool_id=tool_id, persona=persona, choice=choice, score=score):
                takes[tool_id, persona] = (choice, score)
            case ToolLaunched():
                pass
    tallies: Tallies = {tool_id: {"ship": 0, "skip": 0} for tool_id, _ in votes}
    for (tool_id, _), choice in votes.items():
        tallies[tool_id][choice] += 1
    return tallies, takes


def stored(engine: Engine) -> tuple[Tallies, Takes]:
    """The same as the read models have it."""
    with db.reading(engine) as connection:
        tables = live_tables(connection)
        tallies = {
            row.tool_id: {"ship": row.ship, "skip": row.skip}
            for row in connection.execute(tables["tally"].select())
        }
        takes = {
            (row.tool_id, row.persona): (row.choice, row.score)
            for row in connection.execute(tables["take"].select())
        }
    return tallies, takes


def head(engine: Engine) -> Head:
    """Where a log stands."""
    with db.reading(engine) as connection:
        return store.head(connection)


def another(new_database: Callable[[], str]) -> Engine:
    """A second database beside the fixture's."""
    engine = db.open_engine(new_database())
    db.migrate(engine)
    return engine


def test_what_is_measured_is_the_same_in_every_run_and_says_rightly_what_it_supersedes(
    engine: Engine,
) -> None:
    assert list(told()) == list(told())
    fill(engine, told())
    catch_up(engine, ALL)
    assert stored(engine) == recounted(told())


def test_readers_vote_again_and_every_tool_has_a_vote_before_one_has_two() -> None:
    votes = [said.event.data for said in Readership(100).votes(4_000)]
    assert all(isinstance(vote, VoteCast) for vote in votes)
    again = sum(vote.previous is not None for vote in votes if isinstance(vote, VoteCast))
    assert 0.13 < again / len(votes) < 0.17
    first = [vote.tool_id for vote in votes if isinstance(vote, VoteCast) and vote.previous is None]
    assert len(set(first[:100])) == 100
    most = Counter(first[100:]).most_common()
    assert most[0][1] > 10 * most[-1][1]


def test_versions_run_from_one_in_every_stream() -> None:
    versions: Counter[str] = Counter()
    for event, version in told():
        versions[event.stream] += 1
        assert version == versions[event.stream]


def test_a_filled_log_is_the_appended_one_hash_for_hash(
    engine: Engine, new_database: Callable[[], str]
) -> None:
    said = list(islice(told(), 400))
    parts = (said[:250], said[250:])
    assert all(len(part) <= APPEND_EVENTS for part in parts)
    for part in parts:
        fill(engine, iter(part))
    appended = another(new_database)
    for append in appending(appended, parts):
        append()
    assert head(engine) == head(appended)
    with db.reading(engine) as connection:
        assert verify(connection).ok
    appended.dispose()


def test_the_raw_driver_writes_what_the_append_wrote(engine: Engine, new_database: Callable[[], str]) -> None:
    sizes = ((1, 5), (100, 2))
    said = Readership(10).votes(1_000)
    ready = [batch for size, count in sizes for batch in batches(said, size, count)]
    floor = another(new_database)
    with closing(Driver(floor)) as driver:
        for transaction in recorded(engine, appending(engine, ready)):
            driver.send(transaction)
        driver.scan("position, type, payload")
    assert head(floor) == head(engine)
    assert head(floor).position == 205
    with db.reading(floor) as connection:
        assert verify(connection).ok
    floor.dispose()


def test_eventsourcing_counts_what_a_rebuild_counts(tmp_path: Path, engine: Engine) -> None:
    pytest.importorskip("eventsourcing", reason="the extra bench is not installed")
    from benchmarks import peers

    fill(engine, told())
    rebuild(engine, ALL)
    with peers.application(f"sqlite:///{tmp_path}/peer.db") as app:
        assert peers.fill(app, told()) == head(engine).position
        counts = peers.replay(app)
    assert (counts.tallies, counts.takes) == stored(engine)


def test_eventsourcings_view_holds_the_count_of_what_it_has_seen(new_postgres: Callable[[], str]) -> None:
    pytest.importorskip("eventsourcing", reason="the extra bench is not installed")
    from benchmarks import peers
    from benchmarks.peer_projection import projected

    url = new_postgres()
    with peers.application(url) as app:
        peers.fill(app, told())
    assert projected(url, 0.2) > 0
    engine = create_engine(url)
    with engine.connect() as connection:
        seen = connection.execute(text("SELECT max(notification_id) FROM verdicts_tracking")).scalar_one()
        tallies = {
            tool: {"ship": ship, "skip": skip} for tool, ship, skip in connection.execute(text("TABLE tally"))
        }
        takes = {
            (tool, who): (choice, score)
            for tool, who, choice, score in connection.execute(text("TABLE take"))
        }
    engine.dispose()
    assert seen > 50
    assert (tallies, takes) == recounted(islice(told(), seen))
