"""Votes, discounts, merges and splits decided by several at once count as if one had followed the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from digest import db
from digest.intake.imported import Imported
from digest.intake.records import ToolRecord, VoteRecord
from digest.log import store
from digest.log.store import EventLog
from digest.pipeline.discount_votes import discount_votes, reinstate_votes
from digest.pipeline.import_files import voters_named
from digest.pipeline.import_tools import import_tools
from digest.pipeline.import_votes import import_votes
from digest.pipeline.merge_tools import merge_tools, split_tool
from digest.pipeline.project import check
from digest.projections.live import live_tables
from tests.recount import recount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY = datetime(2026, 4, 20, tzinfo=UTC)
ROUNDS = 5
GIVEN = {"reason": "because", "actor": "ed"}


@contextmanager
def opened(url: str) -> Iterator[EventLog]:
    engine = db.open_engine(url)
    try:
        db.migrate(engine)
        yield EventLog(engine, now=lambda: DAY)
    finally:
        engine.dispose()


def vote(log: EventLog, slug: str, start: int) -> None:
    for number in range(ROUNDS):
        records = tuple(
            VoteRecord(
                file="v",
                line=1,
                tool=slug,
                voter=f"r{reader}",
                choice="ship" if (number + reader) % 2 else "skip",
                at=DAY + timedelta(minutes=start + number),
            )
            for reader in range(4)
        )
        import_votes(log, Imported(records=records), actor="ed")


def merge_and_split(log: EventLog) -> None:
    for _ in range(ROUNDS):
        merge_tools(log, "b", "a", **GIVEN)
        split_tool(log, "b", **GIVEN)


def discount_and_reinstate(log: EventLog) -> None:
    voters = voters_named(["r0", "r1"], file="f")
    for _ in range(ROUNDS):
        discount_votes(log, "a", voters, **GIVEN)
        reinstate_votes(log, "b", voters, **GIVEN)


def test_whoever_decides_at_once_with_others_decides_on_what_stands(new_database: Callable[[], str]) -> None:
    url = new_database()
    with ExitStack() as stack:
        log, *logs = (stack.enter_context(opened(url)) for _ in range(5))
        tools = tuple(ToolRecord(file="t", line=1, slug=slug, name=slug, launched_at=DAY) for slug in "ab")
        import_tools(log, Imported(records=tools), content_key=b"key", actor="ed")
        with ThreadPoolExecutor(len(logs)) as pool:
            work = [
                pool.submit(vote, logs[0], "a", 0),
                pool.submit(vote, logs[1], "b", 2),
                pool.submit(merge_and_split, logs[2]),
                pool.submit(discount_and_reinstate, logs[3]),
            ]
        for one in work:
            one.result()
        with db.reading(log.engine) as connection:
            events = list(store.read(connection))
            tally = live_tables(connection)["tally"]
            rows = {row.tool_id: (row.ship, row.skip) for row in connection.execute(select(tally))}
        assert {tool_id: count for tool_id, count in rows.items() if count != (0, 0)} == recount(events)
        assert all(one.equal for one in check(log))
