"""Empty the outbox of one issue: a lane's last message is settled and its next claimed in one commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.delivery import mishaps, outbox
from digest.delivery.audience import Skip, addressee
from digest.delivery.lanes import Claimed, Landed, Lanes
from digest.delivery.slots import tokens
from digest.delivery.transport import Accepted
from digest.errors import MessageDeferred, MessageRejected, MessageUncertain, TransportUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from digest.delivery.audience import IsSuppressed, Wish
    from digest.delivery.message import Format
    from digest.delivery.mishaps import Mishap
    from digest.delivery.outbox import End
    from digest.delivery.pace import Pace
    from digest.delivery.template import Template
    from digest.delivery.transport import Transport
    from digest.links import KeyRing

#: After so many messages in a row that got no answer, nothing more goes to that server for now.
SILENCES = 5


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """All that one delivery needs. ``worker`` names this process in the rows it claims.

    ``is_paused`` is asked, as of the connection's snapshot, before each claim. ``record`` appends what
    went wrong to the log, in the transaction that settles it. ``pace`` says when the next may go.
    """

    week: str
    templates: Mapping[Format, Template]
    ring: KeyRing
    transport: Transport
    wish: Wish
    is_suppressed: IsSuppressed
    is_paused: Callable[[Connection], bool]
    record: Callable[[Connection, Sequence[Mishap]], None]
    worker: str
    pace: Pace
    now: Callable[[], datetime]


def drain(engine: Engine, post: Post) -> Iterator[End]:
    """Send to everybody whose turn it is, or until paused; yields each end once it is committed.

    The caller holds the issue's delivery lock. The process may die at any line: run it again, and
    nobody is mailed twice. Whoever is put off has no end yet and waits for a later run. An error that
    no transport promises leaves its row claimed, to be decided by the next run. Whatever ends the run,
    messages that are on their way are settled first.

    Raises:
        TransportUnavailable: nobody can be mailed now; whoever was claimed for it waits again.
    """
    with db.writing(engine) as connection:
        recovered = outbox.recover(connection, post.week, post.transport, post.now())
        post.record(connection, mishaps.orphaned(post.week, recovered))
    yield from (one.end for one in recovered)
    with Lanes(post.transport.lanes()) as lanes:
        try:
            yield from _drain(engine, post, lanes)
        finally:
            if lanes.busy:
                landed = lanes.land(every=True)
                with db.writing(engine) as connection:
                    post.record(connection, _settle_all(connection, post, landed).mishaps)


def _drain(engine: Engine, post: Post, lanes: Lanes) -> Iterator[End]:
    landed: list[Landed] = []
    mood = _Mood()
    while True:
        mood.hear(landed)
        with db.writing(engine) as connection:
            settled = _settle_all(connection, post, landed)
            stop = mood.over is not None or not lanes.free or post.is_paused(connection)
            room = 0 if stop else post.pace.room(lanes.free)
            claimed, skipped = _claim(connection, post, room)
            waits = not stop and not room and _waits(connection, post)
            post.record(connection, settled.mishaps)
        post.pace.spend(len(claimed))
        for one in claimed:
            lanes.carry(one)
        yield from (*settled.ends, *skipped)
        landed = []
        if lanes.busy:
            landed = lanes.land()
        elif waits:
            post.pace.wait()
        else:
            break
    if mood.over is not None:
        raise mood.over
    if mood.lost is not None and not lanes.free:
        raise mood.lost


class _Mood:
    """What a run has heard so far: ``over`` ends it, ``lost`` is why the last lane that went is gone."""

    def __init__(self) -> None:
        self.over: Exception | None = None
        self.lost: TransportUnavailable | None = None
        self._silences = 0

    def hear(self, landed: Iterable[Landed]) -> None:
        for one in landed:
            match one.outcome:
                case MessageUncertain():
                    self._silences += 1
                case Accepted() | MessageRejected() | MessageDeferred():
                    self._silences = 0
                case TransportUnavailable() as error:
                    self.lost = error
                case error:
                    self.over = self.over or error
        if self._silences >= SILENCES:
            self.over = self.over or TransportUnavailable(
                f"{self._silences} messages in a row got no answer after their end, so nothing more is sent."
                " Look after the mail server, then run: digest send"
            )


def _waits(connection: Connection, post: Post) -> bool:
    """Whether somebody's turn has come, and only the pace holds it back."""
    return outbox.next_pending(connection, post.week, post.now()) is not None


def _claim(connection: Connection, post: Post, room: int) -> tuple[list[Claimed], list[End]]:
    """Claim for each free lane the next who can be mailed; those before who cannot are skipped by name."""
    claimed: list[Claimed] = []
    skipped: list[End] = []
    while len(claimed) < room:
        pending = outbox.next_pending(connection, post.week, post.now())
        if pending is None:
            break
        found = addressee(connection, pending.subscriber_id, post.wish, post.is_suppressed)
        if isinstance(found, Skip):
            outbox.settle(
                connection,
                post.week,
                pending.subscriber_id,
                "skipped",
                detail=found.reason,
                at=post.now(),
            )
            skipped.append("skipped")
            continue
        template = post.templates[found.format]
        links = tokens(post.ring, post.week, pending.subscriber_id, template.slots)
        envelope = template.envelope(found, pending.message_id, links)
        outbox.claim(
            connection,
            post.week,
            pending.subscriber_id,
            worker=post.worker,
            sha256=hashlib.sha256(envelope.data).hexdigest(),
            at=post.now(),
        )
        claimed.append(Claimed(subscriber_id=pending.subscriber_id, envelope=envelope))
    return claimed, skipped


class _Settled(msgspec.Struct, frozen=True, kw_only=True):
    ends: list[End]
    mishaps: list[Mishap]


def _settle_all(connection: Connection, post: Post, landed: Iterable[Landed]) -> _Settled:
    ends: list[End] = []
    wrong: list[Mishap] = []
    for one in landed:
        end, mishap = _settle(connection, post, one)
        if end is not None:
            ends.append(end)
        if mishap is not None:
            wrong.append(mishap)
    return _Settled(ends=ends, mishaps=wrong)


def _settle(connection: Connection, post: Post, landed: Landed) -> tuple[End | None, Mishap | None]:
    """Record what became of a message: its end, if it has one by now, and what the log is to say of it."""
    week, reader, at = post.week, landed.subscriber_id, post.now()
    match landed.outcome:
        case Accepted(detail=detail):
            outbox.settle(connection, week, reader, "accepted", detail=detail, at=at)
            return "accepted", None
        case MessageRejected() as error:
            outbox.settle(connection, week, reader, "rejected", detail=error.reason, at=at)
            return "rejected", mishaps.rejected(week, reader, error)
        case MessageUncertain(reason=reason):
            outbox.settle(connection, week, reader, "uncertain", detail=reason, at=at)
            return "uncertain", mishaps.unanswered(week, reader)
        case MessageDeferred() as error:
            next_try = outbox.defer(connection, week, reader, detail=error.reason, at=at)
            if next_try is None:
                return "rejected", mishaps.rejected(week, reader, error)
            return None, mishaps.deferred(week, reader, error, next_try)
        case TransportUnavailable():
            outbox.release(connection, week, reader)
        case _:
            pass
    return None, None
