"""What a way out into the world must offer: take one message, and know what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One message on its way: ``data`` is the whole mail, ``recipient`` an ASCII address.

    ``doubled`` is the mail with the dots that begin a line doubled (:func:`~.dots.doubled`), from whoever
    knew it without a search; null if nobody did.
    """

    message_id: str
    recipient: str
    data: bytes
    doubled: bytes | None = None


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """The message is no longer ours to send. ``detail`` is the evidence: a file name, a reply."""

    detail: str


class Unsent(msgspec.Struct, frozen=True):
    """The message was surely not accepted, so that sending it is no repetition."""


class Unknowable(msgspec.Struct, frozen=True):
    """Nobody on this side can tell whether the message was accepted."""


Outcome = Accepted | Unsent | Unknowable


class Transport(Protocol):
    """A way out. ``name`` is what people call it in settings and records."""

    name: str

    def send(self, envelope: Envelope) -> Accepted:
        """Hand over one message; return only once it would survive the death of this process.

        Raises:
            MessageRejected: this message will never be taken; others may be.
            MessageDeferred: it was surely not taken, and may be later; others may be now.
            MessageUncertain: nobody can tell whether it was taken.
            TransportUnavailable: it was surely not taken, and nor will any other be now.
        """

    def lanes(self) -> Sequence[Transport]:
        """The ways that can be used at the same time, each by one thread and closed on its own."""

    def outcome(self, message_id: str, sha256: str) -> Outcome:
        """What became of a message, its bytes named by hash, whose sender died in the act.

        Called only while nobody is sending it.
        """

    def forget(self, message_ids: Iterable[str]) -> int:
        """Take back what has not left this side; gone for good when this returns. How many it were.

        A message that has left, or was never written, is no error. Called only while nobody is
        sending any of them.
        """

    def close(self) -> None:
        """Let go of what is kept open between messages; another send opens it anew."""
