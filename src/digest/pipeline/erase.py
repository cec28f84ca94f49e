"""Forget a person: address, name and evidence go; a random id, and a hash that keeps mail away, stay.

The database forgets first, in one transaction; written mails and the disk follow. Whatever a crash
leaves undone, the same command does when it is run again.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, select, update

from digest import db
from digest.db import insert_missing
from digest.delivery import letters, outbox, recipients
from digest.errors import DigestError
from digest.events import NewEvent
from digest.intake.records import PersonErased, TextRemoved
from digest.intake.subscriptions import decide_erasure
from digest.intake.suppression import address_hash, folded
from digest.issue.wording import counted
from digest.log.codec import canonical_time
from digest.log.content import removals, texts
from digest.log.schema import bookmark, content, sign_up, subscriber_vault, suppression
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.erasures import note, purge, read_ledger
from digest.pipeline.redact import redact_all
from digest.pipeline.subscribe import subscriber_ids, subscriber_states, suppressed
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from digest.events.subscribers import Via
    from digest.pipeline.newsletter import Newsletter

#: Why an erased address is on suppression.
REASON = "erased"


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure did. ``again``: the person had been forgotten before.

    ``mails`` that were written and had not left were deleted.
    """

    again: bool
    mails: int

    def __str__(self) -> str:
        mails = f"{counted(self.mails, 'written mail')} deleted"
        if self.again:
            return f"was erased before; {mails}"
        return f"erased: address, name and evidence are deleted, no import will mail it again; {mails}"


def erase_reader(newsletter: Newsletter, subscriber_id: str) -> Erased:
    """Forget the reader of a link, for good.

    Raises:
        DigestError: something of it could not be finished now; running it again finishes it.
    """
    again: list[bool] = []

    def decide(connection: Connection) -> Events:
        mine = subscriber_vault.c.subscriber_id == subscriber_id
        address = connection.execute(select(subscriber_vault.c.address).where(mine)).scalar_one_or_none()
        again[:] = [address is None]
        if address is None:
            return Events(events=(), expected={})
        key = address_hash(newsletter.content_key, address)
        _forget_requests(connection, newsletter, {key})
        return _forget(connection, newsletter, {key: subscriber_id}, via="link")

    append_decided(newsletter.log, decide)
    return Erased(again=again[0], mails=_finish(newsletter, subscriber_vault, sign_up, bookmark))


def erase(newsletter: Newsletter, address: str, *, via: Via) -> Erased:
    """Forget the person behind an address, for good.

    Raises:
        DigestError: nobody subscribed with this address, or something of it could not be finished now;
            the text says what, and running it again finishes it.
    """
    key = address_hash(newsletter.content_key, address)
    again: list[bool] = []

    def decide(connection: Connection) -> Events:
        subscriber_id = subscriber_ids(connection, [address]).get(folded(address))
        asked = _forget_requests(connection, newsletter, {key})
        again[:] = [subscriber_id is None and not asked]
        if subscriber_id is not None:
            return _forget(connection, newsletter, {key: subscriber_id}, via=via)
        if not asked and not suppressed(connection, [key]):
            raise DigestError(f"nobody subscribed as {address}; check the spelling")
        return Events(events=(), expected={})

    append_decided(newsletter.log, decide)
    return Erased(again=again[0], mails=_finish(newsletter, subscriber_vault, sign_up, bookmark))


def _forget(connection: Connection, newsletter: Newsletter, people: Mapping[str, str], *, via: Via) -> Events:
    """Delete what is known of people (keyed address hash -> subscriber id), and put them on suppression.

    Their mails that still wait are skipped. What is returned must be appended in this transaction.
    """
    at = newsletter.now()
    states = subscriber_states(connection, list(people.values()))
    lines = {
        key: {"at": canonical_time(at), "address_hash": key, "subscriber_id": subscriber_id}
        for key, subscriber_id in people.items()
    }
    note(newsletter.home, lines)
    _suppress(connection, people, at)
    under_way = _weeks_of(connection, under_way=True)
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    for subscriber_id in people.values():
        for table in (subscriber_vault, bookmark):
            connection.execute(delete(table).where(table.c.subscriber_id == subscriber_id))
        letters.skip_all(connection, subscriber_id)
        for week in under_way:
            outbox.close_pending(
                connection, week, "skipped", detail="no_address", at=at, subscriber_id=subscriber_id
            )
        state = states[subscriber_id]
        event = decide_erasure(
            subscriber_id=subscriber_id, state=state, actor=newsletter.actor, via=via, at=at
        )
        if event is not None:
            events.append(event)
            expected[event.stream] = state.version
    return Events(events=tuple(events), expected=expected)


def _forget_requests(connection: Connection, newsletter: Newsletter, hashes: Collection[str]) -> bool:
    """Delete what was asked for at these addresses and nobody has confirmed; whether there was any."""
    found = False
    asked = connection.execute(select(sign_up.c.request_id, sign_up.c.address))
    for request_id, address in asked.all():
        if address_hash(newsletter.content_key, address) in hashes:
            connection.execute(delete(sign_up).where(sign_up.c.request_id == request_id))
            found = True
    waits = subscriber_vault.c.pending_address
    changing = connection.execute(select(subscriber_vault.c.subscriber_id, waits).where(waits.is_not(None)))
    for subscriber_id, address in changing.all():
        if address_hash(newsletter.content_key, address) in hashes:
            mine = subscriber_vault.c.subscriber_id == subscriber_id
            connection.execute(update(subscriber_vault).where(mine).values(pending_address=None))
            found = True
    return found


def _suppress(connection: Connection, hashes: Collection[str], at: datetime) -> None:
    """Put keyed address hashes on suppression; one that is there for it already keeps its time."""
    for chunk in db.chunks(hashes):
        of_other_reasons = suppression.c.address_hash.in_(chunk) & (suppression.c.reason != REASON)
        connection.execute(delete(suppression).where(of_other_reasons))
    rows = [{"address_hash": key, "reason": REASON, "at": canonical_time(at)} for key in hashes]
    insert_missing(connection, suppression, rows)


def _finish(newsletter: Newsletter, *tables: Table) -> int:
    """Delete the written mails of everybody erased, and what the disk holds of these tables' old rows.

    Returns how many mails there were.

    Raises:
        DigestError: a mail is on its way, or somebody reads an older state; run it again.
    """
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["subscriber"]
        erased = connection.execute(select(table.c.subscriber_id).where(table.c.status == "erased")).scalars()
        people = erased.all()
        mails = recipients.mails(connection, _weeks_of(connection), people)
        written = letters.message_ids_of(connection, people)
    with ExitStack() as held:
        # A claimed row belongs to the dead, or to a worker that is writing its mail just now.
        moving = [
            week
            for week in sorted({mail.issue for mail in mails if mail.state == "claimed"})
            if not held.enter_context(db.exclusive(newsletter.engine, f"delivery-{week}"))
        ]
        is_writing = bool(written) and not held.enter_context(db.exclusive(newsletter.engine, "letters"))
        taken = newsletter.forget(
            [
                *(mail.message_id for mail in mails if mail.state != "claimed" or mail.issue not in moving),
                *([] if is_writing else written),
            ]
        )
    purge(newsletter.engine, *tables)
    if moving or is_writing:
        what = f"a mail of issue {', '.join(moving)}" if moving else "a letter"
        raise DigestError(
            f"it is deleted, but {what} is on its way just now."
            " Run the same command again when that delivery is done"
        )
    return taken


def _weeks_of(connection: Connection, *, under_way: bool = False) -> list[str]:
    """The weeks whose issue has an audience; only those whose delivery is not complete."""
    table = live_tables(connection)["issue"]
    started = select(table.c.week).where(table.c.recipients.is_not(None))
    if under_way:
        started = started.where(table.c.state == "delivering")
    return list(connection.execute(started).scalars())


def reapply(newsletter: Newsletter, path: Path) -> int:
    """Forget again what a ledger says was forgotten, after a backup brought it back.

    Returns how many lines were not applied here yet; a second time there are none.

    Raises:
        BadRecord: a line is none of a ledger; nothing was done.
        DigestError: something could not be finished now; run it again.
    """
    lines = read_ledger(path)
    people = [line for line in lines if isinstance(line, PersonErased)]
    removed = {line.content: line.reason for line in lines if isinstance(line, TextRemoved)}
    unapplied: list[PersonErased] = []

    def decide(connection: Connection) -> Events:
        rows = connection.execute(select(subscriber_vault.c.subscriber_id, subscriber_vault.c.address))
        by_id = {row.subscriber_id: address_hash(newsletter.content_key, row.address) for row in rows}
        by_hash = {key: subscriber_id for subscriber_id, key in by_id.items()}
        known = suppressed(connection, [line.address_hash for line in people])
        unapplied[:] = [
            line
            for line in people
            if line.address_hash not in known or line.address_hash in by_hash or line.subscriber_id in by_id
        ]
        note(newsletter.home, {line.address_hash: _ledger_line(line) for line in people})
        _forget_requests(connection, newsletter, {line.address_hash for line in people})
        _suppress(connection, [line.address_hash for line in people], newsletter.now())
        # The id still names the person where the home was given another key meanwhile.
        named = {by_hash.get(line.address_hash) for line in people} | {line.subscriber_id for line in people}
        back = {by_id[identity]: identity for identity in by_id.keys() & named}
        return _forget(connection, newsletter, back, via="operator")

    append_decided(newsletter.log, decide)
    with db.reading(newsletter.engine) as connection:
        there, gone = texts(connection, removed), removals(connection, removed)
    back = {hash_: reason for hash_, reason in removed.items() if hash_ in there or hash_ not in gone}
    if back:
        redact_all(newsletter, back)
    _finish(newsletter, subscriber_vault, bookmark, content)
    return len(unapplied) + len(back)


def _ledger_line(line: PersonErased) -> dict[str, str]:
    return {
        "at": canonical_time(line.at),
        "address_hash": line.address_hash,
        "subscriber_id": line.subscriber_id,
    }
