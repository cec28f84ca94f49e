"""The head of the log that a mail carries, read back from the mail as a reader kept it."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING

import msgspec

from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Iterator

# As templates/email/comparison.txt.j2 and partials/method.mjml.j2 say it; the HTML part shortens the hash.
_NOTE = re.compile(r"As of log position ([1-9][0-9]{0,17}), head\s+([0-9a-f]{12,64})\b")


class StatedHead(msgspec.Struct, frozen=True, kw_only=True):
    """A position, and the hex digits of the chain hash there: 64, or the 12 or more that a part shows."""

    position: int
    digits: str


def stated_head(name: str, raw: bytes) -> StatedHead:
    """Read the method note of a mail; the part that shows most digits counts, and of several the last.

    Raises:
        DigestError: the file, called ``name``, has no such note.
    """
    found = sorted(_notes(raw), key=lambda stated: len(stated.digits))
    if not found:
        raise DigestError(
            f"{name}: no line 'As of log position ..., head ...' in it, so it is no issue of ours;"
            " name the file of a whole mail, as the mail program saves it (.eml)"
        )
    return found[-1]


def _notes(raw: bytes) -> Iterator[StatedHead]:
    for part in message_from_bytes(raw).walk():
        # Null for a part that only holds others.
        content = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(content, bytes):
            for position, digits in _NOTE.findall(content.decode("utf-8", errors="replace")):
                yield StatedHead(position=int(position), digits=digits)
