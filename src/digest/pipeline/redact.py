"""Remove a text for good: itself, its copies, the frozen issues that carry it, mails and raw bodies.

Raw bodies go first, since only the text finds them; then the database forgets in one transaction;
written mails and the disk follow. Whatever a crash leaves undone, the same command does when it is
run again.
"""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import db
from digest.delivery import outbox, recipients
from digest.delivery.mishaps import orphaned
from digest.errors import DigestError
from digest.events import ContentRedacted, NewEvent, fact_id
from digest.intake.fields import line_of_text
from digest.issue.wording import counted
from digest.log.codec import canonical_time
from digest.log.content import content_stream, removals, remove
from digest.log.schema import content, event
from digest.log.store import lock_head
from digest.log.streams import stream_versions
from digest.pipeline.carriers import find_carriers, find_holding, find_taglines
from digest.pipeline.decide import append_decided
from digest.pipeline.deliver import completed
from digest.pipeline.erasures import note, purge
from digest.pipeline.issue_stream import issue_event
from digest.pipeline.mishaps import record_mishaps
from digest.projections.live import live_tables
from digest.sources.traces import traces

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from digest.pipeline.carriers import Affected
    from digest.pipeline.newsletter import Newsletter

#: Digits of a hash that name a text; fewer could name another by a slip.
FEWEST_DIGITS = 8


class Redacted(msgspec.Struct, frozen=True, kw_only=True):
    """What a redaction did.

    ``texts`` were removed now, copies included; ``issues`` are the weeks whose frozen issue carried one
    and cannot be reproduced any more. ``holding`` are the hashes of other texts that have one in them,
    ``taglines`` the slugs of tools whose tagline repeats one; both were left.
    """

    texts: int
    issues: tuple[str, ...]
    cancelled: int
    bodies: int
    mails: int
    holding: tuple[str, ...]
    taglines: tuple[str, ...]

    def __str__(self) -> str:
        said = [f"{counted(self.texts, 'text')} removed" if self.texts else "no text was left to remove"]
        if self.issues:
            said.append(f"issue {', '.join(self.issues)} cannot be reproduced any more")
        if self.cancelled:
            said.append(f"{counted(self.cancelled, 'waiting mail')} cancelled")
        if self.bodies:
            said.append(f"{self.bodies} raw {'body' if self.bodies == 1 else 'bodies'} deleted")
        if self.mails:
            said.append(f"{counted(self.mails, 'written mail')} deleted")
        return ", ".join(said)


class _Decided(msgspec.Struct, frozen=True, kw_only=True):
    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    texts: int
    issues: tuple[str, ...]
    cancelled: int


def redact(newsletter: Newsletter, prefixes: Iterable[str], *, reason: str) -> Redacted:
    """Remove the texts with these content hashes, each given whole or by its first digits.

    Raises:
        DigestError: a hash is nobody's or not clear, the reason cannot be kept, an issue that carries a
            text is being delivered, or something could not be finished now; the text says what to do.
    """
    rule = line_of_text(1_000)
    why = rule.read(reason)
    if why is None:
        raise DigestError(f"the reason cannot be kept as it is; allowed: {rule.allowed}")
    with db.reading(newsletter.engine) as connection:
        hashes = [_whole(connection, prefix) for prefix in prefixes]
    done = redact_all(newsletter, dict.fromkeys(hashes, str(why)))
    purge(newsletter.engine, content)
    return done


def redact_all(newsletter: Newsletter, reasons: Mapping[str, str]) -> Redacted:
    """Remove texts, content hash -> reason; one that is not there is kept from coming. No purge.

    Raises:
        DigestError: an issue that carries one of them is being delivered.
    """
    with db.reading(newsletter.engine) as connection:
        found = find_carriers(connection, reasons)
    searched: set[str] = set()
    deleted = _delete_bodies(newsletter, found.bodies, searched)
    with _at_rest(newsletter, found.moving):
        decided, _ = append_decided(
            newsletter.log, lambda connection: _decide(connection, newsletter, reasons, found.moving)
        )
    # What a poll brought in between the search and the commit.
    deleted += _delete_bodies(newsletter, found.bodies, searched)
    with db.reading(newsletter.engine) as connection:
        holding = find_holding(connection, found.bodies, besides=found.parts)
        taglines = find_taglines(connection, found.bodies)
    return Redacted(
        texts=decided.texts,
        issues=decided.issues,
        cancelled=decided.cancelled,
        bodies=deleted,
        mails=_take_back(newsletter),
        holding=tuple(holding),
        taglines=tuple(taglines),
    )


def _whole(connection: Connection, prefix: str) -> str:
    """The one hash that begins so, of a text that is there or was removed."""
    if not re.fullmatch(rf"[0-9a-f]{{{FEWEST_DIGITS},64}}", prefix):
        raise DigestError(
            f"{prefix!r} is no content hash; give at least the first {FEWEST_DIGITS} of its 64 digits"
        )
    kept = connection.execute(select(content.c.hash).where(content.c.hash.startswith(prefix))).scalars()
    streams = connection.execute(
        select(event.c.stream).where(event.c.stream.startswith(content_stream(prefix)))
    ).scalars()
    found: list[str] = sorted({*kept, *(stream.removeprefix(content_stream("")) for stream in streams)})
    if not found:
        raise DigestError(f"no text has a hash that begins with {prefix}; events name the hashes of texts")
    if len(found) > 1:
        raise DigestError(f"{prefix} begins {len(found)} hashes; give more digits: {', '.join(found)}")
    return found[0]


@contextmanager
def _at_rest(newsletter: Newsletter, weeks: Collection[str]) -> Iterator[None]:
    """Hold the delivery locks of these weeks, so that no mail with a text is written meanwhile.

    Raises:
        DigestError: another process has one.
    """
    with ExitStack() as held:
        for week in sorted(weeks):
            if not held.enter_context(db.exclusive(newsletter.engine, f"delivery-{week}")):
                raise DigestError(
                    f"issue {week} carries the text and is being delivered; nothing was removed. Stop it with"
                    f" digest deliveries pause {week}, then run the same command again"
                )
        yield


def _decide(
    connection: Connection, newsletter: Newsletter, reasons: Mapping[str, str], held: Collection[str]
) -> _Decided:
    """Delete the texts and end the deliveries that cannot go on, by the log as it stands."""
    # Whoever appends meanwhile, texts included, comes after this and finds them removed.
    lock_head(connection)
    found = find_carriers(connection, reasons)
    if not found.moving <= set(held):
        raise DigestError("an issue that carries the text was approved just now; run the same command again")
    at = newsletter.now()
    note(
        newsletter.home,
        {
            hash_: {"at": canonical_time(at), "content": hash_, "reason": reason}
            for hash_, reason in found.reasons.items()
        },
    )
    remove(connection, found.reasons)
    known = removals(connection, found.reasons)
    new = [hash_ for hash_ in found.reasons if hash_ not in known]
    events = [
        NewEvent(
            event_id=fact_id("content-redacted", hash_),
            stream=content_stream(hash_),
            occurred_at=at,
            data=ContentRedacted(hash=hash_, reason=found.reasons[hash_]),
            actor=newsletter.actor,
        )
        for hash_ in new
    ]
    cut_short = [affected for affected in found.weeks if affected.state == "delivering"]
    ends, cancelled = _end_deliveries(connection, newsletter, cut_short)
    return _Decided(
        events=(*events, *ends),
        expected=dict.fromkeys(map(content_stream, new), 0)
        | stream_versions(connection, [end.stream for end in ends]),
        texts=sum(hash_ not in found.parts for hash_ in new),
        issues=tuple(affected.week for affected in found.weeks),
        cancelled=cancelled,
    )


def _end_deliveries(
    connection: Connection, newsletter: Newsletter, weeks: Iterable[Affected]
) -> tuple[list[NewEvent], int]:
    """Cancel whoever still waits for these issues and complete them; the delivery locks are held."""
    at = newsletter.now()
    events: list[NewEvent] = []
    cancelled = 0
    for affected in weeks:
        week = affected.week
        recovered = outbox.recover(connection, week, newsletter.transport, at)
        cancelled += outbox.close_pending(connection, week, "cancelled", detail="text_removed", at=at)
        record_mishaps(connection, newsletter, week, orphaned(week, recovered))
        version = stream_versions(connection, [f"issue/{week}"])[f"issue/{week}"]
        data = completed(connection, week, affected.issue)
        events.append(issue_event(week, version, data, occurred_at=at, actor=newsletter.actor))
    return events, cancelled


def _delete_bodies(newsletter: Newsletter, texts: Collection[str], searched: set[str]) -> int:
    """Delete the raw bodies in which a text can be read, but for those searched before."""
    deleted = 0
    if not texts:
        return deleted
    for digest in newsletter.bodies.digests():
        if digest not in searched and traces(newsletter.bodies.get(digest), texts):
            newsletter.bodies.remove(digest)
            deleted += 1
        searched.add(digest)
    return deleted


def _take_back(newsletter: Newsletter) -> int:
    """Delete the written mails of every issue whose texts were removed; returns how many there were."""
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["issue"]
        sent = connection.execute(
            select(table.c.week, table.c.issue).where(table.c.recipients.is_not(None))
        ).all()
        gone = removals(connection, [row.issue for row in sent])
        mails = recipients.mails(connection, [row.week for row in sent if row.issue in gone])
    return newsletter.forget(mail.message_id for mail in mails)
