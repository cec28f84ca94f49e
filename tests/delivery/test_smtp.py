"""SMTP against a real server on loopback: what each of its answers, and its silence, makes of a message."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from digest.delivery.relay import relay_from_url
from digest.delivery.smtp import SmtpTransport
from digest.delivery.transport import Accepted, Envelope, Unknowable
from digest.errors import MessageDeferred, MessageRejected, MessageUncertain, TransportUnavailable
from tests.delivery.mail_server import MailServer

if TYPE_CHECKING:
    from tests.delivery.conftest import Certificates

DATA = b"Message-ID: <a@example.org>\r\nTo: ada@example.net\r\n\r\n.\r\n..two\r\nend\r\n"
MAIL = Envelope(message_id="<a@example.org>", recipient="ada@example.net", data=DATA)
PASSWORD = "pa:ss@w0rd"
QUOTED = "pa%3Ass%40w0rd"


def transport(server: MailServer, scheme: str = "smtp", login: str = "", **options: Any) -> SmtpTransport:
    given = {"plain_text": scheme == "smtp", "timeout_s": 5.0, **options}
    relay = relay_from_url(f"{scheme}://{login}127.0.0.1:{server.port}", **given)
    return SmtpTransport(relay, "weekly@example.org")


def test_a_message_arrives_with_its_bytes_and_the_reply_is_the_evidence() -> None:
    with MailServer() as server:
        through = transport(server)
        assert through.send(MAIL) == Accepted(detail="250 2.0.0 Ok: queued as 000001")
        through.close()
    assert [(taken.recipient, taken.data) for taken in server.taken] == [("ada@example.net", DATA)]
    assert server.commands[-1] == "QUIT"


def test_a_message_whose_last_line_has_no_end_gets_one() -> None:
    with MailServer() as server:
        through = transport(server, timeout_s=0.5)
        through.send(msgspec.structs.replace(MAIL, data=DATA.removesuffix(b"\r\n")))
        through.close()
    assert [taken.data for taken in server.taken] == [DATA]


def test_dots_that_were_doubled_beforehand_are_not_doubled_again() -> None:
    with MailServer() as server:
        through = transport(server)
        through.send(msgspec.structs.replace(MAIL, doubled=DATA.replace(b"\n.", b"\n..")))
        through.close()
    assert [taken.data for taken in server.taken] == [DATA]


def test_one_connection_serves_many_messages_and_another_one_follows_a_close() -> None:
    with MailServer() as server:
        through = transport(server)
        for _ in range(3):
            through.send(MAIL)
        assert server.connections == 1
        through.close()
        through.send(MAIL)
        through.close()
        through.close()
    assert (server.connections, len(server.taken)) == (2, 4)


def test_a_connection_that_was_cut_while_it_idled_is_opened_anew_and_nothing_is_sent_twice() -> None:
    with MailServer() as server:
        through = transport(server)
        through.send(MAIL)
        server.hang_up()
        through.send(MAIL)
        server.faults["MAIL", 3] = "421 4.4.2 idle for too long"
        through.send(MAIL)
        through.close()
    assert (server.connections, len(server.taken)) == (3, 3)


def test_a_sender_that_stops_within_a_message_does_not_wait_for_the_server() -> None:
    with MailServer() as server:
        through = transport(server)
        through._begin(MAIL)
        through.close()
        assert through.send(MAIL)
        through.close()
    assert server.commands.count("QUIT") == 1


@pytest.mark.parametrize("step", ["RCPT", "DATA", "dot"])
def test_a_5xx_rejects_this_message_and_the_next_goes_over_the_same_connection(step: str) -> None:
    with MailServer(faults={(step, 1): "550 5.1.1 no such reader"}) as server:
        through = transport(server)
        with pytest.raises(MessageRejected) as refused:
            through.send(MAIL)
        assert "550 5.1.1 no such reader" in refused.value.reason
        through.send(MAIL)
        through.close()
    assert (server.connections, len(server.taken)) == (1, 1)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "dot"])
def test_a_4xx_puts_this_message_off_and_the_next_goes_over_the_same_connection(step: str) -> None:
    with MailServer(faults={(step, 1): "451 4.7.1 greylisted"}) as server:
        through = transport(server)
        with pytest.raises(MessageDeferred, match=r"451 4\.7\.1 greylisted"):
            through.send(MAIL)
        through.send(MAIL)
        through.close()
    assert (server.connections, len(server.taken)) == (1, 1)


@pytest.mark.parametrize("step", ["RCPT", "DATA", "dot"])
def test_a_server_that_closes_its_service_puts_the_message_off(step: str) -> None:
    with MailServer(faults={(step, 1): "421 4.3.2 closing"}) as server:
        through = transport(server)
        with pytest.raises(MessageDeferred, match="421"):
            through.send(MAIL)
        through.send(MAIL)
        through.close()
    assert (server.connections, len(server.taken)) == (2, 1)


@pytest.mark.parametrize("how", ["drop", "stall"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "body"])
def test_a_connection_lost_before_the_dot_puts_the_message_off(step: str, how: str) -> None:
    # More than the sockets hold, so that a server that stops reading is noticed before the dot.
    long = Envelope(
        message_id="<a@b>", recipient="ada@example.net", data=b"x" * 70 + b"\r\n" + DATA * 250_000
    )
    with MailServer(faults={(step, 1): how}) as server:
        # Only a stall is waited out; a busy machine may need this long to greet.
        through = transport(server, timeout_s=2 if how == "stall" else 30)
        with pytest.raises(MessageDeferred, match="before the end of the message"):
            through.send(long)
        assert server.taken == []
        assert through.send(MAIL)
        through.close()


@pytest.mark.parametrize("how", ["drop", "stall", "999 what", "354 go on", "nonsense"])
def test_a_message_without_an_answer_after_its_dot_is_uncertain_at_once(how: str) -> None:
    with MailServer(faults={("dot", 1): how}) as server:
        # A stall is waited out ten times as long.
        through = transport(server, timeout_s=0.3 if how == "stall" else 30)
        with pytest.raises(MessageUncertain):
            through.send(MAIL)
        through.close()
        assert transport(server).outcome(MAIL.message_id, "0" * 64) == Unknowable()


def test_the_answer_to_the_whole_message_may_take_ten_times_as_long() -> None:
    with MailServer(faults={"dot": "late"}) as server:
        through = transport(server, timeout_s=0.3)
        through.send(MAIL)
        through.close()
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("step", "reply"),
    [
        ("greeting", "554 5.7.1 you are on a list"),
        ("greeting", "421 4.7.0 too many connections"),
        ("greeting", "drop"),
        ("greeting", "stall"),
        ("EHLO", "drop"),
        ("MAIL", "530 5.7.0 authentication required"),
        ("MAIL", "553 5.7.1 sender not owned by user"),
    ],
)
def test_a_server_that_serves_nobody_is_no_readers_fault(step: str, reply: str) -> None:
    with MailServer(faults={step: reply}) as server:
        through = transport(server, timeout_s=0.3)
        with pytest.raises(TransportUnavailable, match=f"127.0.0.1:{server.port}"):
            through.send(MAIL)
        through.close()


def test_a_server_that_is_not_there_is_no_readers_fault() -> None:
    with MailServer() as server:
        through = transport(server)
    with pytest.raises(TransportUnavailable, match="refused"):
        through.send(MAIL)


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_mail_goes_encrypted_and_authenticated(scheme: str, certificates: Certificates) -> None:
    user = ("weekly", PASSWORD)
    context = certificates.server_context()
    with MailServer(tls=context, tls_from_start=scheme == "smtps", user=user) as server:
        through = transport(server, scheme, f"weekly:{QUOTED}@", ca_file=certificates.authority)
        through.send(MAIL)
        through.send(MAIL)
        through.close()
    assert [taken.data for taken in server.taken] == [DATA, DATA]
    assert server.seen["AUTH"] == 1
    assert server.seen["STARTTLS"] == (scheme == "smtp+starttls")


@pytest.mark.parametrize("fault", [{}, {"STARTTLS": "454 4.7.0 TLS not available"}])
def test_where_starttls_is_stripped_nothing_goes_in_plain_text(
    fault: dict[str | tuple[str, int], str], certificates: Certificates
) -> None:
    context = certificates.server_context()
    with MailServer(faults=fault, tls=context, offers_starttls=bool(fault), user=("w", "p")) as server:
        through = transport(server, "smtp+starttls", "w:p@", ca_file=certificates.authority)
        with pytest.raises(TransportUnavailable, match="TLS"):
            through.send(MAIL)
    assert not {"AUTH", "MAIL"} & set(server.commands)


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_of_nobody_we_know_is_refused(scheme: str, certificates: Certificates) -> None:
    context = certificates.server_context()
    with MailServer(tls=context, tls_from_start=scheme == "smtps") as server:
        through = transport(server, scheme)
        with pytest.raises(TransportUnavailable, match=r"certificate.*smtp\.ca_file"):
            through.send(MAIL)
    assert "MAIL" not in server.commands


def test_a_refused_password_is_shown_nowhere(certificates: Certificates) -> None:
    context = certificates.server_context()
    with MailServer(tls=context, user=("weekly", "another")) as server:
        through = transport(server, "smtp+starttls", f"weekly:{QUOTED}@", ca_file=certificates.authority)
        with pytest.raises(TransportUnavailable, match=r"user or the password \(535\)") as refused:
            through.send(MAIL)
    assert "MAIL" not in server.commands
    assert PASSWORD not in str(refused.value) + repr(through._relay) + repr(through)
    assert PASSWORD not in traceback.format_exception(refused.value)[-1]


def test_a_reply_that_names_the_reader_is_kept_without_the_address() -> None:
    said = "550-5.1.1 <Ada@Example.net>: user ada unknown;\r\n550 5.1.1 try ada.l@other.example"
    with MailServer(faults={"RCPT": said}) as server:
        through = transport(server)
        with pytest.raises(MessageRejected) as refused:
            through.send(MAIL)
        through.close()
    assert refused.value.reason == (
        "RCPT: 550 5.1.1 <(address)>: user (address) unknown; 5.1.1 try (address)"
    )


def test_a_reply_that_names_no_more_than_the_readers_mailbox_is_kept_without_it() -> None:
    with MailServer(faults={"RCPT": "550 5.1.1 user ADA unknown"}) as server:
        through = transport(server)
        with pytest.raises(MessageRejected) as refused:
            through.send(MAIL)
        through.close()
    assert refused.value.reason == "RCPT: 550 5.1.1 user (address) unknown"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("smtp://mail.example.net", "plain_text = true"),
        ("http://mail.example.net", "smtp+starttls://"),
        ("smtps://", "smtp+starttls://"),
        ("smtps://u:secret@host:port", "smtp+starttls://"),
        ("smtps://u:secret@.example", "smtp+starttls://"),
        ("smtps://u:secret@host/path", "smtp+starttls://"),
        ("smtps://secret@host", "a user and a password"),
        ("smtps://u:secr%C3%A9t@host", "in ASCII"),
    ],
)
def test_a_url_that_cannot_be_meant_is_refused_without_being_shown(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=r".*") as refused:
        relay_from_url(url)
    assert says in str(refused.value)
    assert "secr" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("smtp+starttls://u:p@mail.example.net", "mail.example.net", 587),
        ("smtps://[::1]/", "::1", 465),
        ("smtps://mail:26", "mail", 26),
    ],
)
def test_a_url_without_a_port_means_the_usual_one(url: str, host: str, port: int) -> None:
    relay = relay_from_url(url)
    assert (relay.host, relay.port) == (host, port)
