"""Import tools: an editor's facts of tools, new or revised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import db
from digest.errors import BadRecord
from digest.events import NewEvent, PricingRecorded
from digest.intake.identity import in_order, keys_of, tool_id
from digest.intake.imported import Imported, accepted, once_each
from digest.intake.records import ToolRecord
from digest.intake.tools import ToolState, decide_tool
from digest.issue.wording import counted
from digest.log.codec import parse_time
from digest.log.store import EventLog, stream_versions
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import tool_ids_by_slug
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


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


class _Decided(msgspec.Struct, frozen=True, kw_only=True):
    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    added: int
    revised: int
    unchanged: int


def import_tools(
    log: EventLog,
    imported: Imported[ToolRecord],
    *,
    content_key: bytes,
    actor: str,
    skip_bad: bool = False,
) -> ToolsImported:
    """Launch the unknown tools, revise the known ones by the facts given; all of a file or nothing.

    A record belongs to the tool with its slug, else to one that owns a key of its homepage.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    checked = check_tools(log, imported)
    records = accepted(checked, skip_bad=skip_bad)
    recorded_at = log.now()

    def decide(connection: Connection) -> _Decided:
        states = _states(connection, records)
        events: list[NewEvent] = []
        expected: dict[str, int] = {}
        counts = {"added": 0, "revised": 0, "unchanged": 0}
        for record in records:
            keys = _keys(record)
            identity, known = states[record.slug]
            decided = decide_tool(
                record,
                known,
                tool_id=identity,
                keys=keys,
                content_key=content_key,
                recorded_at=recorded_at,
                actor=actor,
            )
            counts["unchanged" if not decided else "added" if known is None else "revised"] += 1
            if decided:
                expected[f"tool/{identity}"] = 0 if known is None else known.version
            events += decided
        return _Decided(events=tuple(events), expected=expected, **counts)

    decided, _ = append_decided(log, decide)
    return ToolsImported(
        added=decided.added, revised=decided.revised, unchanged=decided.unchanged, bad=checked.bad
    )


def check_tools(log: EventLog, imported: Imported[ToolRecord]) -> Imported[ToolRecord]:
    """Refuse two records of one slug, and a new slug whose homepage makes it another record's tool."""
    checked = once_each(imported, lambda record: record.slug, "slug")
    with db.reading(log.engine) as connection:
        identities = _identities(connection, checked.records)
        known = tool_ids_by_slug(connection, identities)
    first: dict[str, ToolRecord] = {}
    bad = list(checked.bad)
    for record in sorted(checked.records, key=lambda record: record.slug not in known):
        earlier = first.setdefault(identities[record.slug], record)
        if earlier is not record:
            allowed = f"a page of its own; this one makes it {earlier.slug} ({earlier.file}:{earlier.line})"
            bad.append(BadRecord(record.file, record.line, "homepage", record.homepage, allowed))
    kept = {record.slug for record in first.values()}
    return Imported(
        records=tuple(record for record in checked.records if record.slug in kept),
        bad=tuple(sorted(bad, key=lambda problem: (problem.file, problem.line))),
    )


def _keys(record: ToolRecord) -> tuple[str, ...]:
    found = keys_of(record.homepage) if record.homepage else ()
    return in_order((*found, f"item:import/{record.slug}"))


def _identities(connection: Connection, records: Sequence[ToolRecord]) -> dict[str, str]:
    """Slug -> the id of the tool that its record's facts go to."""
    tool_key = live_tables(connection)["tool_key"]
    owner_of_key: dict[str, str] = {}
    for chunk in db.chunks(key for record in records for key in _keys(record)):
        rows = connection.execute(select(tool_key).where(tool_key.c.key.in_(chunk)))
        owner_of_key.update((row.key, row.tool_id) for row in rows)
    owner_of_slug = tool_ids_by_slug(connection, [record.slug for record in records])
    identities: dict[str, str] = {}
    for record in records:
        keys = _keys(record)
        owners = [owner_of_key[key] for key in keys if key in owner_of_key]
        identities[record.slug] = owner_of_slug.get(record.slug) or (owners or [tool_id(keys[0])])[0]
    return identities


def _states(connection: Connection, records: Sequence[ToolRecord]) -> dict[str, tuple[str, ToolState | None]]:
    """Slug -> the id its facts go to, and the tool as it stands."""
    identities = _identities(connection, records)
    states = _load(connection, list(identities.values()))
    return {slug: (identity, states.get(identity)) for slug, identity in identities.items()}


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
