"""An editor lets the frozen issue go out, or sends it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.events import Event, IssueApproved, IssueRejected
from digest.pipeline.freeze import require_texts
from digest.pipeline.issue_stream import append_to_issue, require_frozen

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter


def approve(newsletter: Newsletter, week: str) -> bool:
    """Approve exactly what is frozen; false if it was approved already.

    Raises:
        DigestError: the week has no frozen issue, it was rejected, or texts of it were removed.
    """

    def decide(connection: Connection) -> Event | None:
        row = require_frozen(connection, week)
        if row.state == "rejected":
            raise DigestError(f"issue {week} was rejected; freeze it anew: digest weekly --week {week}")
        require_texts(connection, row)
        return IssueApproved(week=week, issue=row.issue) if row.state == "frozen" else None

    return append_to_issue(newsletter.log, week, newsletter.actor, decide) is not None


def reject(newsletter: Newsletter, week: str, reason: str) -> None:
    """Send the frozen issue back; the next weekly run selects and freezes anew.

    Raises:
        DigestError: the week has no frozen issue, or its delivery has begun.
    """

    def decide(connection: Connection) -> Event | None:
        row = require_frozen(connection, week)
        if row.state in ("delivering", "delivered"):
            raise DigestError(f"issue {week} is {row.state}; what was mailed cannot be taken back")
        if row.state == "rejected":
            return None
        return IssueRejected(week=week, issue=row.issue, reason=reason)

    append_to_issue(newsletter.log, week, newsletter.actor, decide)
