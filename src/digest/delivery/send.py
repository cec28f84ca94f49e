"""Empty the outbox of one issue: settle the last message and claim the next, in one commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

import msgspec

from digest import db
from digest.delivery import outbox
from digest.delivery.audience import Skip, addressee
from digest.delivery.slots import tokens
from digest.delivery.transport import Envelope
from digest.errors import MessageDeferred, MessageRejected, MessageUncertain, TransportUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from digest.delivery.audience import IsSuppressed, WhyNot
    from digest.delivery.message import Format, Template
    from digest.delivery.outbox import End
    from digest.delivery.transport import Transport
    from digest.links import KeyRing


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """All that one delivery needs. ``worker`` names this process in the rows it claims.

    ``is_paused`` is asked, as of the connection's snapshot, before each claim.
    """

    week: str
    templates: Mapping[Format, Template]
    ring: KeyRing
    transport: Transport
    why_not: WhyNot
    is_suppressed: IsSuppressed
    is_paused: Callable[[Connection], bool]
    worker: str
    now: Callable[[], datetime]


class _Claimed(msgspec.Struct, frozen=True, kw_only=True):
    subscriber_id: str
    envelope: Envelope


class _Settled(msgspec.Struct, frozen=True, kw_only=True):
    subscriber_id: str
    end: End | Literal["deferred"]
    detail: str


def drain(engine: Engine, post: Post) -> Iterator[End]:
    """Send to everybody whose turn it is, or until paused; yields each end once it is committed.

    The caller holds the issue's delivery lock. The process may die at any line: run it again, and
    nobody is mailed twice. Whoever is put off has no end yet and waits for a later run. An error that
    no transport promises leaves its row claimed, to be decided by the next run.

    Raises:
        TransportUnavailable: nobody can be mailed now; the row that was claimed waits again.
    """
    try:
        yield from _drain(engine, post)
    finally:
        post.transport.close()


def _drain(engine: Engine, post: Post) -> Iterator[End]:
    with db.writing(engine) as connection:
        recovered = outbox.recover(connection, post.week, post.transport, post.now())
    yield from recovered
    settled: _Settled | None = None
    while True:
        with db.writing(engine) as connection:
            end = None if settled is None else _settle(connection, post, settled)
            claimed, skipped = (None, []) if post.is_paused(connection) else _claim_next(connection, post)
        if end is not None:
            yield end
        yield from skipped
        if claimed is None:
            return
        try:
            settled = _send(post, claimed)
        except TransportUnavailable:
            with db.writing(engine) as connection:
                outbox.release(connection, post.week, claimed.subscriber_id)
            raise


def _claim_next(connection: Connection, post: Post) -> tuple[_Claimed | None, list[End]]:
    """Claim the next recipient who can be mailed; those before who cannot are skipped by name."""
    skipped: list[End] = []
    while (pending := outbox.next_pending(connection, post.week, post.now())) is not None:
        found = addressee(connection, pending.subscriber_id, post.why_not, post.is_suppressed)
        if isinstance(found, Skip):
            _settle(
                connection,
                post,
                _Settled(subscriber_id=pending.subscriber_id, end="skipped", detail=found.reason),
            )
            skipped.append("skipped")
            continue
        template = post.templates[found.format]
        links = tokens(post.ring, post.week, pending.subscriber_id, template.slots)
        data = template.splice(found, pending.message_id, links)
        outbox.claim(
            connection,
            post.week,
            pending.subscriber_id,
            worker=post.worker,
            sha256=hashlib.sha256(data).hexdigest(),
            at=post.now(),
        )
        envelope = Envelope(message_id=pending.message_id, recipient=found.address, data=data)
        return _Claimed(subscriber_id=pending.subscriber_id, envelope=envelope), skipped
    return None, skipped


def _settle(connection: Connection, post: Post, settled: _Settled) -> End | None:
    week, subscriber_id, detail, at = post.week, settled.subscriber_id, settled.detail, post.now()
    if settled.end == "deferred":
        waits = outbox.defer(connection, week, subscriber_id, detail=detail, at=at)
        return None if waits else "rejected"
    outbox.settle(connection, week, subscriber_id, settled.end, detail=detail, at=at)
    return settled.end


def _send(post: Post, claimed: _Claimed) -> _Settled:
    try:
        accepted = post.transport.send(claimed.envelope)
    except MessageRejected as rejected:
        return _Settled(subscriber_id=claimed.subscriber_id, end="rejected", detail=rejected.reason)
    except MessageDeferred as deferred:
        return _Settled(subscriber_id=claimed.subscriber_id, end="deferred", detail=deferred.reason)
    except MessageUncertain as uncertain:
        return _Settled(subscriber_id=claimed.subscriber_id, end="uncertain", detail=uncertain.reason)
    return _Settled(subscriber_id=claimed.subscriber_id, end="accepted", detail=accepted.detail)
