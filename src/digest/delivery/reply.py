"""What a mail server said: its codes, and its words as far as a record may keep them."""

from __future__ import annotations

import re

from digest.delivery.headers import plain

#: A reply of the server: its code, and its text, of all lines.
Reply = tuple[int, bytes]
#: Characters of a reply that are kept as evidence.
REPLY_CHARACTERS = 200
_REPLY_BYTES = 1_000
_ADDRESS = r"[^\s<>@]+@[^\s<>@]+"
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\S)")


def family(reply: Reply) -> int:
    """The first digit of the code, which says yes (2), go on (3), not now (4) or no (5): section 4.2.1."""
    return reply[0] // 100


def status(reply: Reply) -> str | None:
    """The codes of a reply, none of its words; null if it began with none.

    >>> status((550, b"5.1.1 <ada@example.net> unknown")), status((550, b"5.1.1ada")), status((-1, b"hm"))
    ('550 5.1.1', '550', None)
    """
    code, text = reply
    if not 200 <= code <= 599:
        return None
    enhanced = _ENHANCED.match(text)
    return str(code) if enhanced is None else f"{code} {enhanced[0].decode()}"


def shown(reply: Reply, recipient: str = "") -> str:
    """A reply as a record keeps it: an address in it, or the recipient's mailbox, would outlive an erasure.

    >>> shown((550, b"no ada here, try bob@example.net"), "Ada@example.org")
    '550 no (address) here, try (address)'
    """
    code, text = reply
    words = text[:_REPLY_BYTES].decode("ascii", "replace")
    local, named = recipient.rpartition("@")[0], ""
    # A pattern of each reader's own takes longer to compile than a message to build.
    if local and local.lower() in words.lower():
        named = rf"|(?<![\w.+-]){re.escape(local)}(?![\w+-])"
    if named or "@" in words:
        words = re.sub(rf"(?i){_ADDRESS}{named}", "(address)", words)
    return plain(f"{code} {words}", REPLY_CHARACTERS)
