"""Suppression: an address that must not be mailed, kept as a keyed hash and nothing else.

Without the key the hash says nothing of the address; with it, an address can be recognised, not read.
"""

from __future__ import annotations

import hashlib
import hmac


def folded(address: str) -> str:
    """The form in which two spellings of an address are one; mail providers ignore letter case.

    >>> folded("Ada@Example.org")
    'ada@example.org'
    """
    return address.casefold()


def address_hash(key: bytes, address: str) -> str:
    """Hex HMAC-SHA256 of the folded address under the newsletter's content key.

    >>> address_hash(b"k", "Ada@Example.org") == address_hash(b"k", "ada@example.org")
    True
    """
    return hmac.new(key, b"suppression\0" + folded(address).encode(), hashlib.sha256).hexdigest()
