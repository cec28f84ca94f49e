"""Read, decide, append: the loop every changing stage shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from digest import db
from digest.errors import ConnectionLost, WrongExpectedVersion
from digest.events import NewEvent
from digest.pipeline.project import project
from digest.projections import ALL
from digest.projections.runner import catch_up_within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from digest.log.store import EventLog

#: Up to so many new events are folded in the transaction that appends them, which then has one commit
#: instead of two. More of them would hold everybody else up.
FOLDED_AT_ONCE = 100
#: A stream that moves this often under one decision is not a race but a loop.
ATTEMPTS = 8


class Decision(Protocol):
    """Events to append, and for each stream the version it was decided at."""

    @property
    def events(self) -> tuple[NewEvent, ...]:
        """In order; may be empty."""

    @property
    def expected(self) -> Mapping[str, int]:
        """Stream -> version before the append."""


D = TypeVar("D", bound=Decision)


class Events(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that is nothing but its events."""

    events: tuple[NewEvent, ...]
    expected: dict[str, int]


def append_decided(log: EventLog, decide: Callable[[Connection], D]) -> tuple[D, int]:
    """Decide on current read models and append in one transaction; decide again if a stream moved.

    Returns the decision and how many of its events were new. Read models are current afterwards.
    """
    attempt = 1
    while True:
        project(log)
        decided: list[D] = []
        try:
            with db.writing(log.engine) as connection:
                # Somebody may have appended while this transaction waited for its turn.
                catch_up_within(connection, ALL)
                decision = decide(connection)
                decided.append(decision)
                new = log.append(
                    decision.events, expected_version=decision.expected, connection=connection
                ).new
                if new <= FOLDED_AT_ONCE:
                    catch_up_within(connection, ALL)
        except WrongExpectedVersion:
            if attempt == ATTEMPTS:
                raise
            attempt += 1
        except ConnectionLost:
            # The commit may have arrived though its answer did not; the log knows by the ids.
            arrived = log.find(decided[-1].events) if decided else None
            if arrived is None:
                raise
            project(log)
            return decided[-1], arrived.new
        else:
            if new > FOLDED_AT_ONCE:
                project(log)
            return decision, new
