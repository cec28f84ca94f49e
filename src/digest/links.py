"""Signed tokens: a link in a mail says who it is for, without a session and without a lookup.

A token is the base64url form, unpadded, of::

    version   1 byte    1
    key id    1 byte    which key of the ring signed it
    kind      1 byte    what the link does; decides what follows the subscriber
    subscriber 16 bytes the subscriber id, a UUID
    mac       14 bytes  HMAC-SHA256 of all of the above, truncated (RFC 2104, section 5)

33 bytes make 44 characters of ``A-Z a-z 0-9 - _`` with no bit to spare, so a token has one spelling.
Nothing expires here: an unsubscribe link works for as long as its key is in the ring.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from enum import IntEnum
from uuid import UUID

import msgspec

from digest.errors import BadToken, DigestError

_VERSION = 1
_HEAD_BYTES = 3
_ID_BYTES = 16
_MAC_BYTES = 14
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class Kind(IntEnum):
    """What a link does. Numbers are in mails that were sent: never reuse one."""

    UNSUBSCRIBE = 1


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


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What a genuine token says. ``subscriber_id`` is a UUID in canonical text form."""

    kind: Kind
    subscriber_id: str


def sign_unsubscribe(ring: KeyRing, subscriber_id: str) -> str:
    """The token of a reader's unsubscribe link; equal arguments give the equal token.

    >>> ring = KeyRing(current=1, keys={1: bytes(32)})
    >>> token = sign_unsubscribe(ring, "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17")
    >>> len(token), read_token(ring, token).subscriber_id
    (44, '6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17')
    """
    body = bytes([_VERSION, ring.current, Kind.UNSUBSCRIBE]) + UUID(subscriber_id).bytes
    return base64.urlsafe_b64encode(body + _mac(ring.keys[ring.current], body)).decode()


def read_token(ring: KeyRing, token: str) -> Token:
    """Verify a token and say what it means; raise BadToken for every other string."""
    if not _ALPHABET.fullmatch(token) or len(token) % 4:
        raise BadToken
    raw = base64.urlsafe_b64decode(token)
    if len(raw) != _HEAD_BYTES + _ID_BYTES + _MAC_BYTES:
        raise BadToken
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    version, key_id, kind = body[:_HEAD_BYTES]
    key = ring.keys.get(key_id)
    if key is None or not hmac.compare_digest(_mac(key, body), mac):
        raise BadToken
    if version != _VERSION or kind != Kind.UNSUBSCRIBE:
        raise BadToken
    return Token(kind=Kind(kind), subscriber_id=str(UUID(bytes=body[_HEAD_BYTES:])))


def message_id(key: bytes, issue: str, subscriber_id: str, domain: str) -> str:
    """The Message-ID of an issue to a reader: the same at every attempt, and opaque.

    The left side is 32 lower-case letters and digits, fit for a file name on every system.

    >>> message_id(bytes(32), "2026-W17", "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17", "example.org")
    '<...@example.org>'
    """
    mac = hmac.new(key, f"message-id\0{issue}\0{subscriber_id}".encode(), hashlib.sha256).digest()
    return f"<{base64.b32encode(mac[:20]).decode().lower()}@{domain}>"


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, b"link\0" + body, hashlib.sha256).digest()[:_MAC_BYTES]
