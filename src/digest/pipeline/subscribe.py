"""Subscribers come and go: addresses and evidence into the vault, ids and facts into the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, update

from digest import db
from digest.errors import BadRecord, DigestError
from digest.events import NewEvent
from digest.events.subscribers import Via
from digest.intake.imported import Imported, accepted, once_each
from digest.intake.records import SubscriberRecord
from digest.intake.standing import Standing, SubscriberState, standing
from digest.intake.subscriptions import (
    decide_subscription,
    decide_unsubscribe,
    has_evidence,
)
from digest.intake.suppression import address_hash, folded
from digest.issue.wording import counted
from digest.log.codec import canonical_time
from digest.log.schema import subscriber_vault
from digest.log.streams import stream_events, stream_versions
from digest.pipeline.decide import Events, append_decided
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter


_SUPPRESSED = "SELECT address_hash FROM suppression WHERE address_hash {among}"
_KNOWN = "SELECT folded, subscriber_id FROM subscriber_vault WHERE folded {among}"


class SubscribersImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of subscribers did.

    ``left`` had unsubscribed and stay so; ``suppressed`` asked to be forgotten and are not taken.
    """

    confirmed: int
    pending: int
    unchanged: int
    left: int
    suppressed: int
    bad: tuple[BadRecord, ...]

    def __str__(self) -> str:
        if not (self.confirmed or self.pending or self.left or self.suppressed or self.bad):
            return f"nothing changed: {counted(self.unchanged, 'subscriber')} as the file says"
        left = f", {self.left} had unsubscribed and stay so" if self.left else ""
        left += f", {self.suppressed} suppressed and not taken" if self.suppressed else ""
        skipped = f", {counted(len(self.bad), 'bad record')} left out" if self.bad else ""
        return (
            f"{counted(self.confirmed, 'subscriber')} confirmed, {self.pending} pending,"
            f" {self.unchanged} unchanged{left}{skipped}"
        )


class _Decided(msgspec.Struct, frozen=True, kw_only=True):
    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    confirmed: int
    pending: int
    unchanged: int
    left: int
    suppressed: int


def subscribe(
    newsletter: Newsletter,
    imported: Imported[SubscriberRecord],
    *,
    via: Via,
    skip_bad: bool = False,
) -> SubscribersImported:
    """Take in subscribers with their evidence; without it they stay pending and are not mailed.

    A known address keeps its id; one that unsubscribed is not brought back, and one on suppression
    is not kept at all.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    checked = once_each(imported, lambda record: folded(record.email), "email")
    records = accepted(checked, skip_bad=skip_bad)
    recorded_at = newsletter.now()

    def decide(connection: Connection) -> _Decided:
        ids = subscriber_ids(connection, [record.email for record in records])
        states = subscriber_states(connection, list(ids.values()))
        hashes = {record.email: address_hash(newsletter.content_key, record.email) for record in records}
        shunned = suppressed(connection, hashes.values())
        events: list[NewEvent] = []
        new: list[dict[str, str | None]] = []
        expected: dict[str, int] = {}
        counts = {"confirmed": 0, "pending": 0, "unchanged": 0, "left": 0, "suppressed": 0}
        for record in records:
            if hashes[record.email] in shunned:
                counts["suppressed"] += 1
                continue
            known = ids.get(folded(record.email))
            subscriber_id = known or newsletter.new_id()
            state = states.get(subscriber_id)
            decided = decide_subscription(
                record,
                subscriber_id=subscriber_id,
                state=state,
                actor=newsletter.actor,
                via=via,
                recorded_at=recorded_at,
            )
            if state is not None and state.status == "unsubscribed":
                counts["left"] += 1
            elif not decided:
                counts["unchanged"] += 1
            else:
                counts["confirmed" if has_evidence(record) else "pending"] += 1
                expected[f"subscriber/{subscriber_id}"] = state.version if state else 0
                if known is None:
                    new.append(_vault_row(subscriber_id, record))
                else:
                    _keep(connection, subscriber_id, record)
            events += decided
        db.bulk_insert(connection, subscriber_vault, new)
        return _Decided(events=tuple(events), expected=expected, **counts)

    decided, _ = append_decided(newsletter.log, decide)
    return SubscribersImported(
        confirmed=decided.confirmed,
        pending=decided.pending,
        unchanged=decided.unchanged,
        left=decided.left,
        suppressed=decided.suppressed,
        bad=checked.bad,
    )


def unsubscribe(newsletter: Newsletter, address: str, *, via: Via) -> bool:
    """Let a subscriber leave; false if they had left already.

    Raises:
        DigestError: nobody subscribed with this address.
    """
    new: list[NewEvent] = []

    def decide(connection: Connection) -> Events:
        subscriber_id = subscriber_ids(connection, [address]).get(folded(address))
        if subscriber_id is None:
            raise DigestError(f"nobody subscribed as {address}; check the spelling")
        state = subscriber_states(connection, [subscriber_id])[subscriber_id]
        event = decide_unsubscribe(
            subscriber_id=subscriber_id,
            state=state,
            actor=newsletter.actor,
            via=via,
            at=newsletter.now(),
        )
        new[:] = [] if event is None else [event]
        return Events(events=tuple(new), expected={f"subscriber/{subscriber_id}": state.version})

    append_decided(newsletter.log, decide)
    return bool(new)


def standing_of(connection: Connection, subscriber_id: str) -> Standing | None:
    """Where a subscriber stands by the log itself, not by a read model that may be a moment behind."""
    stream = f"subscriber/{subscriber_id}"
    return standing(item.data for item in stream_events(connection, [stream]).get(stream, ()))


def counts_by_status(connection: Connection) -> dict[str, int]:
    """How many subscribers are confirmed, pending, unsubscribed and erased."""
    table = live_tables(connection)["subscriber"]
    rows = connection.execute(
        select(table.c.status, func.count().label("subscribers")).group_by(table.c.status)
    )
    found = {row.status: row.subscribers for row in rows}
    return {"confirmed": 0, "pending": 0, "unsubscribed": 0, "erased": 0} | found


def suppressed(connection: Connection, hashes: Iterable[str]) -> set[str]:
    """Which of these keyed hashes belong to an address that must not be mailed."""
    return {row[0] for row in db.rows_among(connection, _SUPPRESSED, set(hashes))}


def subscriber_ids(connection: Connection, addresses: Iterable[str]) -> dict[str, str]:
    """Folded address -> subscriber id, of those that are known."""
    return dict(db.rows_among(connection, _KNOWN, {folded(address) for address in addresses}))


def subscriber_states(connection: Connection, identities: Sequence[str]) -> dict[str, SubscriberState]:
    """Subscriber id -> where they stand, by the log."""
    table = live_tables(connection)["subscriber"]
    versions = stream_versions(connection, [f"subscriber/{identity}" for identity in identities])
    return {
        row.subscriber_id: SubscriberState(
            status=row.status, version=versions[f"subscriber/{row.subscriber_id}"]
        )
        for chunk in db.chunks(identities)
        for row in connection.execute(select(table).where(table.c.subscriber_id.in_(chunk)))
    }


def _evidence(record: SubscriberRecord) -> dict[str, str | None]:
    return {
        "confirmed_at": None if record.confirmed_at is None else canonical_time(record.confirmed_at),
        "consent_source": record.consent_source,
        "consent_text": record.consent_text,
    }


def _vault_row(subscriber_id: str, record: SubscriberRecord) -> dict[str, str | None]:
    return {
        "subscriber_id": subscriber_id,
        "address": record.email,
        "folded": folded(record.email),
        "pending_address": None,
        "name": record.name,
        **_evidence(record),
    }


def _keep(connection: Connection, subscriber_id: str, record: SubscriberRecord) -> None:
    mine = subscriber_vault.c.subscriber_id == subscriber_id
    values = {"name": record.name, **_evidence(record)}
    connection.execute(update(subscriber_vault).where(mine).values(**values))
