"""A value that only a page of ours can have put into both a form and a cookie (double submit, signed).

For senders that do not say where a form came from. The signature keeps a neighbouring site that can set
our cookies from making the pair up; the hour in it keeps an old pair from working for ever.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from digest.links import KeyRing

#: Seconds that a form may stay open.
VALID_S = 3600


def prove(ring: KeyRing, nonce: str, at: datetime) -> str:
    """A value to put into form and cookie; ``nonce`` is random and without a dot."""
    said = f"{nonce}.{int(at.timestamp())}"
    return f"{said}.{_mac(ring.keys[ring.current], said)}"


def is_proof(ring: KeyRing, form: str, cookie: str, at: datetime) -> bool:
    """Whether both are one value, ours, and not too old.

    >>> from datetime import UTC, timedelta
    >>> ring, at = KeyRing(current=1, keys={1: bytes(32)}), datetime(2026, 4, 23, tzinfo=UTC)
    >>> value = prove(ring, "a1", at)
    >>> is_proof(ring, value, value, at), is_proof(ring, value, value, at + timedelta(hours=2))
    (True, False)
    """
    said, _, mac = form.rpartition(".")
    _, _, since = said.rpartition(".")
    signed = any(hmac.compare_digest(_mac(key, said).encode(), mac.encode()) for key in ring.keys.values())
    same = hmac.compare_digest(form.encode(), cookie.encode())
    return signed and same and 0 <= at.timestamp() - int(since) <= VALID_S


def _mac(key: bytes, said: str) -> str:
    return hmac.new(key, b"form\0" + said.encode(), hashlib.sha256).hexdigest()
