"""Settle what became of uncertain messages, by what somebody found in the mail server's log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select

from digest import db
from digest.delivery import outbox, recipients
from digest.errors import DigestError
from digest.events import DeliveryReconciled
from digest.issue.wording import counted
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.issue_stream import require_frozen
from digest.pipeline.mishaps import delivery_events
from digest.pipeline.project import project

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter

Finding = Literal["accepted", "not-accepted"]


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages turned out to be accepted and how many not; ``uncertain`` are left."""

    accepted: int
    not_accepted: int
    uncertain: int

    def __str__(self) -> str:
        told = (
            f"{counted(self.accepted, 'message')} accepted, {self.not_accepted} not;"
            f" {self.uncertain} still uncertain"
        )
        return f"{told}. To send again what was not accepted, run: digest send" if self.not_accepted else told


def list_uncertain(newsletter: Newsletter, week: str) -> list[recipients.Unsettled]:
    """The messages of a week of which nobody knows whether they were accepted."""
    with db.reading(newsletter.engine) as connection:
        return recipients.uncertain(connection, week)


def reconcile(
    newsletter: Newsletter, week: str, *, accepted: Collection[str], not_accepted: Collection[str]
) -> Reconciled:
    """Settle uncertain messages of a week by their Message-IDs; naming one again changes nothing.

    What was not accepted waits for the next send, as the same message.

    Raises:
        DigestError: a Message-ID is none of this week's, is named as both, or its message is known to
            have ended otherwise; nothing was changed. Or the issue is being delivered.
    """
    both = sorted(set(accepted) & set(not_accepted))
    if both:
        raise DigestError(f"{both[0]} is named as accepted and as not accepted; name it once")
    findings: dict[str, Finding] = dict.fromkeys(accepted, "accepted")
    findings |= dict.fromkeys(not_accepted, "not-accepted")
    done: list[Reconciled] = []

    def decide(connection: Connection) -> Events:
        require_frozen(connection, week)
        settled = [
            DeliveryReconciled(week=week, subscriber_id=reader, outcome=outcome)
            for reader, outcome in _still_uncertain(connection, week, findings).items()
        ]
        for one in settled:
            outbox.reconcile(connection, week, one.subscriber_id, one.outcome, newsletter.now())
        outcomes = [one.outcome for one in settled]
        done[:] = [
            Reconciled(
                accepted=outcomes.count("accepted"),
                not_accepted=outcomes.count("not-accepted"),
                uncertain=recipients.counts(connection, week).uncertain,
            )
        ]
        return delivery_events(connection, newsletter, week, settled)

    with db.exclusive(newsletter.engine, f"delivery-{week}") as had:
        if not had:
            raise DigestError(f"issue {week} is being delivered by another process; let it finish")
        project(newsletter.log)
        append_decided(newsletter.log, decide)
    return done[-1]


def _still_uncertain(
    connection: Connection, week: str, findings: Mapping[str, Finding]
) -> dict[str, Finding]:
    """Reader -> finding, of those whose row is uncertain."""
    table = outbox.outbox
    rows = {
        row.message_id: row
        for row in connection.execute(
            select(table.c.message_id, table.c.subscriber_id, table.c.state).where(table.c.issue == week)
        )
        if row.message_id in findings
    }
    found: dict[str, Finding] = {}
    for message_id, finding in findings.items():
        row = rows.get(message_id)
        if row is None:
            raise DigestError(
                f"{message_id} is no Message-ID of {week}; list them: digest deliveries reconcile {week}"
            )
        if row.state == "uncertain":
            found[row.subscriber_id] = finding
        elif (row.state == "accepted") != (finding == "accepted"):
            raise DigestError(f"{message_id} is {row.state}, not uncertain; nothing was changed")
    return found
