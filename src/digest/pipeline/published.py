"""What the world may read: issues that were sent, with what the log still knows of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from digest import db
from digest.email.plain import plain, plain_values
from digest.events import Claim, ComparisonSelected
from digest.issue.comparison import take_line, tool_side
from digest.issue.history import Change, verdict_history
from digest.issue.model import Issue, Mover, TakeLine, ToolSide
from digest.issue.movers import Told, movers
from digest.log.codec import parse_time
from digest.log.content import texts
from digest.log.store import head
from digest.log.streams import stream_events, streams_below
from digest.pipeline.corrections import Correction, corrections_of
from digest.pipeline.facts import load_panel_policy, load_personas, load_tools, slugs_of, tool_ids_by_slug
from digest.pipeline.freeze import removal_of
from digest.pipeline.groups import load_groups
from digest.pipeline.issue_stream import SENT, issue_row
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from digest.pipeline.newsletter import Newsletter


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An issue as a list shows it; ``slugs`` name its two tools as they are called now."""

    week: str
    number: int
    title: str
    issued_at: datetime
    slugs: tuple[str, str]

    @property
    def headline(self) -> str:
        """The title without what stands on every page."""
        return self.title.partition(": Which AI Tool")[0]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A sent issue. ``issue`` is null where texts of it were removed, and ``removed`` says when and why.

    ``corrections`` were issued since. ``changed`` is what readers of it were told and is no longer so.
    ``histories`` are the panel's verdicts on the two tools, in display order, each change in turn; ``why``
    is the selection.
    """

    listed: Listed
    issue: Issue | None
    removed: str | None
    position: int
    head: str
    corrections: tuple[Correction, ...]
    changed: tuple[Mover, ...]
    histories: tuple[tuple[Change, ...], tuple[Change, ...]]
    why: ComparisonSelected | None
    runners_up: tuple[tuple[str, str], ...]


class Take(msgspec.Struct, frozen=True, kw_only=True):
    """What one reviewer says now."""

    reviewer: str
    line: TakeLine


class ToolPage(msgspec.Struct, frozen=True, kw_only=True):
    """A tool as its page shows it; ``source`` brought it, and ``history`` is the panel's."""

    side: ToolSide
    takes: tuple[Take, ...]
    launched_at: datetime
    source: str
    history: tuple[Change, ...]


def list_published(newsletter: Newsletter) -> tuple[Listed, ...]:
    """Every sent issue, the newest first."""
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["issue"]
        rows = connection.execute(
            select(table).where(table.c.state.in_(SENT)).order_by(table.c.week.desc())
        ).all()
        slugs = iter(slugs_of(connection, [tool for row in rows for tool in (row.tool_a, row.tool_b)]))
        return tuple(_listed(row, (next(slugs), next(slugs))) for row in rows)


def load_published(newsletter: Newsletter, week: str) -> Published | None:
    """One sent issue; null if there is none of that week, or it has not been sent."""
    with db.reading(newsletter.engine) as connection:
        row = issue_row(connection, week)
        if row is None or row.state not in SENT:
            return None
        removal = removal_of(connection, row)
        body = None if removal else texts(connection, [row.issue])[row.issue]
        why = selection_of(connection, week)
        policy = load_panel_policy(connection)
        claims = msgspec.json.decode(row.claims, type=list[Claim])
        told = [Told(claim=claim, at=parse_time(row.issued_at)) for claim in claims]
        now = load_tools(connection, [row.tool_a, row.tool_b])
        return Published(
            listed=_listed(row, _pair(connection, (row.tool_a, row.tool_b))),
            issue=None if body is None else plain_values(msgspec.json.decode(body, type=Issue)),
            removed=None if removal is None else f"{removal} ({removal.reason})",
            position=row.as_of_position,
            head=row.head,
            corrections=corrections_of(connection, week),
            changed=movers(
                told, now, load_personas(connection), zone=newsletter.zone, policy=policy, limit=len(told)
            ),
            histories=(tool_history(connection, row.tool_a), tool_history(connection, row.tool_b)),
            why=why,
            runners_up=runners_up_of(connection, why),
        )


def newest_with(newsletter: Newsletter, slugs: frozenset[str]) -> str | None:
    """The week of the newest sent issue about exactly these two tools."""
    found = (one.week for one in list_published(newsletter) if frozenset(one.slugs) == slugs)
    return next(found, None)


def load_tool(newsletter: Newsletter, slug: str) -> ToolPage | None:
    """One tool as it stands; null if the slug is nobody's. That of a merged one names what it is part of."""
    with db.reading(newsletter.engine) as connection:
        named = tool_ids_by_slug(connection, [slug]).get(slug)
        if named is None:
            return None
        tool_id = load_groups(connection).root(named)
        (facts,) = load_tools(connection, [tool_id])
        personas = load_personas(connection)
        side = tool_side(facts, personas, policy=load_panel_policy(connection))
        names = {persona.persona: persona.name for persona in personas}
        places = {persona.persona: persona.place for persona in personas}
        takes = sorted(facts.takes, key=lambda take: places.get(take.persona, 0))
        return ToolPage(
            side=plain_values(side),
            takes=tuple(
                plain_values(Take(reviewer=names.get(take.persona, take.persona), line=take_line(take)))
                for take in takes
            ),
            launched_at=facts.launched_at,
            source=facts.source,
            history=tool_history(connection, tool_id),
        )


def list_tools(newsletter: Newsletter) -> tuple[ToolSide, ...]:
    """Every tool that is on the shelf, by name."""
    with db.reading(newsletter.engine) as connection:
        personas, policy = load_personas(connection), load_panel_policy(connection)
        tools = [tool_side(tool, personas, policy=policy) for tool in load_tools(connection) if tool.active]
    return tuple(sorted(map(plain_values, tools), key=lambda side: (side.name.casefold(), side.slug)))


def log_position(newsletter: Newsletter) -> int:
    """Where the log stands: a page that was made here is still true while it has not moved."""
    with db.reading(newsletter.engine) as connection:
        return head(connection).position


def tool_history(connection: Connection, tool_id: str) -> tuple[Change, ...]:
    """The panel's verdict on a tool, each time it changed."""
    members = load_groups(connection).members(tool_id)
    events = [item for member in members for item in streams_below(connection, f"review/{member}/")]
    return verdict_history(
        sorted(events, key=lambda item: item.position), policy=load_panel_policy(connection)
    )


def _listed(row: Row[Any], slugs: tuple[str, str]) -> Listed:
    return Listed(
        week=row.week,
        number=row.number,
        title=plain(row.title),
        issued_at=parse_time(row.issued_at),
        slugs=slugs,
    )


def runners_up_of(connection: Connection, why: ComparisonSelected | None) -> tuple[tuple[str, str], ...]:
    """The pairs that a selection passed over, by the slugs that their tools have now."""
    return () if why is None else tuple(_pair(connection, other.tools) for other in why.runners_up)


def _pair(connection: Connection, tool_ids: tuple[str, str]) -> tuple[str, str]:
    first, second = slugs_of(connection, tool_ids)
    return first, second


def selection_of(connection: Connection, week: str) -> ComparisonSelected | None:
    """Why the week's pair was chosen, last; null before anything was."""
    stream = f"issue/{week}"
    events = stream_events(connection, [stream]).get(stream, [])
    found = [item.data for item in events if isinstance(item.data, ComparisonSelected)]
    return found[-1] if found else None
