"""Which tools may be one, and an editor's word that two are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest.errors import DigestError
from digest.events import MergeRejected, NewEvent, fact_id
from digest.intake.identity import tool_stream
from digest.intake.kinship import pair
from digest.intake.proposals import Named, OnShelf, Proposal, propose
from digest.log.codec import parse_time
from digest.log.streams import stream_versions
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.facts import tool_ids_named
from digest.pipeline.groups import load_groups
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.log.store import EventLog


def load_proposals(connection: Connection) -> tuple[Proposal, ...]:
    """Every pair of tools that an editor may want to merge or to hold apart."""
    tables = live_tables(connection)
    tool, named = tables["tool"], tables["named_together"]
    groups = load_groups(connection)
    keys: dict[str, set[str]] = {}
    for row in connection.execute(select(tables["tool_key"])):
        keys.setdefault(groups.root(row.tool_id), set()).add(row.key)
    shelf = [
        OnShelf(
            tool_id=row.tool_id,
            slug=row.slug,
            name=row.name,
            homepage=row.homepage,
            launched_at=parse_time(row.launched_at),
            keys=frozenset(keys.get(row.tool_id, ())),
        )
        for row in connection.execute(select(tool).where(tool.c.merged_into.is_(None)))
    ]
    return propose(
        shelf,
        groups,
        [
            Named(source=row.source, native_id=row.native_id, key=row.key, tools=(row.tool_a, row.tool_b))
            for row in connection.execute(select(named))
        ],
        {
            (row.tool_a, row.tool_b): None if row.evidence is None else _known(row.evidence)
            for row in connection.execute(select(tables["kept_apart"]))
        },
    )


def _known(evidence: str) -> frozenset[str]:
    return frozenset(msgspec.json.decode(evidence, type=tuple[str, ...]))


def hold_apart(log: EventLog, slug: str, other: str, *, reason: str, actor: str) -> bool:
    """Say that two tools are not one, knowing what speaks for it today; false if that was said before.

    Raises:
        DigestError: a slug is nobody's, both name one tool, or the two are merged.
    """

    def decide(connection: Connection) -> Events:
        first, second = pair(*tool_ids_named(connection, (slug, other)))
        groups = load_groups(connection)
        if groups.root(first) == groups.root(second):
            raise DigestError(
                f"{slug} and {other} are one tool; if they should not be, run: digest tools split TOOL"
            )
        slugs = tuple(sorted((slug, other)))
        evidence = next((one.evidence for one in load_proposals(connection) if one.tools == slugs), ())
        apart = live_tables(connection)["kept_apart"]
        said = connection.execute(
            select(apart).where(apart.c.tool_a == first, apart.c.tool_b == second)
        ).one_or_none()
        if said is not None and not evidence:
            return Events(events=(), expected={})
        stream = tool_stream(first)
        version = stream_versions(connection, [stream])[stream]
        event = NewEvent(
            event_id=fact_id("merge-rejected", first, second, version),
            stream=stream,
            occurred_at=log.now(),
            actor=actor,
            data=MergeRejected(tool_id=first, other=second, evidence=evidence, reason=reason),
        )
        return Events(events=(event,), expected={stream: version})

    _, new = append_decided(log, decide)
    return new > 0
