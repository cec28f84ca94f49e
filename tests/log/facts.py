"""Votes to append, and what a log then holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from digest import db
from digest.events import NewEvent, VoteCast, fact_id
from digest.log import store

if TYPE_CHECKING:
    from sqlalchemy import Engine

AT = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)


def vote(voter: str, choice: str = "ship", previous: str | None = None, minute: int = 0) -> NewEvent:
    at = AT + timedelta(minutes=minute)
    return NewEvent(
        event_id=fact_id("vote", "t", voter, at.isoformat()),
        stream=f"vote/t/{voter}",
        occurred_at=at,
        data=VoteCast(
            tool_id="t", voter=voter, choice=choice, issue=None, via="import", previous=previous, counts=True
        ),
    )


def positions(engine: Engine) -> list[int]:
    with db.reading(engine) as connection:
        return [row.position for row in store.read_rows(connection)]


def url_of(engine: Engine) -> str:
    """For another process or another engine."""
    return engine.url.render_as_string(hide_password=False)
