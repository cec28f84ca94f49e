"""The mail of an issue: encoded once, with each reader's address, Message-ID and links spliced in.

The bytes of a message are a function of the letter, the recipient, the Message-ID and the tokens:
nothing is random and nothing is read from a clock. A splice is a join of byte strings.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import quote

import msgspec

from digest.delivery import headers, quoted
from digest.delivery.slots import SLOT_PATHS
from digest.delivery.template import MESSAGE_ID, TO, Template
from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a reader gets: both parts, or the text part alone.
Format = Literal["html", "text"]
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
_PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,255}(?:/[A-Za-z0-9._~-]{1,64}){0,4}", re.ASCII)
_UNSENDABLE = re.compile("[\\0\ud800-\udfff]")


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A rendered part with its gaps: the link ``slots[i]`` stands between segments i and i+1."""

    segments: tuple[str, ...]
    slots: tuple[str, ...]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """An issue as every reader gets it, but for the links. Frozen with the issue.

    ``public_url`` has no path below it and no final slash. Without it, links that leave the list
    write to ``unsubscribe_mailbox``, or else to the sender. ``list_id`` is as in RFC 2919.
    """

    subject: str
    from_name: str
    from_address: str
    list_id: str
    sent_at: Annotated[datetime, msgspec.Meta(tz=True)]
    text: Body
    html: Body
    public_url: str | None = None
    unsubscribe_mailbox: str | None = None


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """One reader. ``address`` is in its ASCII form, from :func:`digest.delivery.headers.wire_address`."""

    subscriber_id: str
    address: str
    name: str | None
    format: Format = "html"


def compile_letter(letter: Letter, reader_format: Format = "html") -> Template:
    """Encode a letter; raise DigestError for one that cannot be sent to anybody.

    For readers who want text alone the message is its text part (RFC 2046, section 4.1.3).
    """
    _check(letter)
    link_starts = {slot: _link_start(letter, path) for slot, path in SLOT_PATHS.items()}
    draft = _Draft()
    if reader_format == "text":
        _write_header(draft, letter)
        draft.write(f"{_part_header('plain')}\r\n")
        _write_body(draft, letter.text, link_starts)
        if not letter.text.segments[-1].endswith(("\r", "\n")):
            draft.write("\r\n")
        return draft.template()
    digest = hashlib.sha256(msgspec.json.encode(letter, order="sorted")).hexdigest()
    # Quoted-printable never holds "=_", so the boundary cannot occur in a part.
    boundary = f"=_{digest[:32]}"
    _write_header(draft, letter)
    draft.write(f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n')
    for subtype, body in (("plain", letter.text), ("html", letter.html)):
        draft.write(f"\r\n--{boundary}\r\n{_part_header(subtype)}\r\n")
        _write_body(draft, body, link_starts)
    draft.write(f"\r\n--{boundary}--\r\n")
    return draft.template()


def _check(letter: Letter) -> None:
    for setting, address in (
        ("sender address", letter.from_address),
        ("unsubscribe mailbox", letter.unsubscribe_mailbox),
    ):
        if address is not None and not headers.is_wire_address(address):
            raise DigestError(f"the {setting} {address!r} is no plain address; mend it in digest.toml")
    if not _HOST.fullmatch(letter.list_id):
        raise DigestError(
            f"the list id {letter.list_id!r} is not like weekly.example.org; mend it in digest.toml"
        )
    if letter.public_url is not None and not _PUBLIC_URL.fullmatch(letter.public_url):
        raise DigestError(
            f"the public URL {letter.public_url!r} is not like https://digest.example.org;"
            " mend it in digest.toml"
        )
    if not headers.plain(letter.subject):
        raise DigestError("the issue has no subject; freeze it again with one")
    for part, body in (("text", letter.text), ("HTML", letter.html)):
        _check_body(part, body)
        if letter.public_url is None and set(body.slots) - {"unsubscribe"}:
            raise DigestError(f"the {part} part links to pages; set sender.public_url in digest.toml")


def _check_body(part: str, body: Body) -> None:
    if len(body.segments) != len(body.slots) + 1:
        raise DigestError(f"the {part} part has {len(body.segments)} segments around {len(body.slots)} slots")
    unknown = sorted(set(body.slots) - set(SLOT_PATHS))
    if unknown:
        raise DigestError(f"the {part} part has slots nobody fills: {', '.join(unknown)}; mend its template")
    for segment in body.segments:
        if _UNSENDABLE.search(segment):
            raise DigestError(f"the {part} part holds a NUL or half a character; mend the text it comes from")


class _Draft:
    """Constant bytes and the gaps between them, in the order of the message."""

    def __init__(self) -> None:
        self._chunks = [bytearray()]
        self._gaps: list[str] = []

    def write(self, constant: str | bytes) -> None:
        self._chunks[-1] += constant.encode("ascii") if isinstance(constant, str) else constant

    def gap(self, name: str) -> None:
        self._gaps.append(name)
        self._chunks.append(bytearray())

    @property
    def after_gap(self) -> bool:
        return bool(self._gaps) and not self._chunks[-1]

    def template(self) -> Template:
        return Template.of([bytes(chunk) for chunk in self._chunks], self._gaps)


def compile_formats(letter: Letter) -> dict[Format, Template]:
    """The letter as readers of each format get it."""
    return {"html": compile_letter(letter), "text": compile_letter(letter, "text")}


def _write_header(draft: _Draft, letter: Letter) -> None:
    draft.write(headers.mailbox("From", letter.from_name, letter.from_address))
    draft.gap(TO)
    draft.write(headers.unstructured("Subject", letter.subject))
    draft.write(f"Date: {format_datetime(letter.sent_at.astimezone(UTC))}\r\n")
    draft.write("Message-ID: ")
    draft.gap(MESSAGE_ID)
    draft.write(f"\r\nList-Id: <{letter.list_id}>\r\n")
    _write_list_unsubscribe(draft, letter)
    draft.write("Precedence: bulk\r\nMIME-Version: 1.0\r\n")


def _part_header(subtype: str) -> str:
    return f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"


def _write_list_unsubscribe(draft: _Draft, letter: Letter) -> None:
    """RFC 2369 and 8058: one physical line, https first; one click needs https."""
    one_click = letter.public_url is not None and letter.public_url.startswith("https://")
    ways = []
    if one_click:
        ways.append(f"{letter.public_url}{SLOT_PATHS['unsubscribe']}")
    if letter.unsubscribe_mailbox is not None:
        ways.append(_mailto(letter.unsubscribe_mailbox))
    for number, way in enumerate(ways):
        draft.write(f", <{way}" if number else f"List-Unsubscribe: <{way}")
        draft.gap("unsubscribe")
        draft.write(">")
    if ways:
        draft.write("\r\n")
    if one_click:
        draft.write("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")


def _write_body(draft: _Draft, body: Body, link_starts: Mapping[str, str]) -> None:
    """A token stands on a line of its own, so its length moves nothing else."""
    for slot, segment in zip(body.slots, body.segments[:-1], strict=True):
        _write_run(draft, segment + link_starts[slot])
        draft.write(quoted.SOFT_BREAK)
        draft.gap(slot)
    _write_run(draft, body.segments[-1])


def _write_run(draft: _Draft, text: str) -> None:
    encoded = quoted.encode(text)
    if draft.after_gap and encoded and not encoded.startswith(b"\r\n"):
        draft.write(quoted.SOFT_BREAK)
    draft.write(encoded)


def _link_start(letter: Letter, path: str) -> str:
    """What stands before a token; it holds nothing that HTML would want escaped."""
    if letter.public_url is not None:
        return letter.public_url + path
    return _mailto(letter.unsubscribe_mailbox or letter.from_address)


def _mailto(address: str) -> str:
    return f"mailto:{quote(address, safe='@')}?subject=unsubscribe%20"
