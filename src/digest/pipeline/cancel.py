"""End a delivery that is under way: whoever still waits gets no mail, and the totals are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import db
from digest.delivery import outbox, recipients
from digest.delivery.mishaps import orphaned
from digest.errors import DigestError
from digest.pipeline.deliver import completed
from digest.pipeline.issue_stream import append_to_issue, require_frozen
from digest.pipeline.mishaps import record_mishaps
from digest.pipeline.project import project

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.events import Event
    from digest.pipeline.newsletter import Newsletter


def cancel(newsletter: Newsletter, week: str) -> recipients.Counts:
    """Cancel the recipients who wait, put off or not, and complete the delivery; returns its totals.

    Mail that has left cannot be called back. A row that a dead worker left claimed is decided first.

    Raises:
        DigestError: no delivery of the week is under way, or another process is at it.
    """
    totals: list[recipients.Counts] = []

    def decide(connection: Connection) -> Event:
        row = require_frozen(connection, week)
        if row.state != "delivering":
            raise DigestError(
                f"issue {week} is {row.state}, so there is no delivery to cancel."
                f" To keep it from going out, run: digest issue reject {week}"
                if row.state in {"frozen", "approved"}
                else f"issue {week} is {row.state}; there is no delivery to cancel"
            )
        at = newsletter.now()
        recovered = outbox.recover(connection, week, newsletter.transport, at)
        outbox.close_pending(connection, week, "cancelled", detail="cancelled", at=at)
        record_mishaps(connection, newsletter, week, orphaned(week, recovered))
        totals.append(recipients.counts(connection, week))
        return completed(connection, week, row.issue)

    with db.exclusive(newsletter.engine, f"delivery-{week}") as had:
        if not had:
            raise DigestError(
                f"issue {week} is being delivered by another process."
                f" Stop it first: digest deliveries pause {week} --reason cancelled"
            )
        project(newsletter.log)
        append_to_issue(newsletter.log, week, newsletter.actor, decide)
    return totals[-1]
