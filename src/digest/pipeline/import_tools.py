"""Import tools: an editor's facts of tools, new or revised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from digest import db
from digest.errors import BadRecord
from digest.events import NewEvent, PricingRecorded
from digest.intake.identity import in_order, keys_of, tool_id
from digest.intake.imported import Imported, accepted, once_each
from digest.intake.records import ToolRecord
from digest.intake.tools import SOURCE, ToolState, decide_tool
from digest.issue.wording import counted
from digest.log.codec import parse_time
from digest.log.store import EventLog
from digest.log.streams import stream_versions
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import tool_ids_by_slug
from digest.pipeline.groups import load_groups
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row


class ToolsImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of tools did; ``bad`` were left out with ``--skip-bad``."""

    added: int
    revised: int
    unchanged: int
    bad: tuple[BadRecord, ...]

    def __str__(self) -> str:
        if not (self.added or self.revised or self.bad):
            return f"nothing changed: {counted(self.unchanged, 'tool')} as the file says"
        skipped = f", {counted(len(self.bad), 'bad record')} left out" if self.bad else ""
        added = counted(self.added, "tool")
        return f"{added} added, {self.revised} revised, {self.unchanged} unchanged{skipped}"


class DecidedTools(msgspec.Struct, frozen=True, kw_only=True):
    """Events of an import of tools, the versions they were decided at, and counts of its records."""

    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    added: int
    revised: int
    unchanged: int

    def outcome(self, bad: tuple[BadRecord, ...]) -> ToolsImported:
        """What to tell the editor once these events are recorded."""
        return ToolsImported(added=self.added, revised=self.revised, unchanged=self.unchanged, bad=bad)


def import_tools(
    log: EventLog,
    imported: Imported[ToolRecord],
    *,
    content_key: bytes,
    actor: str,
    skip_bad: bool = False,
) -> ToolsImported:
    """Launch the unknown tools, revise the known ones by the facts given; all of a file or nothing.

    A record belongs to the tool with its slug, else to one that only a feed has named so far and that
    owns a key of its homepage.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    checked = check_tools(imported)
    records = accepted(checked, skip_bad=skip_bad)
    decided, _ = append_decided(
        log,
        lambda connection: decide_tools(
            connection, records, content_key=content_key, recorded_at=log.now(), actor=actor
        ),
    )
    return decided.outcome(checked.bad)


def check_tools(imported: Imported[ToolRecord]) -> Imported[ToolRecord]:
    """Refuse two records of one slug: which of them should hold?"""
    return once_each(imported, lambda record: record.slug, "slug")


def decide_tools(
    connection: Connection,
    records: Sequence[ToolRecord],
    *,
    content_key: bytes,
    recorded_at: datetime,
    actor: str,
) -> DecidedTools:
    """Decide checked records on the tools as this transaction sees them."""
    targets = _targets(connection, records)
    states = _load(connection, [target.tool_id for target in targets.values()])
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    counts = {"added": 0, "revised": 0, "unchanged": 0}
    for record in records:
        target = targets[record.slug]
        known = states.get(target.tool_id)
        decided = decide_tool(
            record,
            known,
            tool_id=target.tool_id,
            keys=target.keys,
            content_key=content_key,
            recorded_at=recorded_at,
            actor=actor,
        )
        counts["unchanged" if not decided else "added" if known is None else "revised"] += 1
        if decided:
            expected[f"tool/{target.tool_id}"] = 0 if known is None else known.version
        events += decided
    return DecidedTools(events=tuple(events), expected=expected, **counts)


class _Target(msgspec.Struct, frozen=True, kw_only=True):
    """The tool a record's facts go to, and the keys it would be launched with."""

    tool_id: str
    keys: tuple[str, ...]


def _targets(connection: Connection, records: Sequence[ToolRecord]) -> dict[str, _Target]:
    """Slug -> target. A slug names its tool; a new slug takes over a tool that only a feed has named.

    Products may share a home page: a key that another tool has, or takes in this import, is left out.
    """
    keys_of_slug = {record.slug: _keys(record) for record in records}
    owners = _owners(connection, [key for keys in keys_of_slug.values() for key in keys])
    known = tool_ids_by_slug(connection, keys_of_slug)
    taken = set(known.values())
    claimed = set(owners)
    targets: dict[str, _Target] = {}
    for slug, keys in keys_of_slug.items():
        adopted = [owners[key].tool_id for key in keys if key in owners and owners[key].facts_from != SOURCE]
        own = tuple(key for key in keys if key not in claimed)
        if slug in known:
            identity = known[slug]
        elif adopted and adopted[0] not in taken:
            identity = adopted[0]
        else:
            identity = tool_id(own[0])
        targets[slug] = _Target(tool_id=identity, keys=own)
        taken.add(identity)
        claimed.update(own)
    return targets


def _keys(record: ToolRecord) -> tuple[str, ...]:
    found = keys_of(record.homepage) if record.homepage else ()
    return in_order((*found, f"item:import/{record.slug}"))


def _owners(connection: Connection, keys: Iterable[str]) -> dict[str, Row[Any]]:
    """Key -> the tool that has it, or what that is part of, with who stated its facts last."""
    tables = live_tables(connection)
    tool, tool_key = tables["tool"], tables["tool_key"]
    root = load_groups(connection).root
    owners: dict[str, str] = {}
    for chunk in db.chunks(keys):
        rows = connection.execute(select(tool_key).where(tool_key.c.key.in_(chunk)))
        owners.update((row.key, root(row.tool_id)) for row in rows)
    found: dict[str, Row[Any]] = {}
    for chunk in db.chunks(owners.values()):
        rows = connection.execute(select(tool.c.tool_id, tool.c.facts_from).where(tool.c.tool_id.in_(chunk)))
        found.update((row.tool_id, row) for row in rows)
    return {key: found[tool_id] for key, tool_id in owners.items()}


def _load(connection: Connection, tool_ids: Sequence[str]) -> dict[str, ToolState]:
    table = live_tables(connection)["tool"]
    versions = stream_versions(connection, [f"tool/{identity}" for identity in tool_ids])
    return {
        row.tool_id: ToolState(
            version=versions[f"tool/{row.tool_id}"],
            slug=row.slug,
            name=row.name,
            tagline=row.tagline,
            description=row.description,
            category=row.category,
            job_tags=tuple(msgspec.json.decode(row.job_tags)),
            best_for=row.best_for,
            homepage=row.homepage,
            launched_at=parse_time(row.launched_at),
            pricing=None
            if row.pricing is None
            else PricingRecorded(
                tool_id=row.tool_id,
                raw=row.pricing,
                entry=row.entry,
                source_url=row.pricing_source,
                checked_at=None if row.pricing_checked_at is None else parse_time(row.pricing_checked_at),
            ),
            pricing_event=row.pricing_event,
        )
        for chunk in db.chunks(tool_ids)
        for row in connection.execute(select(table).where(table.c.tool_id.in_(chunk)))
    }
