"""Deliver by SMTP (RFC 5321) to one server, over connections that stay open between messages."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from digest.delivery.dots import doubled
from digest.delivery.opening import Opening
from digest.delivery.reply import family, shown, status
from digest.delivery.transport import Accepted, Unknowable
from digest.errors import (
    DigestError,
    MessageDeferred,
    MessageRejected,
    MessageUncertain,
    TransportUnavailable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.delivery.relay import Relay
    from digest.delivery.reply import Reply
    from digest.delivery.transport import Envelope
    from digest.errors import Step

_SERVICE_CLOSING = 421
#: Authentication or encryption is missing (RFC 4954, section 6; RFC 3207, section 4): about us.
_NOT_LET_IN = 530


class SmtpTransport:
    """Hands mails over to a relay by one connection; ``sender`` is the envelope's, an ASCII address.

    The message goes once every command before it was taken, and its final dot by itself: before that dot
    the server cannot have accepted the message, and after it only the server's answer says whether it did.
    """

    name = "smtp"

    def __init__(self, relay: Relay, sender: str) -> None:
        self._relay, self._sender = relay, sender
        self._smtp: smtplib.SMTP | None = None
        self._between = False

    def send(self, envelope: Envelope) -> Accepted:
        """Hand over one message; what the server answers decides, as the transport states it."""
        smtp, opening = self._begin(envelope)
        try:
            refused = opening.refusal()
            if refused is None:
                smtp.send(_lines(envelope))
        except OSError as error:
            raise self._lost(envelope, error) from error
        if refused is not None:
            step, reply = refused
            self._clear(reply, opening)
            raise self._refusal(step, reply, envelope)
        reply = self._finish(smtp, envelope)
        if family(reply) != 2:
            self._clear(reply)
            raise self._refusal("message", reply, envelope)
        return Accepted(detail=shown(reply, envelope.recipient))

    def lanes(self) -> tuple[SmtpTransport, ...]:
        """As many connections as the relay may be asked for."""
        others = (SmtpTransport(self._relay, self._sender) for _ in range(self._relay.connections - 1))
        return (self, *others)

    def outcome(self, message_id: str, sha256: str) -> Unknowable:  # noqa: ARG002
        """No server can be asked."""
        return Unknowable()

    def forget(self, message_ids: Iterable[str]) -> int:  # noqa: ARG002
        """Nothing stays on this side that could be taken back."""
        return 0

    def close(self) -> None:
        """Say QUIT between messages; within one, or to a server that has gone, there is nothing to say."""
        if self._smtp is not None and self._between:
            with suppress(OSError):
                self._smtp.quit()
        self._drop()

    def _begin(self, envelope: Envelope) -> tuple[smtplib.SMTP, Opening]:
        """A connection, MAIL asked on it; one that was closed while it idled is opened anew."""
        kept, self._between = self._smtp, False
        if kept is not None:
            with suppress(OSError):
                opening = self._opening(kept, envelope)
                if opening.mail[0] != _SERVICE_CLOSING:
                    return kept, opening
            self._drop()
        smtp = self._smtp = self._connect()
        try:
            return smtp, self._opening(smtp, envelope)
        except OSError as error:
            raise self._lost(envelope, error) from error

    def _opening(self, smtp: smtplib.SMTP, envelope: Envelope) -> Opening:
        pipelining = smtp.has_extn("pipelining")
        return Opening(smtp.send, smtp.getreply, self._sender, envelope.recipient, pipelining=pipelining)

    def _finish(self, smtp: smtplib.SMTP, envelope: Envelope) -> Reply:
        """Send the dot; its answer may take ten times as long as any other (section 4.5.3.2.6)."""
        try:
            _socket_of(smtp).settimeout(10 * self._relay.timeout_s)
            smtp.send(b".\r\n")
            reply = smtp.getreply()
            _socket_of(smtp).settimeout(self._relay.timeout_s)
            self._between = True
        except OSError as error:
            self._drop()
            raise MessageUncertain(envelope.message_id, f"no answer to the message: {_why(error)}") from error
        if family(reply) not in {2, 4, 5}:
            self._drop()
            raise MessageUncertain(
                envelope.message_id, f"answer to the message: {shown(reply, envelope.recipient)}"
            )
        return reply

    def _refusal(self, step: Step, reply: Reply, envelope: Envelope) -> DigestError:
        """What a no makes of the message.

        MAIL names no reader: who is refused there is the sender, and all readers with it.
        """
        reason = f"{step}: {shown(reply, envelope.recipient)}"
        if reply[0] == _NOT_LET_IN:
            return TransportUnavailable(
                f"the mail server {self._name} lets nobody in without {reason}."
                " Give it user and password, and TLS, in the URL of smtp"
            )
        if family(reply) == 5 and step == "MAIL":
            return TransportUnavailable(
                f"the mail server {self._name} takes nothing from {self._sender}: {reason}."
                " Mend sender.address, or the server's rules; then run: digest send"
            )
        if family(reply) == 5:
            return MessageRejected(envelope.message_id, reason, step=step, status=status(reply))
        return MessageDeferred(envelope.message_id, reason, step=step, status=status(reply))

    def _connect(self) -> smtplib.SMTP:
        relay = self._relay
        own_name = self._sender.rpartition("@")[2]
        try:
            # Reading the system's authorities takes longer than all the rest, and plain text needs none.
            context = None if relay.security == "plain" else ssl.create_default_context(cafile=relay.ca_file)
        except OSError as error:
            raise TransportUnavailable(
                f"the CA file {relay.ca_file} cannot be read ({_why(error)}); mend smtp.ca_file"
            ) from error
        try:
            smtp = (
                smtplib.SMTP_SSL(relay.host, relay.port, own_name, timeout=relay.timeout_s, context=context)
                if relay.security == "tls"
                else smtplib.SMTP(relay.host, relay.port, own_name, timeout=relay.timeout_s)
            )
        except OSError as error:
            raise self._unavailable(error) from error
        try:
            # The final dot is a small packet behind others; it shall not wait for their receipt.
            _socket_of(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._greet(smtp, context)
        except OSError as error:
            smtp.close()
            raise self._unavailable(error) from error
        return smtp

    def _greet(self, smtp: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
        relay = self._relay
        smtp.ehlo_or_helo_if_needed()
        if relay.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if relay.user is not None and relay.password is not None:
            smtp.login(relay.user, relay.password)

    def _unavailable(self, error: OSError) -> TransportUnavailable:
        """What is wrong with the server, or with what it is told of us; never with a reader."""
        match error:
            case smtplib.SMTPAuthenticationError():
                # The server's words may repeat what it was given.
                why = f"refuses the user or the password ({error.smtp_code}); mend the URL of smtp"
            case smtplib.SMTPNotSupportedError() if "STARTTLS" in str(error):
                why = (
                    "offers no STARTTLS, and mail does not go there in plain text."
                    " If it has TLS from the start, use smtps://"
                )
            case ssl.SSLCertVerificationError():
                why = (
                    f"has a certificate that does not hold ({error.verify_message})."
                    " Mend its name in the URL of smtp, or name its authority in smtp.ca_file"
                )
            case _:
                why = f"cannot be used now: {_why(error)}. Once it can, run: digest send"
        return TransportUnavailable(f"the mail server {self._name} {why}")

    def _lost(self, envelope: Envelope, error: OSError) -> MessageDeferred:
        self._drop()
        return MessageDeferred(envelope.message_id, f"before the end of the message: {_why(error)}")

    @property
    def _name(self) -> str:
        return f"{self._relay.host}:{self._relay.port}"

    def _clear(self, reply: Reply, opening: Opening | None = None) -> None:
        """After a refusal, let the connection be ready for another message, or hang up."""
        self._between = False
        with suppress(OSError):
            goes_on = reply[0] != _SERVICE_CLOSING and (opening is None or opening.give_up())
            self._between = goes_on and self._smtp is not None and self._smtp.rset()[0] == 250
        if not self._between:
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _socket_of(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    return smtp.sock


def _lines(envelope: Envelope) -> bytes:
    """The message as DATA wants it, but for the final dot (section 4.5.2)."""
    lines = doubled(envelope.data) if envelope.doubled is None else envelope.doubled
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _why(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return shown((error.smtp_code, text if isinstance(text, bytes) else text.encode()))
    return error.strerror or str(error) or type(error).__name__
