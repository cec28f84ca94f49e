from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from digest.delivery.folder import FolderTransport
from digest.delivery.transport import Accepted, Envelope, Unsent
from digest.errors import MessageRejected

if TYPE_CHECKING:
    from pathlib import Path

STEM = "abcdefghijklmnopqrstuvwxyz234567"
ID = f"<{STEM}@example.org>"
MAIL = Envelope(message_id=ID, recipient="ada@example.net", data=b"To: ada@example.net\r\n\r\nhello\r\n")
OTHER = Envelope(message_id=ID, recipient="ada@example.net", data=b"another\r\n")


def sha256(envelope: Envelope) -> str:
    return hashlib.sha256(envelope.data).hexdigest()


def test_a_mail_becomes_one_file_with_its_bytes_and_a_name_without_the_address(tmp_path: Path) -> None:
    accepted = FolderTransport(tmp_path / "new" / "outbox").send(MAIL)

    assert accepted == Accepted(detail=f"{STEM}.eml")
    assert [file.name for file in (tmp_path / "new" / "outbox").iterdir()] == [f"{STEM}.eml"]
    assert (tmp_path / "new" / "outbox" / f"{STEM}.eml").read_bytes() == MAIL.data


def test_the_same_mail_again_is_accepted_and_not_written_again(tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path)
    folder.send(MAIL)
    written = (tmp_path / f"{STEM}.eml").stat()

    assert folder.send(MAIL) == Accepted(detail=f"{STEM}.eml")
    again = (tmp_path / f"{STEM}.eml").stat()
    assert (again.st_ino, again.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


def test_another_mail_under_the_same_name_is_rejected_and_the_first_left_alone(tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path)
    folder.send(OTHER)

    with pytest.raises(MessageRejected, match="other bytes"):
        folder.send(MAIL)
    assert (tmp_path / f"{STEM}.eml").read_bytes() == OTHER.data
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_proves_that_a_mail_was_sent(tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path)
    assert folder.outcome(ID, sha256(MAIL)) == Unsent()
    folder.send(MAIL)
    assert folder.outcome(ID, sha256(MAIL)) == Accepted(detail=f"{STEM}.eml")


def test_a_file_with_other_bytes_proves_nothing(tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path)
    folder.send(OTHER)
    assert folder.outcome(ID, sha256(MAIL)) == Unsent()


def test_what_a_dead_writer_left_half_written_is_no_mail_and_is_cleared(tmp_path: Path) -> None:
    (tmp_path / f".{STEM}.part").write_bytes(MAIL.data[:7])
    assert FolderTransport(tmp_path).outcome(ID, sha256(MAIL)) == Unsent()
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_died_after_the_link_has_sent_the_mail(tmp_path: Path) -> None:
    (tmp_path / f".{STEM}.part").write_bytes(MAIL.data)
    os.link(tmp_path / f".{STEM}.part", tmp_path / f"{STEM}.eml")
    assert FolderTransport(tmp_path).outcome(ID, sha256(MAIL)) == Accepted(detail=f"{STEM}.eml")
    assert [file.name for file in tmp_path.iterdir()] == [f"{STEM}.eml"]


@pytest.mark.parametrize("message_id", ["<../../etc/passwd@x>", "", "<a@x>", "abcdefghijklmnopqrst"])
def test_a_message_id_that_is_no_file_name_is_refused(tmp_path: Path, message_id: str) -> None:
    with pytest.raises(ValueError, match="no file name"):
        FolderTransport(tmp_path).outcome(message_id, "")


def test_mails_that_are_taken_back_are_gone_with_what_was_half_written_and_others_stay(
    tmp_path: Path,
) -> None:
    folder = FolderTransport(tmp_path)
    folder.send(MAIL)
    other = Envelope(message_id=f"<{STEM[::-1]}@example.org>", recipient="bo@example.net", data=b"x\r\n")
    folder.send(other)
    (tmp_path / f".{STEM}.part").write_bytes(b"half")

    assert folder.forget([ID, "<neverwritten234567@example.org>"]) == 1
    assert [file.name for file in tmp_path.iterdir()] == [f"{STEM[::-1]}.eml"]
    assert folder.forget([ID]) == 0
    assert folder.outcome(ID, sha256(MAIL)) == Unsent()


def test_nothing_can_be_taken_back_from_a_folder_that_was_never_written_to(tmp_path: Path) -> None:
    assert FolderTransport(tmp_path / "nowhere").forget([ID]) == 0
