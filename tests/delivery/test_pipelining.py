"""MAIL, RCPT and DATA in one packet (RFC 2920): what it must not change, and what a server may make of it."""

from __future__ import annotations

import socket
import threading
from itertools import product
from typing import TYPE_CHECKING

import pytest

from digest.delivery.relay import relay_from_url
from digest.delivery.smtp import SmtpTransport
from digest.delivery.transport import Accepted, Envelope
from digest.errors import MessageDeferred, MessageRejected, TransportUnavailable
from tests.delivery.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

ADA = Envelope(message_id="<a@example.org>", recipient="ada@example.net", data=b"Subject: one\r\n\r\n.\r\n")
BOB = Envelope(message_id="<b@example.org>", recipient="bob@example.net", data=b"Subject: two\r\n\r\nend\r\n")
REFUSALS = (MessageDeferred, MessageRejected, TransportUnavailable)
LATER, NEVER = "451 4.7.1 greylisted", "550 5.7.1 not here"


def transport(port: int) -> SmtpTransport:
    relay = relay_from_url(f"smtp://127.0.0.1:{port}", plain_text=True, timeout_s=5)
    return SmtpTransport(relay, "weekly@example.org")


def refused(server: MailServer) -> pytest.ExceptionInfo[Exception]:
    """What became of Ada's message, after which Bob's is taken, and nothing else ever was."""
    through = transport(server.port)
    with pytest.raises(REFUSALS) as found:
        through.send(ADA)
    assert server.taken == []
    server.faults.clear()
    assert through.send(BOB)
    through.close()
    assert [(taken.recipient, taken.data) for taken in server.taken] == [(BOB.recipient, BOB.data)]
    return found


@pytest.fixture
def patient() -> Iterator[tuple[int, list[bytes]]]:
    """A server that answers once it has all of what may come at once, and answers that in one packet."""
    heard: list[bytes] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"220 ready\r\n")
            connection.recv(1_000)
            connection.sendall(b"250-mail.example.net\r\n250 PIPELINING\r\n")
            for end, answer in (
                (b"DATA\r\n", b"250 2.1.0 Ok\r\n250-2.1.5 Ok\r\n250 2.1.5 Ok\r\n354 go on\r\n"),
                (b"\r\n.\r\n", b"250 2.0.0 queued\r\n"),
                (b"QUIT\r\n", b"221 bye\r\n"),
            ):
                said = b""
                while not said.upper().endswith(end):
                    said += connection.recv(1_000)
                heard.append(said)
                connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join()


def test_a_server_that_takes_them_so_gets_the_three_commands_at_once(
    patient: tuple[int, list[bytes]],
) -> None:
    port, heard = patient
    through = transport(port)
    assert through.send(ADA) == Accepted(detail="250 2.0.0 queued")
    through.close()
    assert heard[0] == b"MAIL FROM:<weekly@example.org>\r\nRCPT TO:<ada@example.net>\r\nDATA\r\n"
    assert heard[1] == b"Subject: one\r\n\r\n..\r\n.\r\n"


def test_a_server_that_does_not_say_so_gets_each_command_after_the_reply_to_the_one_before() -> None:
    with MailServer(one_by_one=True) as server:
        through = transport(server.port)
        for _ in range(3):
            through.send(ADA)
        through.close()
    assert (server.connections, len(server.taken)) == (1, 3)
    assert server.commands == ["EHLO", *["MAIL", "RCPT", "DATA"] * 3, "QUIT"]


def test_a_server_that_does_not_say_so_is_asked_no_more_about_a_message_it_refused() -> None:
    with MailServer(faults={("MAIL", 1): LATER}, one_by_one=True) as server:
        refused(server)
    assert server.commands == ["EHLO", "MAIL", "RSET", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.parametrize("one_by_one", [False, True])
def test_replies_of_many_lines_may_come_by_the_byte(one_by_one: bool) -> None:
    said = {
        step: f"{code}-2.0.0 one\r\n{code}-2.0.0 two\r\n{code} 2.0.0 three" for step, code in CODES.items()
    }
    with MailServer(faults={**said}, one_by_one=one_by_one, by_the_byte=True) as server:
        through = transport(server.port)
        assert through.send(ADA) == Accepted(detail="250 2.0.0 one 2.0.0 two 2.0.0 three")
        server.faults["RCPT"] = "550-5.1.1 no\r\n550 5.1.1 such reader"
        with pytest.raises(MessageRejected, match=r"RCPT: 550 5\.1\.1 no 5\.1\.1 such reader"):
            through.send(BOB)
        through.close()
    assert (server.connections, len(server.taken)) == (1, 1)


CODES = {"MAIL": 250, "RCPT": 250, "DATA": 354, "dot": 250}


@pytest.mark.parametrize(
    "answers", list(product(("", LATER, NEVER, "421 4.3.2 closing", "drop", "what"), repeat=3))[1:]
)
def test_no_answers_make_another_end_of_a_message_than_one_by_one(answers: tuple[str, str, str]) -> None:
    ends = []
    for one_by_one in (False, True):
        told = dict(zip(("MAIL", "RCPT", "DATA"), answers, strict=True))
        with MailServer(
            faults={(step, 1): reply for step, reply in told.items() if reply}, one_by_one=one_by_one
        ) as server:
            error = refused(server).value
        ends.append((type(error), getattr(error, "step", None), getattr(error, "status", None)))
    assert ends[0] == ends[1]


@pytest.mark.parametrize(("reply", "end"), [(LATER, MessageDeferred), (NEVER, MessageRejected)])
def test_a_message_without_a_recipient_that_the_server_asks_for_all_the_same_is_a_lone_dot(
    reply: str, end: type[Exception]
) -> None:
    with MailServer(faults={("RCPT", 1): reply, ("DATA", 1): "354 go on"}) as server:
        error = refused(server).value
    assert isinstance(error, end)
    assert server.seen["dot without recipient"] == 1
    assert server.connections == 1


def test_a_server_that_refuses_the_sender_and_takes_the_reader_gets_no_dot_to_deliver() -> None:
    with MailServer(faults={("MAIL", 1): LATER, ("RCPT", 1): "250 Ok", ("DATA", 1): "354 go on"}) as server:
        error = refused(server).value
    assert isinstance(error, MessageDeferred)
    assert error.step == "MAIL"
    assert server.connections == 2
    assert server.seen["body"] == 1, "of Bob's message; not a word went where a message was waited for"


def test_a_refused_reader_costs_the_others_no_connection() -> None:
    with MailServer(refused={ADA.recipient: NEVER}) as server:
        through = transport(server.port)
        for _ in range(3):
            with pytest.raises(MessageRejected):
                through.send(ADA)
            through.send(BOB)
        through.close()
    assert (server.connections, len(server.taken)) == (1, 3)


@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_kept_connection_that_is_lost_once_the_sender_was_taken_puts_the_message_off(
    step: str, one_by_one: bool
) -> None:
    with MailServer(faults={(step, 2): "drop"}, one_by_one=one_by_one) as server:
        through = transport(server.port)
        through.send(BOB)
        with pytest.raises(MessageDeferred, match="before the end of the message"):
            through.send(ADA)
        assert server.connections == 1
        through.send(BOB)
        through.close()
    assert [taken.recipient for taken in server.taken] == [BOB.recipient] * 2


def test_a_connection_that_is_lost_behind_the_three_replies_puts_the_message_off() -> None:
    with MailServer(faults={("body", 1): "drop"}) as server:
        through = transport(server.port)
        long = Envelope(message_id="<c@b>", recipient="ada@example.net", data=b"line\r\n" * 2_000_000)
        with pytest.raises(MessageDeferred, match="before the end of the message"):
            through.send(long)
        assert server.taken == []
        through.send(BOB)
        through.close()
    assert [taken.recipient for taken in server.taken] == [BOB.recipient]


@pytest.mark.parametrize(
    "recipient",
    ["ada@example.net>\r\nRCPT TO:<eve@example.net", "ada@example.net\n", "<ada@example.net>", "ada", ""],
)
def test_an_address_that_carries_a_command_reaches_no_server(recipient: str) -> None:
    with MailServer() as server:
        through = transport(server.port)
        with pytest.raises(ValueError, match="not an address that a command can carry"):
            through.send(Envelope(message_id="<a@example.org>", recipient=recipient, data=ADA.data))
        assert through.send(BOB)
        through.close()
    assert [taken.recipient for taken in server.taken] == [BOB.recipient]
