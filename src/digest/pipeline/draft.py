"""A frozen issue as its editor has to see it before it goes out, or what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.delivery import recipients
from digest.email.plain import plain_values
from digest.issue.model import Issue
from digest.links import Edit, editing, sign
from digest.log.content import removals, texts
from digest.pipeline.audience import choose_audience
from digest.pipeline.freeze import Frozen, filled, load_frozen, preview_link, require_texts
from digest.pipeline.issue_stream import SENT, require_frozen
from digest.pipeline.lint_issue import lint_issue
from digest.pipeline.published import runners_up_of, selection_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from digest.events import ComparisonSelected
    from digest.issue.findings import Finding
    from digest.pipeline.newsletter import Newsletter

#: How long an editor's link is good for.
VALID_FOR = timedelta(days=14)


class EditorLink(msgspec.Struct, frozen=True, kw_only=True):
    """The address of an editor's page; whoever has it acts as the editor until it expires."""

    editor: str
    week: str
    url: str
    expires_at: datetime


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen issue, ``hash`` naming exactly this one.

    ``recipients`` is how many get it, or would if its delivery began now. ``note`` is the approving
    editor's, or when it was removed. ``doubts`` are about facts of a tool, by its name.
    """

    week: str
    state: str
    hash: str
    issue: Issue
    text: str
    html_bytes: int
    words: int
    position: int
    head: str
    recipients: int
    approved_by: str | None
    note: str | None
    reason: str | None
    findings: tuple[Finding, ...]
    doubts: tuple[tuple[str, str], ...]
    why: ComparisonSelected | None
    runners_up: tuple[tuple[str, str], ...]


def link_for(newsletter: Newsletter, week: str, editor: str) -> EditorLink:
    """A link by which an editor sees and decides on the week's issue, once it is frozen.

    Raises:
        DigestError: the name cannot stand in a link.
    """
    link = editing(editor, week, newsletter.now(), VALID_FOR)
    url = f"{newsletter.sender.public_url}/e/{sign(newsletter.ring, link)}"
    return EditorLink(editor=editor, week=week, url=url, expires_at=link.expires_at)


def read_draft(newsletter: Newsletter, week: str) -> Draft:
    """The week's frozen issue with all that speaks for or against it.

    Raises:
        DigestError: the week has no frozen issue, or texts of it were removed.
    """
    with db.reading(newsletter.engine) as connection:
        row = require_frozen(connection, week)
        require_texts(connection, row)
        why = selection_of(connection, week)
        runners_up = runners_up_of(connection, why)
        note = None if row.note is None else _note(connection, row.note)
        waiting = len(choose_audience(connection, week)) if row.state not in SENT else None
        frozen_recipients = recipients.counts(connection, week).frozen
    frozen = load_frozen(newsletter, week)
    issue = plain_values(frozen.issue)
    return Draft(
        week=week,
        state=row.state,
        hash=row.issue,
        issue=issue,
        text=filled(frozen.text, frozen.text_slots, preview_link(newsletter)),
        html_bytes=row.html_bytes,
        words=row.words,
        position=row.as_of_position,
        head=row.head,
        recipients=frozen_recipients if waiting is None else waiting,
        approved_by=row.approved_by,
        note=note,
        reason=row.reason,
        findings=lint_issue(newsletter, week),
        doubts=tuple((side.name, flag) for side in issue.comparison.tools for flag in side.flags),
        why=why,
        runners_up=runners_up,
    )


def draft_mail(newsletter: Newsletter, link: Edit) -> str:
    """The HTML of the issue that a link is for, with links that belong to nobody.

    Raises:
        DigestError: the week has no frozen issue, or texts of it were removed.
    """
    frozen: Frozen = load_frozen(newsletter, link.week)
    return filled(frozen.html, frozen.html_slots, preview_link(newsletter))


def _note(connection: Connection, hash_: str) -> str:
    body = texts(connection, [hash_]).get(hash_)
    return str(removals(connection, [hash_])[hash_]) if body is None else body
