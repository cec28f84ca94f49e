"""What every transport promises, asked of each: the folder, and SMTP with a server on loopback."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import pytest

from digest import db
from digest.delivery import recipients
from digest.delivery.folder import FolderTransport
from digest.delivery.recipients import Counts
from digest.delivery.relay import relay_from_url
from digest.delivery.send import drain
from digest.delivery.smtp import SmtpTransport
from digest.delivery.transport import Accepted, Envelope, Unsent
from tests.delivery.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from digest.delivery.send import Post
    from digest.delivery.transport import Transport

STEM = "abcdefghijklmnopqrstuvwxyz234567"
MAIL = Envelope(
    message_id=f"<{STEM}@example.org>",
    recipient="ada@example.net",
    data=f"Message-ID: <{STEM}@example.org>\r\n\r\n.dots\r\n..\r\n".encode(),
)
OTHER = Envelope(message_id=f"<{STEM[::-1]}@example.org>", recipient="bob@example.net", data=b"\r\nhello\r\n")


class Ways(Protocol):
    """A transport, and what has arrived by it."""

    transport: Transport

    def arrived(self) -> list[bytes]: ...


class Folder:
    def __init__(self, folder: Path) -> None:
        self.transport, self._folder = FolderTransport(folder), folder

    def arrived(self) -> list[bytes]:
        return [file.read_bytes() for file in self._folder.glob("*.eml")]


class Smtp:
    def __init__(self, server: MailServer) -> None:
        relay = relay_from_url(f"smtp://127.0.0.1:{server.port}", plain_text=True, timeout_s=5)
        self.transport, self._server = SmtpTransport(relay, "weekly@example.org"), server

    def arrived(self) -> list[bytes]:
        return [taken.data for taken in self._server.taken]


@pytest.fixture(params=["folder", "smtp"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ways]:
    if request.param == "folder":
        yield Folder(tmp_path / "outbox")
        return
    with MailServer() as server:
        found = Smtp(server)
        yield found
        found.transport.close()


def test_a_mail_arrives_with_its_bytes_and_the_evidence_names_nobody(way: Ways) -> None:
    accepted = way.transport.send(MAIL)
    assert way.arrived() == [MAIL.data]
    assert accepted.detail
    assert "ada" not in accepted.detail


def test_mails_go_one_after_the_other_whether_closed_between_or_not(way: Ways) -> None:
    way.transport.send(MAIL)
    way.transport.close()
    way.transport.send(OTHER)
    way.transport.close()
    way.transport.close()
    assert sorted(way.arrived()) == sorted([MAIL.data, OTHER.data])


def test_it_never_says_that_a_mail_which_arrived_is_unsent_nor_the_contrary(way: Ways) -> None:
    way.transport.send(MAIL)
    sent, unsent = (hashlib.sha256(mail.data).hexdigest() for mail in (MAIL, OTHER))
    assert not isinstance(way.transport.outcome(MAIL.message_id, sent), Unsent)
    assert not isinstance(way.transport.outcome(OTHER.message_id, unsent), Accepted)


def test_taking_back_what_was_never_sent_is_no_error_and_counts_nothing(way: Ways) -> None:
    assert way.transport.forget([MAIL.message_id]) == 0


def test_a_delivery_mails_everybody_once_and_a_second_run_sends_nothing(
    engine: Engine,
    readers: list[str],
    freeze: Callable[[Engine], None],
    post: Callable[..., Post],
    way: Ways,
) -> None:
    freeze(engine)
    assert Counter(drain(engine, post(way.transport))) == {"accepted": len(readers)}
    assert list(drain(engine, post(way.transport))) == []
    with db.reading(engine) as connection:
        assert recipients.counts(connection, "2026-W17") == Counts(accepted=len(readers))
    assert len(set(way.arrived())) == len(way.arrived()) == len(readers)
