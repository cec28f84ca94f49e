"""Signed tokens: a link says who it is for, without a session and without a lookup.

A token is the base64url form, unpadded, of::

    version    1 byte    1
    key id     1 byte    which key of the ring signed it
    kind       1 byte    what the link does; decides what follows the subscriber
    subscriber 16 bytes  the subscriber id, a UUID; of an editor's link the editor's name, filled up with NUL
    rest       0, 3 or 6 bytes, see the structs
    mac        14 bytes  HMAC-SHA256 of all of the above, truncated (RFC 2104, section 5)

33, 36 or 39 bytes make 44, 48 or 52 characters of ``A-Z a-z 0-9 - _`` with no bit to spare, so a token
has one spelling. A token says no more than what its mail said: whether a vote is too late, or an
address was changed since, is for whoever acts on it. An unsubscribe link works for as long as its
key is in the ring.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeVar
from uuid import UUID

import msgspec

from digest.errors import BadToken, DigestError

_VERSION = 1
_HEAD_BYTES = 3
_ID_BYTES = 16
_MAC_BYTES = 14
_EDITOR = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{_ID_BYTES - 1}}}", re.ASCII)
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_HOUR = timedelta(hours=1)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_FIRST_YEAR = 2000

#: Which of an issue's two tools, as the mail shows them.
Side = Literal["left", "right"]
_SIDES: tuple[Side, ...] = ("left", "right")
_CHOICES: tuple[Literal["ship", "skip"], ...] = ("ship", "skip")


class KeyRing(msgspec.Struct, frozen=True, kw_only=True):
    """The signing keys by id (0..255), 32 bytes or longer each; ``current`` signs, all verify.

    Rotate by adding a key and naming it current. Taking an old key out kills the links it signed.
    """

    current: int
    keys: dict[int, bytes]

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise DigestError(f"no link key has the current id {self.current}; add it to the key ring")
        for key_id, key in self.keys.items():
            if not 0 <= key_id <= 255:
                raise DigestError(f"link key id {key_id} is not within 0..255; renumber it")
            if len(key) < 32:
                raise DigestError(f"link key {key_id} has {len(key)} bytes; make it 32 random bytes")


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What a genuine token says. ``subscriber_id`` is a UUID in canonical text form."""

    subscriber_id: str


class Unsubscribe(Link, frozen=True, kw_only=True):
    """Leave the list."""


class Preferences(Link, frozen=True, kw_only=True):
    """Look at and change what is sent, export it, be forgotten."""


class Confirm(Link, frozen=True, kw_only=True):
    """Say yes, from the mailbox in question. ``expires_at`` is a whole hour (3 bytes, since 2020).

    ``mailbox`` is 6 hexadecimal digits of the address's keyed hash (3 bytes): a link that was mailed to
    one address confirms no other.
    """

    expires_at: datetime
    mailbox: str


class Vote(Link, frozen=True, kw_only=True):
    """Choose ship or skip for one tool of an issue (1 byte each: year, week, side and choice)."""

    week: str
    side: Side
    choice: Literal["ship", "skip"]


class Bookmark(Link, frozen=True, kw_only=True):
    """Save one tool of an issue for later (1 byte each: year, week, side)."""

    week: str
    side: Side


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """Look at one week's frozen issue, and approve it or send it back, as this editor.

    1 byte each for year and week, and 4 for ``expires_at``, a whole hour since 2020.
    """

    editor: str
    week: str
    expires_at: datetime


#: Numbers are in mails that were sent: never reuse one.
_KINDS: dict[int, type[Link | Edit]] = {
    1: Unsubscribe,
    2: Confirm,
    3: Preferences,
    4: Vote,
    5: Bookmark,
    6: Edit,
}
_NUMBERS = {kind: number for number, kind in _KINDS.items()}

L = TypeVar("L", bound=Link | Edit)


def confirmation(subscriber_id: str, address_hash: str, at: datetime, valid_for: timedelta) -> Confirm:
    """A link to confirm the address with this keyed hash; it ends with the hour it is valid into.

    >>> at = datetime(2026, 4, 23, 6, 30, tzinfo=UTC)
    >>> confirmation("6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17", "a1b2c3d4", at, timedelta(days=7)).expires_at
    datetime.datetime(2026, 4, 30, 7, 0, tzinfo=datetime.timezone.utc)
    """
    return Confirm(subscriber_id=subscriber_id, expires_at=_end_of(at + valid_for), mailbox=address_hash[:6])


def editing(editor: str, week: str, at: datetime, valid_for: timedelta) -> Edit:
    """A link for an editor; it ends with the hour it is valid into.

    Raises:
        DigestError: the name cannot stand in a link.
    """
    if not _EDITOR.fullmatch(editor):
        raise DigestError(f"{editor!r} names no editor; allowed: 1 to {_ID_BYTES} of a-z, 0-9 and . _ -")
    return Edit(editor=editor, week=week, expires_at=_end_of(at + valid_for))


def _end_of(moment: datetime) -> datetime:
    return _EPOCH + -(-(moment - _EPOCH) // _HOUR) * _HOUR


def sign(ring: KeyRing, link: Link | Edit) -> str:
    """The token of a link; equal arguments give the equal token.

    >>> ring = KeyRing(current=1, keys={1: bytes(32)})
    >>> link = Vote(subscriber_id="6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17", week="2026-W17",
    ...             side="left", choice="ship")
    >>> token = sign(ring, link)
    >>> len(token), read_token(ring, token, Vote) == link
    (48, True)
    """
    head = bytes([_VERSION, ring.current, _NUMBERS[type(link)]])
    body = head + _who(link) + _rest(link)
    return base64.urlsafe_b64encode(body + _mac(ring.keys[ring.current], body)).decode()


def read_token(ring: KeyRing, token: str, kind: type[L]) -> L:
    """Verify a token of this kind and say what it means; raise BadToken for every other string."""
    if not _ALPHABET.fullmatch(token) or len(token) % 4 or len(token) > 52:
        raise BadToken
    raw = base64.urlsafe_b64decode(token)
    if len(raw) < _HEAD_BYTES + _ID_BYTES + _MAC_BYTES:
        raise BadToken
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    version, key_id, number = body[:_HEAD_BYTES]
    key = ring.keys.get(key_id)
    if key is None or not hmac.compare_digest(_mac(key, body), mac):
        raise BadToken
    if version != _VERSION or _KINDS.get(number) is not kind:
        raise BadToken
    return _link(kind, body[_HEAD_BYTES : _HEAD_BYTES + _ID_BYTES], body[_HEAD_BYTES + _ID_BYTES :])


def _who(link: Link | Edit) -> bytes:
    if isinstance(link, Edit):
        return link.editor.encode().ljust(_ID_BYTES, b"\0")
    return _id_bytes(link.subscriber_id)


# A mail holds many links of one reader.
@lru_cache(maxsize=1)
def _id_bytes(subscriber_id: str) -> bytes:
    return UUID(subscriber_id).bytes


def _rest(link: Link | Edit) -> bytes:
    match link:
        case Edit(week=week, expires_at=expires_at):
            return bytes(_week_bytes(week)) + ((expires_at - _EPOCH) // _HOUR).to_bytes(4, "big")
        case Confirm(expires_at=expires_at, mailbox=mailbox):
            return ((expires_at - _EPOCH) // _HOUR).to_bytes(3, "big") + bytes.fromhex(mailbox)
        case Vote(week=week, side=side, choice=choice):
            return bytes([*_week_bytes(week), 2 * _SIDES.index(side) + _CHOICES.index(choice)])
        case Bookmark(week=week, side=side):
            return bytes([*_week_bytes(week), _SIDES.index(side)])
        case _:
            return b""


def _link(kind: type[L], who: bytes, rest: bytes) -> L:
    """The other way round; the MAC has vouched that :func:`sign` wrote these bytes."""
    if kind is Edit:
        said: dict[str, object] = {
            "editor": who.rstrip(b"\0").decode(),
            "week": f"{_FIRST_YEAR + rest[0]}-W{rest[1]:02}",
            "expires_at": _EPOCH + int.from_bytes(rest[2:], "big") * _HOUR,
        }
        return msgspec.convert(said, kind)
    said = {"subscriber_id": str(UUID(bytes=who))}
    if kind is Confirm:
        said["expires_at"] = _EPOCH + int.from_bytes(rest[:3], "big") * _HOUR
        said["mailbox"] = rest[3:].hex()
    elif kind in (Vote, Bookmark):
        year, week, ballot = rest
        said["week"] = f"{_FIRST_YEAR + year}-W{week:02}"
        said["side"] = _SIDES[ballot // 2 if kind is Vote else ballot]
        if kind is Vote:
            said["choice"] = _CHOICES[ballot % 2]
    return msgspec.convert(said, kind)


def _week_bytes(week: str) -> tuple[int, int]:
    return int(week[:4]) - _FIRST_YEAR, int(week[6:])


def message_id(key: bytes, issue: str, subscriber_id: str, domain: str) -> str:
    """The Message-ID of an issue to a reader: the same at every attempt, and opaque.

    The left side is 32 lower-case letters and digits, fit for a file name on every system.

    >>> message_id(bytes(32), "2026-W17", "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17", "example.org")
    '<...@example.org>'
    """
    mac = hmac.new(key, f"message-id\0{issue}\0{subscriber_id}".encode(), hashlib.sha256).digest()
    return f"<{base64.b32encode(mac[:20]).decode().lower()}@{domain}>"


def _mac(key: bytes, body: bytes) -> bytes:
    mac = _keyed(key).copy()
    mac.update(body)
    return mac.digest()[:_MAC_BYTES]


# Two keys: the ring's, and that of a link being read which an older one signed.
@lru_cache(maxsize=2)
def _keyed(key: bytes) -> hmac.HMAC:
    return hmac.new(key, b"link\0", hashlib.sha256)
