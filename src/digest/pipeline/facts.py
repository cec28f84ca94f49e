"""Read models -> the facts that the pure core decides on, texts included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import msgspec
from sqlalchemy import Select, select

from digest import db
from digest.errors import DigestError, UnknownTool
from digest.events import Claim
from digest.intake.pricing import entry_label, pricing_flags
from digest.issue.facts import PastIssue, Persona, TakeFact, ToolFacts
from digest.log.codec import parse_time
from digest.log.content import removals, texts
from digest.pipeline.groups import load_groups
from digest.projections.live import live_tables
from digest.verdict.panel import PanelPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from digest.intake.groups import Groups


def load_personas(connection: Connection) -> tuple[Persona, ...]:
    """The active personas in their place."""
    table = live_tables(connection)["persona"]
    return tuple(
        Persona(persona=row.persona, name=row.name, question=row.question, place=row.place)
        for row in connection.execute(select(table).order_by(table.c.place))
    )


def load_panel_policy(connection: Connection) -> PanelPolicy:
    """The newest policy of the panel."""
    table = live_tables(connection)["panel_policy"]
    row = connection.execute(select(table).order_by(table.c.version.desc()).limit(1)).one()
    return PanelPolicy(**row._mapping)


def load_tools(connection: Connection, tool_ids: Iterable[str] | None = None) -> tuple[ToolFacts, ...]:
    """Tools with takes, tallies and texts; all of them, or those named, in id order.

    A merged tool is none of its own but part of another, whose takes are those of the whole group.
    """
    tables = live_tables(connection)
    groups = load_groups(connection)
    wanted = None if tool_ids is None else sorted({member for t in tool_ids for member in groups.members(t)})

    def narrowed(name: str) -> Select[Any]:
        table = tables[name]
        query = select(table).order_by(*table.primary_key)
        return query if wanted is None else query.where(table.c.tool_id.in_(wanted))

    rows = {row.tool_id: row for row in connection.execute(narrowed("tool"))}
    takes = _of_groups(groups, connection.execute(narrowed("take")).all())
    tallies = {row.tool_id: row for row in connection.execute(narrowed("tally"))}
    bodies = _texts(
        connection,
        printed=[row.description for row in rows.values()] + [take.take for take in takes],
        names=[name for take in takes for name in (take.reviewer, take.approved_by)],
    )
    by_tool: dict[str, list[TakeFact]] = {}
    for take in takes:
        by_tool.setdefault(groups.root(take.tool_id), []).append(_take(take, bodies))
    return tuple(
        _tool(
            [rows[member] for member in groups.members(root)],
            tuple(by_tool.get(root, ())),
            tallies.get(root),
            bodies,
        )
        for root in sorted(rows)
        if root not in groups.into
    )


def _of_groups(groups: Groups, takes: Iterable[Row[Any]]) -> list[Row[Any]]:
    """The takes that hold: of several by one persona on the tools of a group, the latest by ``at``."""
    holds: dict[tuple[str, str], Row[Any]] = {}
    for take in sorted(takes, key=lambda take: (take.persona, take.at, take.position)):
        holds[groups.root(take.tool_id), take.persona] = take
    return list(holds.values())


def find_tools(connection: Connection, slugs: Sequence[str]) -> tuple[ToolFacts, ...]:
    """The tools with these slugs, in this order; the slug of a merged one names what it is part of.

    Raises:
        UnknownTool: a slug is nobody's.
    """
    ids = tool_ids_named(connection, slugs)
    root = load_groups(connection).root
    by_id = {tool.tool_id: tool for tool in load_tools(connection, ids)}
    return tuple(by_id[root(tool_id)] for tool_id in ids)


def tool_ids_named(connection: Connection, slugs: Sequence[str]) -> tuple[str, ...]:
    """The ids of the tools that these slugs were given to, merged or not, in this order.

    Raises:
        UnknownTool: a slug is nobody's.
    """
    ids = tool_ids_by_slug(connection, slugs)
    unknown = [slug for slug in slugs if slug not in ids]
    if unknown:
        raise UnknownTool(unknown)
    return tuple(ids[slug] for slug in slugs)


def slugs_of(connection: Connection, tool_ids: Sequence[str]) -> tuple[str, ...]:
    """The slugs of these tools, in this order."""
    tool = live_tables(connection)["tool"]
    slugs = {
        row.tool_id: row.slug
        for chunk in db.chunks(tool_ids)
        for row in connection.execute(select(tool.c.tool_id, tool.c.slug).where(tool.c.tool_id.in_(chunk)))
    }
    return tuple(slugs[tool_id] for tool_id in tool_ids)


def tool_ids_by_slug(connection: Connection, slugs: Iterable[str] | None = None) -> dict[str, str]:
    """Slug -> id of the tool it was given to, merged or not; of all tools or of those named."""
    table = live_tables(connection)["tool_slug"]
    queries = (
        [select(table)]
        if slugs is None
        else [select(table).where(table.c.slug.in_(chunk)) for chunk in db.chunks(slugs)]
    )
    return {row.slug: row.tool_id for query in queries for row in connection.execute(query)}


class OfTool(Protocol):
    """A record that names its tool by slug."""

    @property
    def tool(self) -> str:
        """The slug."""


R = TypeVar("R", bound=OfTool)


def with_tool_ids(connection: Connection, records: Iterable[R]) -> list[tuple[R, str]]:
    """Each record with its tool's id, as this transaction sees the slugs.

    Raises:
        DigestError: a slug was given up since the records were checked.
    """
    given = list(records)
    ids = tool_ids_by_slug(connection, [record.tool for record in given])
    gone = sorted({record.tool for record in given} - ids.keys())
    if gone:
        raise DigestError(
            f"{', '.join(gone)} got another slug just now; correct the file and import it again"
        )
    return [(record, ids[record.tool]) for record in given]


def load_history(connection: Connection, *, before: str) -> tuple[PastIssue, ...]:
    """The issues frozen for weeks before ``before``, oldest first, without the rejected ones.

    A tool merged since stands there as what it is part of now.
    """
    table = live_tables(connection)["issue"]
    root = load_groups(connection).root
    rows = connection.execute(
        select(table)
        .where(table.c.week < before, table.c.issue.is_not(None), table.c.state != "rejected")
        .order_by(table.c.week)
    )
    return tuple(
        PastIssue(week=row.week, tools=(root(row.tool_a), root(row.tool_b)), at=parse_time(row.issued_at))
        for row in rows
    )


def load_claims(connection: Connection, *, before: str) -> dict[str, tuple[Claim, str]]:
    """Per tool id, what readers were last told of it, and in which week."""
    table = live_tables(connection)["issue"]
    told: dict[str, tuple[Claim, str]] = {}
    for row in connection.execute(
        select(table)
        .where(table.c.week < before, table.c.claims.is_not(None), table.c.state != "rejected")
        .order_by(table.c.week)
    ):
        for claim in msgspec.json.decode(row.claims, type=list[Claim]):
            told[claim.tool_id] = (claim, row.week)
    return told


def load_listed(connection: Connection, *, besides: str) -> set[str]:
    """Ids of the tools that an issue of another week has shown as new, by themselves or as a part."""
    table = live_tables(connection)["issue"]
    root = load_groups(connection).root
    rows = connection.execute(
        select(table.c.shelf).where(
            table.c.week != besides, table.c.shelf.is_not(None), table.c.state != "rejected"
        )
    )
    return {root(tool_id) for row in rows for tool_id in msgspec.json.decode(row.shelf, type=list[str])}


def byline(reviewer: str | None, drafted_by: str, approved_by: str | None) -> str | None:
    """Who wrote a take, for print; a model never appears as a person.

    >>> byline("Ada", "person", None)
    'Ada'
    >>> byline(None, "model:small-1", "Ada")
    'AI-drafted (small-1), approved by Ada'
    >>> byline(None, "model", None)
    'AI-drafted, not checked by a person'
    """
    if drafted_by == "person":
        return reviewer
    _, _, model = drafted_by.partition(":")
    name = f" ({model})" if model else ""
    checked = f"approved by {approved_by}" if approved_by else "not checked by a person"
    return f"AI-drafted{name}, {checked}"


def _texts(connection: Connection, *, printed: list[str | None], names: list[str | None]) -> dict[str, str]:
    """The texts behind these hashes. A printed one that was removed reads ``removed on DATE``, and one
    that a log came without ``not available``.
    """
    bodies = texts(connection, [*printed, *names])
    missing = {hash_ for hash_ in printed if hash_ is not None} - bodies.keys()
    gone = removals(connection, missing)
    return bodies | {hash_: str(gone.get(hash_, "not available")) for hash_ in missing}


def _take(row: Row[Any], bodies: dict[str, str]) -> TakeFact:
    return TakeFact(
        persona=row.persona,
        choice=row.choice,
        score=row.score,
        text=bodies[row.take],
        # Somebody approved it, although the name was removed.
        byline=byline(
            bodies.get(row.reviewer),
            row.drafted_by,
            bodies.get(row.approved_by, "a person") if row.approved_by else None,
        ),
        drafted_by=row.drafted_by,
        at=parse_time(row.at),
    )


def _tool(
    group: Sequence[Row[Any]], takes: tuple[TakeFact, ...], tally: Row[Any] | None, bodies: dict[str, str]
) -> ToolFacts:
    row, *merged = group
    return ToolFacts(
        tool_id=row.tool_id,
        slug=row.slug,
        name=row.name,
        tagline=row.tagline,
        description=bodies.get(row.description),
        category=row.category,
        job_tags=tuple(msgspec.json.decode(row.job_tags)),
        pricing_raw=row.pricing or None,
        pricing_source=row.pricing_source,
        pricing_checked_at=None if row.pricing_checked_at is None else parse_time(row.pricing_checked_at),
        entry=entry_label(row.pricing or None, row.entry),
        best_for=row.best_for,
        homepage=row.homepage,
        launched_at=parse_time(row.launched_at),
        revised_at=None if row.revised_at is None else parse_time(row.revised_at),
        source=row.source,
        active=row.active,
        takes=takes,
        votes_ship=0 if tally is None else tally.ship,
        votes_skip=0 if tally is None else tally.skip,
        flags=pricing_flags(row.pricing or None, row.entry),
        popularity=max(member.popularity for member in group),
        merged=tuple(sorted(member.slug for member in merged)),
    )
