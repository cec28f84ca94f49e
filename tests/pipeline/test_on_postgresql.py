"""The whole pipeline on PostgreSQL: the same facts, the same bytes, the same safety as on SQLite."""

from __future__ import annotations

import json
import multiprocessing
from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.bootstrap import open_newsletter
from digest.delivery.recipients import counts
from digest.errors import DigestError
from digest.log import store
from digest.pipeline.compare import compare_now
from digest.pipeline.deliver import deliver
from digest.pipeline.facts import find_tools
from digest.pipeline.import_files import read_votes
from digest.pipeline.import_votes import import_votes
from digest.pipeline.project import check
from digest.sample.run import open_sample, prepare
from tests.children import die_at_step, in_a_child
from tests.conftest import Clock, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter

WEEK = "2026-W17"


def everything(newsletter: Newsletter, world: World) -> dict[str, object]:
    """The head, each read model's fingerprint, and each mail's bytes."""
    with db.reading(newsletter.engine) as connection:
        head = store.head(connection)
    return {"head": head, "models": check(newsletter.log), "mails": world.mails()}


def test_the_sample_leaves_the_same_log_and_the_same_mails_on_both_engines(tmp_path, new_postgres):
    found = []
    for name, url in (("lite", None), ("server", new_postgres())):
        world = World(tmp_path, Clock())
        newsletter = open_sample(tmp_path / name, url)
        world.run(newsletter, prepare(newsletter), auto_approve=True)
        mails = {path.name: path.read_bytes() for path in (tmp_path / name / "outbox").iterdir()}
        found.append((everything(newsletter, world), mails, compare_now(newsletter, "smolvlm2", "skillclaw")))
        newsletter.engine.dispose()

    assert found[0] == found[1]
    assert len(found[0][1]) == 6


@pytest.fixture
def ready_url(world: World, new_postgres: Callable[[], str]) -> str:
    """A database with an approved week and five readers, one step before its delivery."""
    url = new_postgres()
    newsletter = world.open(database_url=url)
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 5)
    newsletter.engine.dispose()
    return url


def test_a_delivery_killed_again_and_again_reaches_everybody_once(world, ready_url):
    def send() -> None:
        newsletter = world.open(database_url=ready_url)
        world.run(newsletter, auto_approve=True)
        newsletter.engine.dispose()

    def send_until(step: int) -> Callable[[], None]:
        def work() -> None:
            newsletter = world.open(database_url=ready_url)
            die_at_step(newsletter.engine, step)
            world.run(newsletter, auto_approve=True)

        return work

    kills = 0
    for step in (20, 45, 30, 25, 28, 33, 37, 41):
        kills += not in_a_child(send_until(step))
    assert in_a_child(send)
    newsletter = world.open(database_url=ready_url)

    assert kills >= 4
    assert len(world.mails()) == 5
    with db.reading(newsletter.engine) as connection:
        found = counts(connection, WEEK)
    assert (found.frozen, found.accepted) == (5, 5)
    assert all(one.equal for one in check(newsletter.log))
    newsletter.engine.dispose()


def test_an_issue_that_another_process_delivers_is_left_to_it(world, ready_url):
    newsletter = world.open(database_url=ready_url)
    world.run(newsletter)
    other = world.open(database_url=ready_url)
    with db.exclusive(other.engine, f"delivery-{WEEK}") as had:
        assert had
        with pytest.raises(DigestError, match="delivered by another process"):
            deliver(newsletter, WEEK, on_progress=lambda _done, _total: None)
    other.engine.dispose()
    newsletter.engine.dispose()


def _cast(home: Path, url: str, path: Path) -> None:
    newsletter = open_newsletter(home, database_url=url)
    import_votes(newsletter.log, read_votes(path), actor="op")
    newsletter.engine.dispose()


@pytest.mark.slow
def test_six_processes_that_import_at_once_leave_no_hole_and_the_right_tallies(world, ready_url):
    files = []
    for number in range(6):
        files.append(world.folder / f"votes-{number}.jsonl")
        votes = [
            {"tool": "alpha", "voter": f"r{n}", "choice": "ship" if (n + number) % 2 else "skip"}
            | {"at": f"2026-04-2{number}T0{n % 9}:00:00Z"}
            for n in range(40)
        ]
        files[-1].write_text("".join(json.dumps(vote) + "\n" for vote in votes), encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_cast, args=(world.home, ready_url, path)) for path in files]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    newsletter = world.open(database_url=ready_url)

    assert [worker.exitcode for worker in workers] == [0] * 6
    with db.reading(newsletter.engine) as connection:
        positions = [row.position for row in store.read_rows(connection)]
        (alpha,) = find_tools(connection, ["alpha"])
    assert positions == list(range(1, len(positions) + 1))
    # The latest vote of each reader is in the last file: there, every other one says ship.
    assert (alpha.votes_ship, alpha.votes_skip) == (20, 20)
    assert all(one.equal for one in check(newsletter.log))
    newsletter.engine.dispose()
