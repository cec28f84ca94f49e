"""A letter as a message: plain text to one reader, which no machine should answer."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated

import msgspec

from digest.delivery import headers, quoted


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What the message says. ``to_address`` is in its ASCII form (:func:`~.headers.wire_address`)."""

    from_name: str
    from_address: str
    to_name: str | None
    to_address: str
    subject: str
    list_id: str
    message_id: str
    sent_at: Annotated[datetime, msgspec.Meta(tz=True)]
    text: str


def encode_note(note: Note) -> bytes:
    """The whole message (RFC 5322), CRLF throughout; equal notes give equal bytes.

    It says that a program wrote it (RFC 3834), and not how to leave a list: it is not from one.
    """
    head = (
        headers.mailbox("From", note.from_name, note.from_address)
        + headers.mailbox("To", note.to_name, note.to_address)
        + headers.unstructured("Subject", note.subject)
        + f"Date: {format_datetime(note.sent_at.astimezone(UTC))}\r\n"
        + f"Message-ID: {note.message_id}\r\n"
        + f"List-Id: <{note.list_id}>\r\n"
        + "Auto-Submitted: auto-generated\r\n"
        + "MIME-Version: 1.0\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\n"
        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode("ascii") + quoted.encode(note.text.rstrip("\n")) + b"\r\n"
