"""An editor lets the frozen issue go out, or sends it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.errors import DigestError, FrozenAnew
from digest.events import IssueApproved, IssueRejected, NewEvent, seal
from digest.intake.fields import body_of_text, line_of_text
from digest.log.streams import stream_versions
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.freeze import require_texts
from digest.pipeline.issue_stream import append_to_issue, issue_event, require_frozen

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from digest.events import Event
    from digest.pipeline.newsletter import Newsletter

#: What an editor may say of an issue: that it is good, and why it is not.
NOTE = body_of_text(1_000)
REASON = line_of_text(1_000)


def approve(newsletter: Newsletter, week: str, *, seen: str | None = None, note: str | None = None) -> bool:
    """Approve exactly what is frozen; false if it was approved already.

    ``seen`` is the hash of the issue that the editor looked at, if that is known. The text of ``note``
    stands beside the log and can be removed.

    Raises:
        FrozenAnew: another issue than ``seen`` is frozen.
        DigestError: the week has no frozen issue, it was rejected, texts of it were removed, or the note
            cannot be kept as it is.
    """
    said = None if note is None or not note.strip() else NOTE.read(note)
    if said is None and note is not None and note.strip():
        raise DigestError(f"the note cannot be kept as it is; allowed: {NOTE.allowed}")

    def decide(connection: Connection) -> Events:
        row = _seen(connection, week, seen)
        if row.state == "rejected":
            raise DigestError(f"issue {week} was rejected; freeze it anew: digest weekly --week {week}")
        require_texts(connection, row)
        if row.state != "frozen":
            return Events(events=(), expected={})
        return _approved(connection, newsletter, row, None if said is None else str(said))

    decided, _ = append_decided(newsletter.log, decide)
    return bool(decided.events)


def reject(newsletter: Newsletter, week: str, reason: str, *, seen: str | None = None) -> None:
    """Send the frozen issue back; the next weekly run selects and freezes anew.

    Raises:
        FrozenAnew: another issue than ``seen`` is frozen.
        DigestError: the week has no frozen issue, its delivery has begun, or the reason cannot be kept as
            it is.
    """
    why = REASON.read(reason)
    if why is None:
        raise DigestError(f"say why in words that can be kept; allowed: {REASON.allowed}")

    def decide(connection: Connection) -> Event | None:
        row = _seen(connection, week, seen)
        if row.state in ("delivering", "delivered"):
            raise DigestError(f"issue {week} is {row.state}; what was mailed cannot be taken back")
        if row.state == "rejected":
            return None
        return IssueRejected(week=week, issue=row.issue, reason=str(why))

    append_to_issue(newsletter.log, week, newsletter.actor, decide)


def _seen(connection: Connection, week: str, seen: str | None) -> Row[Any]:
    row = require_frozen(connection, week)
    if seen is not None and row.issue != seen:
        raise FrozenAnew(week)
    return row


def _approved(connection: Connection, newsletter: Newsletter, row: Row[Any], said: str | None) -> Events:
    stream = f"issue/{row.week}"
    version = stream_versions(connection, [stream]).get(stream, 0)
    note = None if said is None else seal(newsletter.content_key, f"{stream}/{version}/note", said)
    event: NewEvent = issue_event(
        row.week,
        version,
        IssueApproved(week=row.week, issue=row.issue, note=None if note is None else note.hash),
        occurred_at=newsletter.now(),
        actor=newsletter.actor,
        contents=() if note is None else (note,),
    )
    return Events(events=(event,), expected={stream: version})
