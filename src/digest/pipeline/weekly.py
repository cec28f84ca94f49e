"""The whole corridor for one week: ingest, project, select, freeze, render, approve, deliver.

Each step asks the log whether it is done, so a run that was killed goes on where it stopped, and a
second run of a finished week repeats nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.issue.desk import DeskPair
from digest.issue.model import Issue
from digest.pipeline.approve import approve
from digest.pipeline.deliver import Delivered, OnProgress, deliver
from digest.pipeline.freeze import freeze_issue, load_frozen
from digest.pipeline.ingest import Outcome, current_polls, ingest
from digest.pipeline.issue_stream import issue_row
from digest.pipeline.project import project
from digest.pipeline.select import SETTLED, select_pair

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter

#: Step name, and a line on how it went.
OnStep = Callable[[str, str], None]


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """How far a week has come. ``state`` is skipped, frozen (it waits for approval), approved (it
    waits for readers, or deliveries are paused), delivering (paused on the way, or readers were put
    off) or delivered.

    ``issue`` is null and ``desk`` says what is missing when the week was skipped.
    """

    week: str
    state: str
    issue: Issue | None = None
    desk: tuple[DeskPair, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    delivered: Delivered | None = None


def weekly(
    newsletter: Newsletter, week: str, *, auto_approve: bool, on_step: OnStep, on_progress: OnProgress
) -> Week:
    """Bring the week as far as it can go. Nothing is delivered before an approval.

    ``auto_approve`` approves what was frozen, in the name of this process's actor.

    Raises:
        PoisonEvent: a read model stopped; nothing is frozen behind the head of the log.
    """
    outcomes: tuple[Outcome, ...] = ()
    state = _state(newsletter, week)
    if state in SETTLED:
        on_step("freeze", f"issue {week} is {state} already; its content stays as it is")
    else:
        outcomes = ingest(
            newsletter,
            current_polls(newsletter.sources),
            on_outcome=lambda outcome: on_step("ingest", str(outcome)),
        )
        on_step("project", f"read models at position {project(newsletter.log):,}")
        selection, knowledge = select_pair(newsletter, week)
        if selection.tools is None:
            on_step("select", "no pair is worth sending yet")
            return Week(week=week, state="skipped", desk=knowledge.desk(), outcomes=outcomes)
        names = {tool.tool_id: tool.name for tool in knowledge.tools}
        pinned = " (pinned by the editor)" if selection.pin else ""
        on_step("select", " vs ".join(names[tool_id] for tool_id in selection.tools) + pinned)
        frozen = freeze_issue(newsletter, week)
        html_bytes = sum(len(segment.encode()) for segment in frozen.html)
        on_step("freeze", f"{frozen.issue.title_line} at position {frozen.issue.method.as_of_position:,}")
        on_step("render", f"{html_bytes:,} bytes of HTML, {frozen.hash[:12]}")
    issue = load_frozen(newsletter, week).issue
    if auto_approve and approve(newsletter, week):
        on_step("approve", f"approved by {newsletter.actor}")
    if _state(newsletter, week) == "frozen":
        on_step("approve", "waits for an editor")
        return Week(week=week, state="frozen", issue=issue, outcomes=outcomes)
    delivered = deliver(newsletter, week, on_progress=on_progress)
    on_step("deliver", str(delivered))
    counts = delivered.counts
    state = "approved" if not counts.frozen else "delivering" if counts.open else "delivered"
    return Week(week=week, state=state, issue=issue, outcomes=outcomes, delivered=delivered)


def _state(newsletter: Newsletter, week: str) -> str | None:
    project(newsletter.log)
    with db.reading(newsletter.engine) as connection:
        row = issue_row(connection, week)
    return None if row is None else str(row.state)
