"""An encoded letter with gaps, and what one reader's message puts into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from digest.delivery import headers, quoted
from digest.delivery.dots import doubled
from digest.delivery.transport import Envelope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.delivery.message import Recipient

#: Names of what is spliced into the header; the slots of the bodies are named by the letter.
TO, MESSAGE_ID = "header:to", "header:message-id"
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{1,{quoted.LINE_OCTETS}}}", re.ASCII)
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>", re.ASCII)


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """Between ``chunks[i]`` and ``chunks[i + 1]`` stands what ``gaps[i]`` names.

    ``doubled`` are the chunks with the dots that begin a line doubled.
    """

    chunks: tuple[bytes, ...]
    doubled: tuple[bytes, ...]
    gaps: tuple[str, ...]

    @classmethod
    def of(cls, chunks: Sequence[bytes], gaps: Sequence[str]) -> Template:
        """From its chunks, none of which begins with a dot."""
        return cls(chunks=tuple(chunks), doubled=tuple(map(doubled, chunks)), gaps=tuple(gaps))

    @property
    def slots(self) -> frozenset[str]:
        """The slots that need a token."""
        return frozenset(self.gaps) - {TO, MESSAGE_ID}

    def splice(self, recipient: Recipient, message_id: str, tokens: Mapping[str, str]) -> bytes:
        """One reader's whole message (RFC 5322), CRLF throughout.

        ``tokens`` gives each slot's token, 1..75 letters, digits, ``-`` and ``_``. Raises ValueError
        for a token or Message-ID that does not fit into its line.
        """
        return self._joined(self.chunks, _filling(recipient, message_id, tokens))

    def envelope(self, recipient: Recipient, message_id: str, tokens: Mapping[str, str]) -> Envelope:
        """The same on its way to the reader."""
        filling = _filling(recipient, message_id, tokens)
        return Envelope(
            message_id=message_id,
            recipient=recipient.address,
            data=self._joined(self.chunks, filling),
            doubled=self._joined(self.doubled, filling),
        )

    def _joined(self, chunks: tuple[bytes, ...], filling: Mapping[str, bytes]) -> bytes:
        pieces = [chunks[0]]
        for gap, chunk in zip(self.gaps, chunks[1:], strict=True):
            pieces += (filling[gap], chunk)
        return b"".join(pieces)


def _filling(recipient: Recipient, message_id: str, tokens: Mapping[str, str]) -> dict[str, bytes]:
    """What stands in each gap. Nothing of it begins with a dot, nor has a line that does."""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a Message-ID of ours: {message_id!r}")
    for slot, token in tokens.items():
        if not _TOKEN.fullmatch(token):
            raise ValueError(f"the token for {slot} does not fit its line")
    filling = {slot: token.encode() for slot, token in tokens.items()}
    filling[TO] = headers.mailbox("To", recipient.name, recipient.address).encode()
    filling[MESSAGE_ID] = message_id.encode()
    return filling
