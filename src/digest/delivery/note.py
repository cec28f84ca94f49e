"""A letter as a message: text and HTML to one reader, which no machine should answer."""

from __future__ import annotations

import hashlib
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
    html: str


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
    )
    # Quoted-printable never holds "=_", so the boundary cannot occur in a part.
    boundary = f"=_{hashlib.sha256(note.message_id.encode()).hexdigest()[:32]}"
    message = f'{head}Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'.encode("ascii")
    for subtype, body in (("plain", note.text), ("html", note.html)):
        message += (
            f"\r\n--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        ).encode("ascii")
        message += quoted.encode(body.rstrip("\n"))
    return message + f"\r\n--{boundary}--\r\n".encode("ascii")
