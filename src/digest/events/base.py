"""What every event is: a frozen fact in the past tense, and the envelope around it."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec

#: A moment with its zone; the log keeps UTC.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
#: ``ship`` or ``skip``: what a reviewer or a reader says of one tool.
Choice = Literal["ship", "skip"]
#: ISO week, such as ``2026-W17``; also an issue's id.
Week = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$")]
#: A week where it is only carried along: millions of votes name one, and a pattern costs more to check than
#: the rest of a vote to read. Whoever decides on a vote checks the week it names.
WeekNamed = Annotated[str, msgspec.Meta(min_length=8, max_length=8)]
#: Hex SHA-256 of a salted body in the content table; the text itself is never in the log.
ContentHash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
#: UUID in its canonical text form.
Id = str

NAMESPACE = uuid.UUID("6f1d3a52-8d0c-5c86-9d7a-2b1f6e0c4a17")


def fact_id(*parts: object) -> uuid.UUID:
    """Name a fact by what makes it that fact: the same parts give the same id, for ever.

    Parts are written as canonical JSON, so ``("a", "bc")`` and ``("ab", "c")`` differ.
    Never pass an e-mail address or another guessable private value (architecture, §4).

    >>> fact_id("vote", "smolvlm2", "r1") == fact_id("vote", "smolvlm2", "r1")
    True
    >>> fact_id("a", "bc") == fact_id("ab", "c")
    False
    """
    name = msgspec.json.encode(parts, order="sorted").decode()
    return uuid.uuid5(NAMESPACE, name)


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A fact that has happened. Subclasses are permanent: change one by adding a version.

    ``DERIVED`` names fields computed from what the log held at the append (such as
    ``previous``); they are left out when two records of one fact are compared.
    """

    VERSION: ClassVar[int] = 1
    DERIVED: ClassVar[frozenset[str]] = frozenset()


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A text that an event commits to by hash, kept outside the log so that it can be removed.

    ``hash`` is hex SHA-256(salt || body in UTF-8); ``salt`` is 16 bytes.
    """

    hash: str
    salt: bytes
    body: str


def seal(key: bytes, context: str, text: str) -> Content:
    """Salt and hash a text. Equal key, context and text give an equal hash, so a rerun is no news.

    The salt is keyed: without the key, and once the row is gone, the hash says nothing of the text.

    >>> seal(b"k", "review/a/builder", "It works.") == seal(b"k", "review/a/builder", "It works.")
    True
    >>> seal(b"k", "a", "It works.").hash == seal(b"k", "b", "It works.").hash
    False
    """
    body = text.encode()
    salt = hmac.new(key, msgspec.json.encode([context, text]), hashlib.sha256).digest()[:16]
    return Content(hash=hashlib.sha256(salt + body).hexdigest(), salt=salt, body=text)


class NewEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event about to be appended: decided, not yet recorded.

    ``contents`` are the texts its hashes commit to; the append stores them in its transaction.
    """

    event_id: uuid.UUID
    stream: str
    occurred_at: datetime
    data: Event
    actor: str = "system"
    contents: tuple[Content, ...] = ()


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event as the log holds it, decoded and lifted to its newest version.

    ``position`` is 1..N over the whole log, ``version`` 1..n within the stream.
    """

    position: int
    event_id: uuid.UUID
    stream: str
    version: int
    occurred_at: datetime
    recorded_at: datetime
    data: Event
    meta: dict[str, str]
