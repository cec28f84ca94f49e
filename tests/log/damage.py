"""What somebody with the database's password can do to a log, and a log to do it to."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from digest import db
from digest.events import NewEvent, VoteCast, fact_id
from digest.log import codec
from digest.log.schema import event, log_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from digest.log.store import EventLog

AT = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)
COLUMNS = [column.name for column in event.c]


def drop_guards(engine: Engine) -> None:
    """Let the tests do what somebody with the database's password can do."""
    with db.writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
            return
        for name in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars():
            connection.execute(text(f"DROP TRIGGER {name}"))


def write(log: EventLog, appends: Sequence[Sequence[str]]) -> list[range]:
    """Record votes, an append per list and an event per letter, named after its stream.

    Returns the positions of each append. What an example before this one left is gone.
    """
    with db.writing(log.engine) as connection:
        connection.execute(delete(event))
        connection.execute(update(log_head).values(position=0, chain_hash=bytes(32)))
    spans, done = [], 0
    for voters in appends:
        log.append(
            [
                NewEvent(
                    event_id=fact_id("vote", done + place),
                    stream=f"vote/t/{voter}",
                    occurred_at=AT + timedelta(minutes=done + place),
                    data=VoteCast(
                        tool_id="t",
                        voter=voter,
                        choice="ship",
                        issue=None,
                        via="import",
                        previous=None,
                        counts=True,
                    ),
                )
                for place, voter in enumerate(voters)
            ]
        )
        spans.append(range(done + 1, done + len(voters) + 1))
        done += len(voters)
    return spans


def tamper(engine: Engine, *statements: Any) -> None:
    try:
        with db.writing(engine) as connection:
            for statement in statements:
                connection.execute(statement)
    except IntegrityError:
        # A key of the table is in the way of this damage.
        assume(False)


def stored(engine: Engine) -> list[dict[str, Any]]:
    with db.reading(engine) as connection:
        return [dict(row._mapping) for row in connection.execute(select(event).order_by(event.c.position))]


def at(position: int) -> Any:
    return event.c.position == position


def loosen(engine: Engine) -> None:
    """Take types, keys and NOT NULL off the table, as far as the engine goes."""
    with db.writing(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text(f"CREATE TABLE loose ({', '.join(COLUMNS)})"))
            connection.execute(text("INSERT INTO loose SELECT * FROM event"))
        else:
            connection.execute(text("CREATE TABLE loose AS SELECT * FROM event"))
        connection.execute(text("DROP TABLE event"))
        connection.execute(text("ALTER TABLE loose RENAME TO event"))


def rehashed(rows: list[dict[str, Any]], spans: list[range]) -> list[dict[str, Any]]:
    """Copies of the rows with every hash made to fit."""
    rows, chain_hash = [dict(row) for row in rows], bytes(32)
    for span in spans:
        append = rows[span.start - 1 : span.stop - 1]
        for row in append:
            row["event_hash"] = codec.event_hash([row[name] for name in codec.HASHED])
        chain_hash = hashlib.sha256(chain_hash + b"".join(row["event_hash"] for row in append)).digest()
        for row in append:
            row["chain_hash"] = chain_hash
    return rows


def rewrite(engine: Engine, rows: list[dict[str, Any]], spans: list[range]) -> None:
    """Replace the log by these rows, with every hash made to fit."""
    rows = rehashed(rows, spans)
    tamper(
        engine,
        delete(event),
        insert(event).values(rows),
        update(log_head).values(position=len(rows), chain_hash=rows[-1]["chain_hash"]),
    )
