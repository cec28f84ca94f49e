"""A sender over SMTP that is killed with SIGKILL, against a server that notes before it answers."""

from __future__ import annotations

import random
import smtplib
import sys
import threading
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from digest import db
from digest.db import engine as transactions
from digest.delivery import audience, lanes, opening, outbox, recipients, send, smtp
from digest.delivery.relay import relay_from_url
from digest.delivery.smtp import SmtpTransport
from tests.children import die, in_a_child
from tests.delivery.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from sqlalchemy import Engine

    from digest.delivery.send import Post

    Freeze = Callable[[Engine], None]
    Through = Callable[..., Post]

WEEK = "2026-W17"
TRACED = frozenset(
    {
        send.__file__,
        lanes.__file__,
        outbox.__file__,
        audience.__file__,
        smtp.__file__,
        opening.__file__,
        smtplib.__file__,
        transactions.__file__,
    }
)


def die_at_line(number: int) -> None:
    """Let this process die just before the delivery or the dialogue executes its n-th line from now."""
    left = number

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in TRACED:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                die()
        return trace

    sys.settrace(trace)
    threading.settrace(trace)


def deliver(
    database: Path, server: MailServer, post: Through, *, connections: int, lines: int | None
) -> bool:
    """One attempt in a child, to the end or to its n-th line."""

    def work() -> None:
        engine = db.open_engine(f"sqlite:///{database}")
        url = f"smtp://127.0.0.1:{server.port}"
        relay = relay_from_url(url, plain_text=True, timeout_s=10, connections=connections)
        through = post(SmtpTransport(relay, "weekly@example.org"))
        if lines is not None:
            die_at_line(lines)
        for _ in send.drain(engine, through):
            pass

    return in_a_child(work)


def states(database: Path) -> dict[str, str]:
    """Message-ID -> state."""
    engine = db.open_engine(f"sqlite:///{database}")
    with db.reading(engine) as connection:
        rows = connection.execute(select(outbox.outbox.c.message_id, outbox.outbox.c.state)).all()
        found = recipients.counts(connection, WEEK)
    engine.dispose()
    assert found.frozen == len(rows)
    return {row.message_id: row.state for row in rows}


def kill_until_done(
    readers: list[str],
    freeze: Freeze,
    post: Through,
    folder: Path,
    *,
    kills: int,
    connections: int,
    lines: int,
) -> None:
    """Kill the sender so often, each time within so many lines, then let it end."""
    database = folder / "digest.db"
    engine = db.open_engine(f"sqlite:///{database}")
    db.migrate(engine)
    freeze(engine)
    engine.dispose()
    some, killed, uncertain_before = random.Random(kills), 0, 0  # noqa: S311
    with MailServer() as server:
        for _ in range(kills):
            killed += not deliver(
                database, server, post, connections=connections, lines=some.randrange(1, lines)
            )
            found = states(database)
            assert len(found) == len(readers), "frozen is the sum of all states, always"
            open_rows = [state for state in found.values() if state in {"claimed", "uncertain"}]
            assert len(open_rows) - uncertain_before <= connections, "one for each connection at most"
            uncertain_before = len(open_rows)
        assert deliver(database, server, post, connections=connections, lines=None)
        taken = [mail.message_id for mail in server.taken]
    ended = states(database)
    uncertain = {message for message, state in ended.items() if state == "uncertain"}
    assert killed >= min(kills, 3)
    assert len(taken) == len(set(taken)), "nobody is mailed twice"
    assert set(ended) - set(taken) <= uncertain, "who was not mailed is named"
    assert set(ended.values()) <= {"accepted", "uncertain"}
    assert len(uncertain) <= killed * connections


def test_killed_at_random_lines_it_mails_nobody_twice_and_loses_nobody_unnamed(
    readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    kill_until_done(readers, freeze, post, tmp_path, kills=5, connections=4, lines=1_000)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("recipients", "connections", "lines"), [(44, 1, 900), (1_000, 4, 8_000)], ids=["one", "four"]
)
def test_killed_thirty_times_it_mails_nobody_twice_and_loses_nobody_unnamed(
    readers: list[str],
    freeze: Freeze,
    post: Through,
    tmp_path: Path,
    recipients: int,
    connections: int,
    lines: int,
) -> None:
    more = (str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))) for number in range(len(readers), recipients))
    readers[:] = sorted([*readers, *more])
    kill_until_done(readers, freeze, post, tmp_path, kills=30, connections=connections, lines=lines)
