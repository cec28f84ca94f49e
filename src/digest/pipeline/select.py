"""Choose the week's pair, or say why there is none; pin and unpin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select as sql_select

from digest import db
from digest.errors import DigestError
from digest.events import ComparisonPinned, ComparisonUnpinned, Event, IssueSkipped
from digest.issue.desk import DeskPair, closest_pairs
from digest.issue.explanation import explain, why_nothing
from digest.issue.selection import Pin, Selection, select, selected_event
from digest.issue.weeks import window
from digest.log import store
from digest.pipeline.facts import find_tools, load_history, load_personas, load_tools
from digest.pipeline.groups import load_groups
from digest.pipeline.issue_stream import append_to_issue, issue_row
from digest.projections.live import live_tables
from digest.projections.pointers import live_pointers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from digest.issue.facts import PastIssue, Persona, ToolFacts
    from digest.log.store import Head
    from digest.pipeline.newsletter import Newsletter

#: States in which an issue's pair is settled: choosing again would change what was said.
SETTLED = ("frozen", "approved", "delivering", "delivered")


class Knowledge(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a week is decided on, read at one position of the log.

    ``settled`` is the state of an issue whose pair is chosen for good, null before that.
    """

    week: str
    cutoff: datetime
    head: Head
    tools: tuple[ToolFacts, ...]
    personas: tuple[Persona, ...]
    history: tuple[PastIssue, ...]
    pin: Pin | None
    settled: str | None

    def select(self) -> Selection:
        """The pair these facts lead to."""
        return select(
            self.tools,
            personas=self.personas,
            history=self.history,
            pin=self.pin,
            cutoff=self.cutoff,
            week=self.week,
        )

    def explanation(self) -> tuple[str, ...]:
        """Why these facts lead there, a line each."""
        return explain(self.select(), self.tools)

    def desk(self) -> tuple[DeskPair, ...]:
        """The pairs closest to an issue, and what each lacks."""
        return closest_pairs(
            self.tools,
            personas=self.personas,
            history=self.history,
            cutoff=self.cutoff,
            week=self.week,
        )


def know(connection: Connection, newsletter: Newsletter, week: str) -> Knowledge:
    """Read what decides about a week: from the log's head, with the week's end as the latest moment."""
    _, end = window(week, newsletter.zone)
    pins = live_tables(connection)["pin"]
    row = connection.execute(sql_select(pins).where(pins.c.week == week)).one_or_none()
    issue = issue_row(connection, week)
    root = load_groups(connection).root
    return Knowledge(
        week=week,
        cutoff=min(newsletter.now(), end),
        # What the read models have folded; the log may be further by now.
        head=store.head_at(connection, live_pointers(connection)["tools"].position),
        tools=load_tools(connection),
        personas=load_personas(connection),
        history=load_history(connection, before=week),
        pin=None if row is None else Pin(tools=(root(row.tool_a), root(row.tool_b)), reason=row.reason),
        settled=None if issue is None or issue.state not in SETTLED else issue.state,
    )


def select_pair(newsletter: Newsletter, week: str) -> tuple[Selection, Knowledge]:
    """Choose and record the week's pair; with nothing worth sending, record that it was skipped.

    A week whose issue is frozen keeps its pair. Choosing the same pair again records nothing.

    Raises:
        DigestError: the editor's pin cannot stand.
    """
    known: list[tuple[Selection, Knowledge]] = []

    def decide(connection: Connection) -> Event | None:
        knowledge = know(connection, newsletter, week)
        selection = knowledge.select()
        if selection.pin_refused:
            raise DigestError(
                f"the pin for {week} cannot stand: {selection.pin_refused}."
                f" Mend it, or run: digest unpin {week}"
            )
        known.append((selection, knowledge))
        row = issue_row(connection, week)
        if row is not None and row.state in SETTLED:
            return None
        chosen = selected_event(selection, as_of_position=knowledge.head.position)
        if chosen is None:
            reason = why_nothing(selection)
            if row is not None and (row.state, row.reason) == ("skipped", reason):
                return None
            return IssueSkipped(week=week, reason=reason, as_of_position=knowledge.head.position)
        same = row is not None and (row.state, row.tool_a, row.tool_b) == ("selected", *chosen.tools)
        return None if same else chosen

    append_to_issue(newsletter.log, week, newsletter.actor, decide)
    return known[-1]


def pin(newsletter: Newsletter, week: str, slugs: tuple[str, str], reason: str) -> None:
    """Choose the week's pair by hand, in the order it will be shown.

    Raises:
        DigestError: a tool is unknown, both are one, or the week's issue is frozen already.
    """

    def decide(connection: Connection) -> Event | None:
        _refuse_settled(connection, week)
        first, second = find_tools(connection, slugs)
        if first.tool_id == second.tool_id:
            raise DigestError(f"{slugs[0]} cannot be compared with itself; name two tools")
        pins = live_tables(connection)["pin"]
        row = connection.execute(sql_select(pins).where(pins.c.week == week)).one_or_none()
        data = ComparisonPinned(week=week, tools=(first.tool_id, second.tool_id), reason=reason)
        if row is not None and (row.tool_a, row.tool_b, row.reason) == (*data.tools, reason):
            return None
        return data

    append_to_issue(newsletter.log, week, newsletter.actor, decide)


def unpin(newsletter: Newsletter, week: str) -> bool:
    """Take the editor's choice back; false if there was none."""

    def decide(connection: Connection) -> Event | None:
        _refuse_settled(connection, week)
        pins = live_tables(connection)["pin"]
        row = connection.execute(sql_select(pins).where(pins.c.week == week)).one_or_none()
        return None if row is None else ComparisonUnpinned(week=week)

    return append_to_issue(newsletter.log, week, newsletter.actor, decide) is not None


def look(newsletter: Newsletter, week: str) -> Knowledge:
    """What a week would be decided on now; changes nothing."""
    with db.reading(newsletter.engine) as connection:
        return know(connection, newsletter, week)


def _refuse_settled(connection: Connection, week: str) -> None:
    row = issue_row(connection, week)
    if row is not None and row.state in SETTLED:
        raise DigestError(
            f"issue {week} is {row.state}; reject it first: digest issue reject {week} --reason TEXT"
        )
