"""One newsletter, opened: what every stage works with, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from digest.delivery.pace import Pace
from digest.delivery.transport import Transport
from digest.issue.model import Brand
from digest.links import KeyRing
from digest.log.store import EventLog
from digest.sources.http import Fetched, Validators
from digest.sources.raw import BodyStore
from digest.sources.source import Source

#: Source, URL, what the server gave last time -> the answer; from any thread. Raises FetchFailed.
Fetch = Callable[[Source, str, Validators | None], Fetched]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the mail comes from; ``list_id`` as in RFC 2919, ``public_url`` without a final slash."""

    address: str
    name: str
    list_id: str
    public_url: str


@dataclass(frozen=True, slots=True)
class Web:
    """How the pages are reached: host names beside that of ``public_url``, and the proxies before us.

    ``proxies`` is how many of them, one after the other, are trusted to say who asked.
    """

    hosts: tuple[str, ...] = ()
    proxies: int = 0


@dataclass(frozen=True, slots=True)
class Newsletter:
    """The log and everything around it. The clock, ids and keys enter here and nowhere else.

    ``templates`` are folders, the operator's before the packaged one. ``content_key`` salts texts;
    ``ring`` signs links and names messages. ``actor`` is who acts through this process. ``former`` are
    ways out that were used before and may still hold mail; ``unset`` names settings without which
    nothing is mailed.
    """

    home: Path
    log: EventLog
    zone: ZoneInfo
    brand: Brand
    sender: Sender
    sources: tuple[Source, ...]
    templates: tuple[Path, ...]
    fetch: Fetch
    bodies: BodyStore
    transport: Transport
    pace: Pace
    content_key: bytes
    ring: KeyRing
    new_id: Callable[[], str]
    actor: str
    former: tuple[Transport, ...] = ()
    unset: tuple[str, ...] = ()
    web: Web = Web()

    def forget(self, message_ids: Iterable[str]) -> int:
        """Take back mail that has not left, whichever way it was to go; how many it were."""
        wanted = tuple(message_ids)
        return sum(transport.forget(wanted) for transport in (self.transport, *self.former))

    @property
    def engine(self) -> Engine:
        """The database of the log."""
        return self.log.engine

    def now(self) -> datetime:
        """The present, as this newsletter sees it."""
        return self.log.now()
