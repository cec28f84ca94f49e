"""The peer: eventsourcing, which keeps, replays and projects the same facts in its own way.

Its events are plain dataclasses, recorded without aggregates and keyed by UUID: the cheapest of the ways
it documents.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import make_url

from digest.events import fact_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.votes import Said

try:
    from eventsourcing.application import Application
    from eventsourcing.sqlite import SQLiteFactory
except ModuleNotFoundError as missing:
    raise SystemExit("the benchmarks measure against eventsourcing: pip install -e '.[bench]'") from missing


@dataclass(frozen=True)
class _Fact:
    originator_id: UUID
    originator_version: int
    timestamp: datetime
    tool_id: str


@dataclass(frozen=True)
class ToolLaunched(_Fact):
    """As `digest.events.ToolLaunched`."""

    slug: str
    name: str
    tagline: str | None
    description: str | None
    category: str | None
    job_tags: tuple[str, ...]
    best_for: str | None
    homepage: str | None
    keys: tuple[str, ...]
    launched_at: datetime
    source: str
    observed: str | None
    rule: str


@dataclass(frozen=True)
class VoteCast(_Fact):
    """As `digest.events.VoteCast`."""

    voter: str
    choice: str
    issue: str | None
    via: str
    previous: str | None
    counts: bool


@dataclass(frozen=True)
class ReviewPublished(_Fact):
    """As `digest.events.ReviewPublished`."""

    persona: str
    choice: str
    score: int
    take: str
    evidence: tuple[dict[str, str | None], ...]
    drafted_by: str
    reviewer: str | None
    approved_by: str | None
    tried: bool
    conflicts: str | None
    supersedes: str | None
    previous: dict[str, Any] | None


#: Twice what a thousand votes take on the wire.
_APPEND_BYTES = 1_000_000
TOO_LITTLE_ROOM = "its driver may wait for ever on such a small socket; run: sysctl net.core.wmem_max=4194304"

_TYPES: dict[str, type[_Fact]] = {cls.__name__: cls for cls in (ToolLaunched, VoteCast, ReviewPublished)}


def peer_event(said: Said) -> _Fact:
    """The same fact as an event of the peer's."""
    fields = msgspec.to_builtins(said.event.data, builtin_types=(datetime,))
    return _TYPES[type(said.event.data).__name__](
        originator_id=fact_id(said.event.stream),
        originator_version=said.version,
        timestamp=said.event.occurred_at,
        **fields,
    )


def environment(url: str) -> dict[str, str]:
    """The settings by which the peer opens a database that is empty or its own."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(parts.database)}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts.database),
        "POSTGRES_HOST": str(parts.query["host"]),
        "POSTGRES_USER": str(parts.username),
        "POSTGRES_PASSWORD": "",
    }


def application(url: str) -> Any:
    """The peer's application over a database: JSON, no compression, no encryption, as it is by default.

    On PostgreSQL it has one connection.
    """
    return Application(env=environment(url) | {"POSTGRES_POOL_SIZE": "1", "POSTGRES_MAX_OVERFLOW": "0"})


def takes_a_thousand(app: Any) -> bool:
    """Whether an append of 1,000 is sure to return: on PostgreSQL the socket must hold all of it.

    Where it does not, psycopg 3.3 can leave the end of a pipeline unsent and wait for the answer for ever.
    The kernel decides how much a socket may hold.
    """
    if isinstance(app.factory, SQLiteFactory):
        return True
    with (
        app.factory.datastore.get_connection() as connection,
        # A socket object closes its number, so it gets one of its own.
        socket.socket(fileno=os.dup(connection.fileno())) as same,
    ):
        same.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _APPEND_BYTES)
        return same.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) >= _APPEND_BYTES


def fill(app: Any, said: Iterator[Said]) -> int:
    """Record all, a hundred at a time; returns how many."""
    count = 0
    while facts := [peer_event(one) for one in islice(said, 100)]:
        app.save(*facts)
        count += len(facts)
    return count


class Counts(msgspec.Struct):
    """Of each tool, how many say ship and skip; of each tool and persona, the take that holds."""

    tallies: dict[str, dict[str, int]] = {}
    takes: dict[tuple[str, str], tuple[str, int]] = {}


def replay(app: Any) -> Counts:
    """Read every event through the mapper and count in memory; nothing is written."""
    counts = Counts()
    after = 0
    while notifications := app.recorder.select_notifications(after + 1, 1_000):
        for notification in notifications:
            fact = app.mapper.to_domain_event(notification)
            if isinstance(fact, VoteCast):
                if fact.counts:
                    tally = counts.tallies.setdefault(fact.tool_id, {"ship": 0, "skip": 0})
                    tally[fact.choice] += 1
                    if fact.previous is not None:
                        tally[fact.previous] -= 1
            elif isinstance(fact, ReviewPublished):
                counts.takes[fact.tool_id, fact.persona] = (fact.choice, fact.score)
        after = notifications[-1].id
    return counts
