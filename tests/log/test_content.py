"""Texts beside the log: kept once, removed for good, and never stored again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest import db
from digest.events import Content, ContentRedacted, NewEvent, fact_id, seal
from digest.log.content import Removal, content_stream, removals, remove, store, texts

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from digest.log.store import EventLog

AT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def text(body: str) -> Content:
    return seal(b"key", "review/t/builder", body)


def redact(engine: Engine, log: EventLog, body: Content) -> None:
    event = NewEvent(
        event_id=fact_id("content-redacted", body.hash),
        stream=content_stream(body.hash),
        occurred_at=AT,
        data=ContentRedacted(hash=body.hash, reason="told in confidence"),
    )
    with db.writing(engine) as connection:
        remove(connection, [body.hash])
        log.append([event], connection=connection)


def test_a_removed_text_is_absent_and_never_stored_again_while_others_are(
    engine: Engine, log: EventLog
) -> None:
    gone, kept = text("It leaks."), text("It ships.")
    with db.writing(engine) as connection:
        store(connection, [gone, kept, gone])
    redact(engine, log, gone)

    with db.writing(engine) as connection:
        store(connection, [gone, kept, text("It came later.")])
        found = texts(connection, [gone.hash, kept.hash, text("It came later.").hash, None])
    assert sorted(found.values()) == ["It came later.", "It ships."]


def test_the_log_says_when_and_why_a_text_was_removed(engine: Engine, log: EventLog) -> None:
    gone, kept = text("It leaks."), text("It ships.")
    redact(engine, log, gone)
    with db.reading(engine) as connection:
        found = removals(connection, [gone.hash, kept.hash, None])
    assert found == {gone.hash: Removal(at=AT, reason="told in confidence")}
    assert str(found[gone.hash]) == "removed on 24 November 2026"
