"""Several connections of one delivery: what they share, and what becomes of the others when one fails."""

from __future__ import annotations

from collections import Counter
from threading import Barrier
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import select

from digest import db
from digest.delivery import recipients
from digest.delivery.message import Body, compile_formats
from digest.delivery.outbox import outbox
from digest.delivery.recipients import Counts
from digest.delivery.relay import relay_from_url
from digest.delivery.send import SILENCES, drain
from digest.delivery.smtp import SmtpTransport
from digest.delivery.transport import Accepted, Envelope, Unknowable
from digest.errors import TransportUnavailable
from tests.delivery.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from digest.delivery.message import Letter
    from digest.delivery.send import Post

    Freeze = Callable[[Engine], None]
    Through = Callable[..., Post]

LANES = 4


def counts(engine: Engine) -> Counts:
    with db.reading(engine) as connection:
        return recipients.counts(connection, "2026-W17")


def by(server: MailServer, timeout_s: float = 5) -> SmtpTransport:
    url = f"smtp://127.0.0.1:{server.port}"
    relay = relay_from_url(url, plain_text=True, timeout_s=timeout_s, connections=LANES)
    return SmtpTransport(relay, "weekly@example.org")


class Together:
    """Takes a message only when as many are on their way at once as it has lanes."""

    name = "together"

    def __init__(self) -> None:
        self._barrier = Barrier(LANES)

    def send(self, envelope: Envelope) -> Accepted:
        self._barrier.wait(timeout=20)
        return Accepted(detail="taken")

    def lanes(self) -> tuple[Together, ...]:
        return (self,) * LANES

    def outcome(self, message_id: str, sha256: str) -> Unknowable:
        return Unknowable()

    def close(self) -> None: ...


def test_as_many_messages_are_on_their_way_at_once_as_there_are_lanes(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    assert len(readers) % LANES == 0
    assert list(drain(engine, post(Together()))) == ["accepted"] * len(readers)
    assert counts(engine) == Counts(accepted=len(readers))


def test_each_connection_serves_many_messages_and_nobody_is_mailed_twice(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    with MailServer() as server:
        assert Counter(drain(engine, post(by(server)))) == {"accepted": len(readers)}
    assert server.connections == LANES
    assert server.seen["QUIT"] == LANES
    assert len({taken.message_id for taken in server.taken}) == len(server.taken) == len(readers)


def test_what_arrives_has_the_hash_that_was_claimed(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through, letter: Letter
) -> None:
    freeze(engine)
    dots = Body(segments=(".\n.. one\n", ".\n"), slots=("unsubscribe",))
    templates = compile_formats(msgspec.structs.replace(letter, text=dots))
    with MailServer() as server:
        list(drain(engine, post(by(server), templates=templates)))
    with db.reading(engine) as connection:
        claimed = connection.scalars(select(outbox.c.sha256)).all()
    assert b"\r\n.\r\n.. one\r\n" in server.taken[0].data
    assert sorted(taken.sha256 for taken in server.taken) == sorted(claimed)


def test_a_connection_that_is_refused_leaves_its_work_to_the_others(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    with MailServer(faults={("greeting", 2): "421 4.7.0 too many connections"}) as server:
        assert Counter(drain(engine, post(by(server)))) == {"accepted": len(readers)}
    assert server.connections == LANES
    assert len({taken.message_id for taken in server.taken}) == len(server.taken) == len(readers)


def test_when_the_last_connection_is_lost_the_run_ends_and_what_was_sent_stays_settled(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    faults: dict[str | tuple[str, int], str] = {"MAIL": "530 5.7.0 authentication required"}
    faults |= {("MAIL", number): "250 Ok" for number in range(1, 11)}
    with MailServer(faults=faults) as server, pytest.raises(TransportUnavailable, match="lets nobody in"):
        list(drain(engine, post(by(server))))
    assert len(server.taken) == 10
    assert counts(engine) == Counts(accepted=10, pending=len(readers) - 10)


def test_a_server_that_answers_no_message_is_left_alone_after_a_few(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    with MailServer(faults={"dot": "drop"}) as server, pytest.raises(TransportUnavailable, match="in a row"):
        list(drain(engine, post(by(server))))
    found = counts(engine)
    assert SILENCES <= found.uncertain < SILENCES + LANES
    assert found == Counts(uncertain=found.uncertain, pending=len(readers) - found.uncertain)


def test_a_message_without_an_answer_now_and_then_does_not_end_the_run(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    lost = range(1, len(readers), 6)
    with MailServer(faults={("dot", number): "drop" for number in lost}) as server:
        ends = Counter(drain(engine, post(by(server))))
    assert ends == {"accepted": len(readers) - len(lost), "uncertain": len(lost)}


def test_whoever_stops_listening_leaves_no_message_on_its_way_unsettled(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    with MailServer() as server:
        delivery = drain(engine, post(by(server)))
        next(delivery)
        delivery.close()
    found = counts(engine)
    assert found.claimed == 0
    assert found == Counts(accepted=len(server.taken), pending=len(readers) - len(server.taken))
    assert LANES <= len(server.taken) < len(readers)
