"""Appends that are cut off: killed processes, lost answers, full and read-only and busy databases."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import text

from digest import db
from digest.errors import ConnectionLost, DatabaseBusy, DatabaseFull, DatabaseReadOnly
from digest.log import store
from digest.log.schema import log_head
from digest.log.store import EventLog
from tests.children import die, in_a_child
from tests.log.facts import AT, positions, url_of, vote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

BATCH = [vote(str(number)) for number in range(3_000)]


def child(url: str, work: Callable[[Engine, EventLog], None]) -> bool:
    """Run work on the database in a process of its own; False if it was killed."""

    def opened() -> None:
        engine = db.open_engine(url)
        work(engine, EventLog(engine, now=lambda: AT))
        engine.dispose()

    return in_a_child(opened)


def head_of(engine: Engine) -> int:
    with db.reading(engine) as connection:
        return store.head(connection).position


def test_killed_between_insert_and_commit_nothing_is_there_and_no_position_is_lost(engine, log):
    log.append([vote("a")])
    engine.dispose()

    def work(own: Engine, log: EventLog) -> None:
        with db.writing(own) as connection:
            log.append([vote("b"), vote("c")], connection=connection)
            die()

    assert not child(url_of(engine), work)
    assert positions(engine) == [1]
    assert log.append([vote("b"), vote("c")]).positions == (2, 3)


def test_killed_after_the_commit_a_retry_gets_the_first_positions_and_writes_nothing(engine, log):
    log.append([vote("a")])
    engine.dispose()

    def work(_own: Engine, log: EventLog) -> None:
        log.append([vote("b"), vote("c")])
        die()

    assert not child(url_of(engine), work)
    again = log.append([vote("b"), vote("c")])
    assert (again.positions, again.new) == ((2, 3), 0)
    assert positions(engine) == [1, 2, 3]


@pytest.mark.parametrize("seed", range(3))
def test_killed_in_the_middle_of_a_batch_all_of_it_is_there_or_nothing(seed, engine, log):
    log.append([vote("a")])
    engine.dispose()
    delay_s = random.Random(seed).uniform(0.0, 0.15)  # noqa: S311

    def work(own: Engine, log: EventLog) -> None:
        # The blow comes from the kernel's clock, wherever the append happens to be.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        threading.Thread(target=lambda: (time.sleep(delay_s), die()), daemon=True).start()
        log.append(BATCH)
        own.dispose()
        die()

    assert not child(url_of(engine), work)
    # PostgreSQL may still be at work on the statement of the dead; it ends before the lock is free.
    with db.writing(engine) as connection:
        connection.execute(log_head.select().with_for_update())
    assert head_of(engine) in {1, 1 + len(BATCH)}
    assert positions(engine) == list(range(1, head_of(engine) + 1))
    assert log.append(BATCH).positions == tuple(range(2, len(BATCH) + 2))


@pytest.mark.slow
def test_one_append_takes_a_hundred_thousand_events(engine, log):
    many = [vote(str(number)) for number in range(100_000)]

    assert log.append(many).positions == tuple(range(1, 100_001))
    assert log.append(many[:99_999:7]).new == 0
    assert head_of(engine) == 100_000


class LossyRelay:
    """Stands between a client and a PostgreSQL server and, once armed, breaks the line at a COMMIT.

    ``deliver`` says whether the server still gets that COMMIT; its answer never arrives. Later
    connections work.
    """

    def __init__(self, server: str, *, deliver: bool) -> None:
        self.server, self.deliver, self.armed, self.broken = server, deliver, False, 0
        self.sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self.sockets[0].getsockname()[1]
        self._start(self._accept)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.sockets[0].accept()
                upstream = socket.socket(socket.AF_UNIX)
                self.sockets += (client, upstream)
                upstream.connect(self.server)
                self._start(self._forth, client, upstream)
                self._start(self._back, client, upstream)

    def _forth(self, client: socket.socket, upstream: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65_536):
                if self.armed and b"COMMIT\0" in data:
                    self.armed = False
                    client.shutdown(socket.SHUT_RDWR)
                    if self.deliver:
                        upstream.sendall(data)
                    upstream.shutdown(socket.SHUT_WR)
                    self.broken += 1
                    return
                upstream.sendall(data)
            upstream.shutdown(socket.SHUT_WR)

    def _back(self, client: socket.socket, upstream: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := upstream.recv(65_536):
                client.sendall(data)

    def close(self) -> None:
        for each in self.sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def relay(new_postgres: Callable[[], str]) -> Iterator[Callable[..., tuple[Engine, EventLog, LossyRelay]]]:
    """A migrated database behind a relay that loses one COMMIT or its answer."""
    engines: list[Engine] = []
    relays: list[LossyRelay] = []

    def build(*, deliver: bool) -> tuple[Engine, EventLog, LossyRelay]:
        direct = db.open_engine(new_postgres())
        db.migrate(direct)
        parts = urlsplit(url_of(direct))
        folder = parse_qs(parts.query)["host"][0]
        between = LossyRelay(f"{folder}/.s.PGSQL.5432", deliver=deliver)
        database = parts.path.strip("/")
        through = f"postgresql+psycopg://digest@127.0.0.1:{between.port}/{database}?sslmode=disable"
        engine = db.open_engine(through + "&gssencmode=disable")
        engines.extend((direct, engine))
        relays.append(between)
        return direct, EventLog(engine, now=lambda: AT), between

    yield build
    for engine in engines:
        engine.dispose()
    for between in relays:
        between.close()


def test_a_commit_whose_answer_was_lost_is_found_by_its_ids(relay):
    direct, log, between = relay(deliver=True)
    log.append([vote("a")])
    between.armed = True

    answer = log.append([vote("b"), vote("c")])

    assert between.broken == 1
    assert (answer.positions, answer.new) == ((2, 3), 2)
    assert positions(direct) == [1, 2, 3]


def test_a_commit_that_never_arrived_is_said_to_be_lost_and_can_be_repeated(relay):
    direct, log, between = relay(deliver=False)
    log.append([vote("a")])
    between.armed = True

    with pytest.raises(ConnectionLost, match="run the command again"):
        log.append([vote("b"), vote("c")])

    assert between.broken == 1
    assert positions(direct) == [1]
    assert log.append([vote("b"), vote("c")]).positions == (2, 3)


def test_a_locked_log_is_waited_for_and_then_named(engine, log):
    impatient = db.open_engine(url_of(engine), busy_timeout_s=0.05)
    with db.writing(engine) as connection:
        store.lock_head(connection)
        with pytest.raises(DatabaseBusy, match="locked by another process"):
            EventLog(impatient, now=lambda: AT).append([vote("a")])
    impatient.dispose()

    assert positions(engine) == []
    assert log.append([vote("a")]).positions == (1,)


def test_a_full_disk_is_named_leaves_no_part_of_a_batch_and_the_next_append_works(engine, log):
    log.append([vote("a")])
    cramped = db.open_engine(url_of(engine))
    if engine.dialect.name == "sqlite":

        @sqlalchemy_event.listens_for(cramped, "connect")
        def limit(connection, _record):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    else:
        # The server's own words for a full disk (SQLSTATE 53100), when half of the batch is in.
        with engine.begin() as connection:
            connection.execute(
                text(
                    "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    " IF NEW.position = 1000 THEN RAISE EXCEPTION 'could not extend file'"
                    " USING ERRCODE = '53100'; END IF; RETURN NEW; END $$"
                )
            )
            connection.execute(
                text("CREATE TRIGGER no_room BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION no_room()")
            )

    with pytest.raises(DatabaseFull, match="nothing was written"):
        EventLog(cramped, now=lambda: AT).append(BATCH)
    cramped.dispose()

    assert positions(engine) == [1]
    assert log.append([vote("b")]).positions == (2,)


def test_a_database_that_may_only_be_read_is_named(engine, log):
    log.append([vote("a")])
    reader = db.open_engine(url_of(engine))

    @sqlalchemy_event.listens_for(reader, "connect")
    def only_read(connection, _record):
        if engine.dialect.name == "sqlite":
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("SET default_transaction_read_only = on")
            connection.commit()

    with pytest.raises(DatabaseReadOnly, match="nothing was written"):
        EventLog(reader, now=lambda: AT).append([vote("b")])
    reader.dispose()

    assert positions(engine) == [1]
    assert log.append([vote("b")]).positions == (2,)


def test_a_server_that_is_not_there_is_named():
    nobody = db.open_engine(f"postgresql+psycopg://digest@/x?host=/nowhere-{os.getpid()}")
    with pytest.raises(ConnectionLost, match="does not answer"):
        db.migrate(nobody)
