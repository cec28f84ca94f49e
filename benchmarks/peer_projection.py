"""The peer's projection of votes and takes into tables of PostgreSQL, one event to a transaction."""

from __future__ import annotations

import time
from typing import Any

from eventsourcing.application import Application
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from benchmarks.peers import ReviewPublished, VoteCast, environment

_TALLIES = "CREATE TABLE IF NOT EXISTS tally (tool_id text PRIMARY KEY, ship bigint, skip bigint)"
_TAKES = (
    "CREATE TABLE IF NOT EXISTS take"
    " (tool_id text, persona text, choice text, score bigint, PRIMARY KEY (tool_id, persona))"
)
_TALLY = (
    "INSERT INTO tally VALUES (%s, %s, %s) ON CONFLICT (tool_id)"
    " DO UPDATE SET ship = tally.ship + excluded.ship, skip = tally.skip + excluded.skip"
)
_TAKE = (
    "INSERT INTO take VALUES (%s, %s, %s, %s) ON CONFLICT (tool_id, persona)"
    " DO UPDATE SET choice = excluded.choice, score = excluded.score"
)


class _View(PostgresTrackingRecorder):  # type: ignore[misc]
    """Tallies and takes as tables; a change and its tracking are one transaction."""

    def __init__(self, datastore: Any, **options: Any) -> None:
        super().__init__(datastore, **options)
        self.sql_create_statements.extend(SQL(table) for table in (_TALLIES, _TAKES))

    def apply(self, statement: str, values: tuple[Any, ...], tracking: Any) -> None:
        """Record that the event was seen, and change a row."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(statement, values, prepare=True)


class _Projection(Projection):  # type: ignore[misc]
    name = "verdicts"

    def process_event(self, fact: Any, tracking: Any) -> None:
        """Count a vote, keep a take, pass over the rest."""
        if isinstance(fact, VoteCast):
            change = {"ship": 0, "skip": 0}
            change[fact.choice] += 1
            if fact.previous is not None:
                change[fact.previous] -= 1
            self.view.apply(_TALLY, (fact.tool_id, change["ship"], change["skip"]), tracking)
        elif isinstance(fact, ReviewPublished):
            self.view.apply(_TAKE, (fact.tool_id, fact.persona, fact.choice, fact.score), tracking)
        else:
            self.view.insert_tracking(tracking)


def projected(url: str, seconds: float) -> float:
    """Let the peer's runner go on with its view in PostgreSQL for a while; returns its events a second."""
    with ProjectionRunner(
        application_class=Application,
        projection_class=_Projection,
        view_class=_View,
        env=environment(url),
    ) as runner:

        def reached() -> int:
            return runner.view.max_tracking_id(runner.app_name) or 0

        # It has started when it has moved.
        runner.wait(reached() + 1, timeout=30.0)
        start, before = time.perf_counter(), reached()
        runner.run_forever(timeout=seconds)
        return (reached() - before) / (time.perf_counter() - start)
