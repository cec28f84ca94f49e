"""Deliveries whose process is killed with SIGKILL, run again until they end.

The work runs in forked children, so a kill is a real one: no finally, no flush, no rollback.
"""

from __future__ import annotations

import random
import shutil
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from digest import db
from digest.db import engine as transactions
from digest.delivery import audience, folder, lanes, outbox, recipients, send
from digest.delivery.folder import FolderTransport
from digest.delivery.recipients import Counts
from digest.delivery.transport import Accepted, Envelope, Outcome, Unknowable, Unsent
from tests.children import die, in_a_child

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    from sqlalchemy import Engine

    from digest.delivery.send import Post

    Freeze = Callable[[Engine], None]
    Through = Callable[..., Post]

WEEK = "2026-W17"
#: Where a child may be told to die: at every line that touches the world or the database.
TRACED = frozenset(
    {
        send.__file__,
        lanes.__file__,
        outbox.__file__,
        audience.__file__,
        folder.__file__,
        transactions.__file__,
    }
)


def die_at_line(number: int) -> None:
    """Let this process die just before the delivery executes its n-th line, counted from now."""
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


def deliver(database: Path, post: Post, *, lines: int | None = None) -> bool:
    """One attempt in a child, to the end or to its n-th line."""

    def work() -> None:
        engine = db.open_engine(f"sqlite:///{database}")
        if lines is not None:
            die_at_line(lines)
        for _ in send.drain(engine, post):
            pass

    return in_a_child(work)


def frozen(database: Path, freeze: Freeze) -> Path:
    engine = db.open_engine(f"sqlite:///{database}")
    db.migrate(engine)
    freeze(engine)
    engine.dispose()
    return database


def record(database: Path) -> tuple[Counts, str]:
    engine = db.open_engine(f"sqlite:///{database}")
    with db.reading(engine) as connection:
        found = recipients.counts(connection, WEEK), recipients.root(connection, WEEK)
    engine.dispose()
    return found


def files(outbox_folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in outbox_folder.iterdir()}


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_killed_at_random_lines_it_ends_as_if_nothing_had_happened(
    seed: int, readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    calm = frozen(tmp_path / "calm.db", freeze)
    rough = Path(shutil.copy(calm, tmp_path / "rough.db"))
    assert deliver(calm, post(FolderTransport(tmp_path / "calm")))

    lines, kills = random.Random(seed), 0  # noqa: S311
    while not deliver(rough, post(FolderTransport(tmp_path / "rough")), lines=lines.randrange(1, 400)):
        kills += 1
        assert record(rough)[0].frozen == len(readers)

    assert kills >= 8
    assert len(files(tmp_path / "rough")) == len(readers)
    assert files(tmp_path / "rough") == files(tmp_path / "calm")
    assert record(rough) == record(calm) == (Counts(accepted=len(readers)), record(calm)[1])


@pytest.mark.slow
def test_killed_at_any_line_it_ends_as_if_nothing_had_happened(
    readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    del readers[2:]
    prepared = frozen(tmp_path / "prepared.db", freeze)
    calm = Path(shutil.copy(prepared, tmp_path / "calm.db"))
    assert deliver(calm, post(FolderTransport(tmp_path / "calm")))

    line, ended = 0, False
    while not ended:
        line += 1
        home = tmp_path / str(line)
        home.mkdir()
        rough = Path(shutil.copy(prepared, home / "digest.db"))
        through_folder = post(FolderTransport(home / "outbox"))
        ended = deliver(rough, through_folder, lines=line)
        assert deliver(rough, through_folder)
        assert files(home / "outbox") == files(tmp_path / "calm"), line
        assert record(rough) == record(calm), line
        shutil.rmtree(home)
    assert line > 50


class Ledger:
    """A receiver that notes every message it takes and, unlike a folder, takes one twice.

    It kills its sender once at every sixth message, just before or just after taking it.
    """

    name = "ledger"

    def __init__(self, home: Path, point: str, memory: str) -> None:
        self._file, self._home, self._point, self._memory = home / "ledger", home, point, memory

    def taken(self) -> list[str]:
        return self._file.read_text().split() if self._file.exists() else []

    def kills(self) -> int:
        return len(list(self._home.glob("*.killed")))

    def send(self, envelope: Envelope) -> Accepted:
        due = len(self.taken()) % 6 == 5
        if due and self._point == "before":
            self._die_once(envelope)
        with self._file.open("a") as file:
            file.write(f"{envelope.message_id}\n")
        if due and self._point == "after":
            self._die_once(envelope)
        return Accepted(detail="taken")

    def _die_once(self, envelope: Envelope) -> None:
        mark = self._home / f"{envelope.message_id[1:20]}.killed"
        if not mark.exists():
            mark.touch()
            die()

    def lanes(self) -> tuple[Ledger]:
        return (self,)

    def outcome(self, message_id: str, sha256: str) -> Outcome:
        if self._memory == "none":
            return Unknowable()
        if self._memory == "false":
            return Unsent()
        return Accepted(detail="taken") if message_id in self.taken() else Unsent()

    def close(self) -> None: ...


def deliver_through_kills(database: Path, post: Post) -> None:
    attempts = 1
    while not deliver(database, post):
        attempts += 1
        assert attempts < 100


@pytest.mark.parametrize("point", ["before", "after"])
def test_a_receiver_that_remembers_gets_each_mail_exactly_once(
    point: str, readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    database, ledger = frozen(tmp_path / "digest.db", freeze), Ledger(tmp_path, point, "true")
    deliver_through_kills(database, post(ledger))

    assert ledger.kills() >= 7
    assert len(ledger.taken()) == len(set(ledger.taken())) == len(readers)
    assert record(database)[0] == Counts(accepted=len(readers))


@pytest.mark.parametrize("point", ["before", "after"])
@pytest.mark.slow
def test_where_nobody_knows_the_mail_is_held_and_the_reader_named(
    point: str, readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    database, ledger = frozen(tmp_path / "digest.db", freeze), Ledger(tmp_path, point, "none")
    deliver_through_kills(database, post(ledger))

    kills = ledger.kills()
    assert kills >= 1
    assert record(database)[0] == Counts(accepted=len(readers) - kills, uncertain=kills)
    assert set(Counter(ledger.taken()).values()) == {1}
    engine = db.open_engine(f"sqlite:///{database}")
    with db.reading(engine) as connection:
        not_accepted = set(
            connection.scalars(select(outbox.outbox.c.message_id).where(outbox.outbox.c.state == "uncertain"))
        )
    engine.dispose()
    assert len(not_accepted - set(ledger.taken())) == (kills if point == "before" else 0)


def test_these_tests_would_see_a_mail_sent_twice(
    readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    """A receiver whose word is false makes recovery what it is without claims: send it again."""
    database, ledger = frozen(tmp_path / "digest.db", freeze), Ledger(tmp_path, "after", "false")
    deliver_through_kills(database, post(ledger))

    twice = [message for message, number in Counter(ledger.taken()).items() if number == 2]
    assert len(twice) == ledger.kills() >= 1
    assert record(database)[0] == Counts(accepted=len(readers))
