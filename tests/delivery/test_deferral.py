"""Recipients whom the server puts off: they wait, they are tried again, and once it is enough they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from digest import db
from digest.delivery import outbox, recipients
from digest.delivery.deferral import GIVE_UP_AFTER, MAX_ATTEMPTS, next_try
from digest.delivery.recipients import Counts, PutOff
from digest.delivery.send import drain
from digest.delivery.transport import Accepted, Envelope, Unknowable
from digest.errors import MessageDeferred, MessageUncertain, TransportUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from digest.delivery.send import Post

    Freeze = Callable[[Engine], None]
    Through = Callable[..., Post]

WEEK = "2026-W17"
START = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
BOB = "reader3@example.net"


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Server:
    """Raises what it is told to for an address; ``tried`` has everybody, in order."""

    name = "server"

    def __init__(self, **raises: type[Exception]) -> None:
        self.raises = {f"{local}@example.net": error for local, error in raises.items()}
        self.tried: list[str] = []
        self.closed = 0

    def send(self, envelope: Envelope) -> Accepted:
        self.tried.append(envelope.recipient)
        error = self.raises.get(envelope.recipient)
        if error is TransportUnavailable:
            raise TransportUnavailable("the server is closed")
        if error is not None:
            raise error(envelope.message_id, "451 4.7.1 greylisted")  # type: ignore[call-arg]
        return Accepted(detail="250 Ok")

    def lanes(self) -> tuple[Server]:
        return (self,)

    def outcome(self, message_id: str, sha256: str) -> Unknowable:
        return Unknowable()

    def close(self) -> None:
        self.closed += 1


def counts(engine: Engine) -> Counts:
    with db.reading(engine) as connection:
        return recipients.counts(connection, WEEK)


def put_off(engine: Engine) -> PutOff | None:
    with db.reading(engine) as connection:
        return recipients.put_off(connection, WEEK)


def test_whoever_is_put_off_waits_while_the_others_are_served_and_is_tried_again_when_due(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    server, clock = Server(reader3=MessageDeferred), Clock()
    ends = list(drain(engine, post(server, now=clock)))

    assert ends == ["accepted"] * (len(readers) - 1), "to be put off is no end"
    assert counts(engine) == Counts(accepted=len(readers) - 1, pending=1)
    assert put_off(engine) == PutOff(recipients=1, until=START + timedelta(minutes=5))
    assert server.tried.count(BOB) == 1
    assert server.closed == 1

    clock.now += timedelta(minutes=4, seconds=59)
    assert list(drain(engine, post(server, now=clock))) == []
    assert server.tried.count(BOB) == 1

    clock.now += timedelta(seconds=1)
    del server.raises[BOB]
    assert list(drain(engine, post(server, now=clock))) == ["accepted"]
    assert counts(engine) == Counts(accepted=len(readers))
    assert put_off(engine) is None
    with db.reading(engine) as connection:
        details = set(connection.scalars(select(outbox.outbox.c.detail)))
    assert details == {"250 Ok"}


def test_after_the_last_try_the_recipient_is_rejected_with_the_last_reply(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    server, clock = Server(reader3=MessageDeferred), Clock()
    list(drain(engine, post(server, now=clock)))
    ends: list[str] = []
    while (waits := put_off(engine)) is not None:
        assert clock.now < waits.until <= clock.now + timedelta(hours=4)
        clock.now = waits.until
        ends += drain(engine, post(server, now=clock))

    assert ends == ["rejected"]
    assert server.tried.count(BOB) <= MAX_ATTEMPTS
    assert clock.now - START <= GIVE_UP_AFTER
    assert counts(engine) == Counts(accepted=len(readers) - 1, rejected=1)
    with db.reading(engine) as connection:
        detail = connection.scalar(select(outbox.outbox.c.detail).where(outbox.outbox.c.state == "rejected"))
    assert detail == f"{server.tried.count(BOB)} tries, last: 451 4.7.1 greylisted"


def test_two_days_after_the_first_try_one_more_is_the_last(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    server, clock = Server(reader3=MessageDeferred), Clock()
    list(drain(engine, post(server, now=clock)))
    clock.now += GIVE_UP_AFTER
    assert list(drain(engine, post(server, now=clock))) == ["rejected"]
    assert server.tried.count(BOB) == 2


def test_waits_grow_from_five_minutes_to_four_hours() -> None:
    waits = [next_try(tries, START, START) for tries in range(1, MAX_ATTEMPTS + 1)]
    minutes = [None if due is None else (due - START) // timedelta(minutes=1) for due in waits]
    assert minutes == [5, 10, 20, 40, 80, 160, *[240] * 8, None]


def test_a_message_that_nobody_knows_of_is_uncertain_at_once_and_never_sent_again(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    server = Server(reader3=MessageUncertain)
    assert list(drain(engine, post(server))).count("uncertain") == 1
    assert list(drain(engine, post(server))) == []
    assert server.tried.count(BOB) == 1
    assert counts(engine) == Counts(accepted=len(readers) - 1, uncertain=1)


def test_a_server_that_serves_nobody_ends_the_run_and_costs_nobody_a_try(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    server = Server(reader3=TransportUnavailable)
    with pytest.raises(TransportUnavailable, match="the server is closed"):
        list(drain(engine, post(server)))
    found = counts(engine)
    assert (found.claimed, found.uncertain) == (0, 0)
    assert found.accepted + found.pending == len(readers)
    assert put_off(engine) is None
    assert server.closed == 1

    mended = Server()
    list(drain(engine, post(mended)))
    assert counts(engine) == Counts(accepted=len(readers))
    assert BOB in mended.tried


def test_a_suppressed_address_is_skipped_by_name_at_its_claim(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    server = Server()
    ends = list(drain(engine, post(server, is_suppressed=lambda _connection, address: address == BOB)))
    assert ends.count("skipped") == 1
    assert BOB not in server.tried
    with db.reading(engine) as connection:
        detail = connection.scalar(select(outbox.outbox.c.detail).where(outbox.outbox.c.state == "skipped"))
    assert detail == "suppressed"
