"""What the log already holds that decides about new items, for :mod:`digest.intake.launches`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select, union

from digest import db
from digest.intake.identity import slugify, tool_stream
from digest.intake.items import item_stream
from digest.intake.known import Known, KnownItem, KnownTool, Measurement
from digest.log.codec import parse_time
from digest.log.streams import stream_versions
from digest.pipeline.groups import load_groups
from digest.projections.live import live_tables
from digest.projections.shelf_tables import read_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from digest.intake.observations import Observation
    from digest.intake.shelf import ItemName


def load_known(connection: Connection, observations: Sequence[Observation]) -> Known:
    """What the log holds that decides about these items."""
    names = {(seen.source, seen.native_id) for seen in observations}
    keys = {key for seen in observations for key in seen.keys}
    loose = _loose(connection, keys)
    items = _items(connection, names | loose.keys())
    keys.update(key for item in items.values() for key in item.keys)
    owners = set(_owners(connection, keys))
    owners.update(item.tool_id for item in items.values() if item.tool_id is not None)
    slugs = _slugs_like(connection, {slugify(seen.name) for seen in observations})
    owners.update(slugs[slug] for seen in observations if (slug := slugify(seen.name)) in slugs)
    groups = load_groups(connection)
    tool_ids = sorted({member for tool_id in owners for member in groups.members(tool_id)})
    return Known(
        items=items,
        tools=_tools(connection, tool_ids),
        slugs=frozenset(slugs),
        apart=_apart(connection, tool_ids),
    )


def _loose(connection: Connection, keys: set[str]) -> dict[ItemName, None]:
    """Items without a tool that share one of the keys, or one of the keys of such an item, and so on."""
    loose_key = live_tables(connection)["loose_key"]
    found: dict[ItemName, None] = {}
    asked: set[str] = set()
    while new := keys - asked:
        asked |= new
        near = [
            (row.source, row.native_id)
            for chunk in db.chunks(new)
            for row in connection.execute(select(loose_key).where(loose_key.c.key.in_(chunk)))
        ]
        further = [name for name in near if name not in found]
        found.update(dict.fromkeys(further))
        keys = asked | {key for row in _item_rows(connection, further) for key in read_keys(row.keys)}
    return found


def _items(connection: Connection, names: Iterable[ItemName]) -> dict[ItemName, KnownItem]:
    tables = live_tables(connection)
    metric, rejected = tables["metric"], tables["rejected_link"]
    rows = _item_rows(connection, names)
    versions = stream_versions(connection, [item_stream(row.source, row.native_id) for row in rows])
    counts: dict[ItemName, dict[str, Measurement]] = {}
    rejections: dict[ItemName, set[str]] = {}
    for source, native_ids in _by_source((row.source, row.native_id) for row in rows).items():
        for chunk in db.chunks(native_ids):
            of_these = (metric.c.source == source, metric.c.native_id.in_(chunk))
            for row in connection.execute(select(metric).where(*of_these)):
                measured = Measurement(event_id=row.event_id, value=row.value)
                counts.setdefault((source, row.native_id), {})[row.metric] = measured
            of_these = (rejected.c.source == source, rejected.c.native_id.in_(chunk))
            for row in connection.execute(select(rejected).where(*of_these)):
                rejections.setdefault((source, row.native_id), set()).add(row.tool_id)
    return {
        name: KnownItem(
            event_id=row.event_id,
            facts=row.facts,
            version=versions[item_stream(*name)],
            keys=read_keys(row.keys),
            tool_id=row.tool_id,
            rejected=frozenset(rejections.get(name, ())),
            metrics=counts.get(name, {}),
        )
        for row in rows
        for name in [(row.source, row.native_id)]
    }


def _item_rows(connection: Connection, names: Iterable[ItemName]) -> list[Row[tuple[object, ...]]]:
    item = live_tables(connection)["item"]
    return [
        row
        for source, native_ids in _by_source(names).items()
        for chunk in db.chunks(native_ids)
        for row in connection.execute(
            select(item).where(item.c.source == source, item.c.native_id.in_(chunk))
        )
    ]


def _by_source(names: Iterable[ItemName]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, native_id in names:
        found.setdefault(source, []).append(native_id)
    return found


def _owners(connection: Connection, keys: Iterable[str]) -> list[str]:
    tool_key = live_tables(connection)["tool_key"]
    return [
        owner
        for chunk in db.chunks(keys)
        for owner in connection.scalars(select(tool_key.c.tool_id).where(tool_key.c.key.in_(chunk)))
    ]


def _slugs_like(connection: Connection, wanted: Iterable[str]) -> dict[str, str]:
    """The slugs in use among these, and those made of one of them and a number, with their tools."""
    slug = live_tables(connection)["tool_slug"]
    found: dict[str, str] = {}
    for chunk in db.chunks(wanted):
        taken = connection.execute(select(slug).where(slug.c.slug.in_(chunk))).all()
        for begins in taken:
            found[begins.slug] = begins.tool_id
            # A full stop comes next after the hyphen.
            family = select(slug).where(slug.c.slug > f"{begins.slug}-", slug.c.slug < f"{begins.slug}.")
            found.update((row.slug, row.tool_id) for row in connection.execute(family))
    return found


def _tools(connection: Connection, tool_ids: Sequence[str]) -> tuple[KnownTool, ...]:
    tables = live_tables(connection)
    tool, tool_key = tables["tool"], tables["tool_key"]
    versions = stream_versions(connection, [tool_stream(tool_id) for tool_id in tool_ids])
    spoken_for = _spoken_for(connection, tool_ids)
    found: list[KnownTool] = []
    for chunk in db.chunks(tool_ids):
        keys: dict[str, list[str]] = {}
        for row in connection.execute(select(tool_key).where(tool_key.c.tool_id.in_(chunk))):
            keys.setdefault(row.tool_id, []).append(row.key)
        found += [
            KnownTool(
                tool_id=row.tool_id,
                slug=row.slug,
                keys=tuple(sorted(keys.get(row.tool_id, ()))),
                name=row.name,
                tagline=row.tagline,
                source=row.source,
                launched_at=parse_time(row.launched_at),
                version=versions[tool_stream(row.tool_id)],
                merged_into=row.merged_into,
                spoken_for=row.tool_id in spoken_for,
            )
            for row in connection.execute(select(tool).where(tool.c.tool_id.in_(chunk)))
        ]
    return tuple(found)


def _spoken_for(connection: Connection, tool_ids: Iterable[str]) -> frozenset[str]:
    tables = live_tables(connection)
    columns = (
        *(tables["take"].c.tool_id, tables["tally"].c.tool_id),
        *(tables[name].c[side] for name in ("issue", "pin") for side in ("tool_a", "tool_b")),
    )
    return frozenset(
        tool_id
        for chunk in db.chunks(tool_ids)
        for tool_id in connection.scalars(
            union(*(select(column).where(column.in_(chunk)) for column in columns))
        )
    )


def _apart(connection: Connection, tool_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    apart = live_tables(connection)["kept_apart"]
    return frozenset(
        (row.tool_a, row.tool_b)
        for chunk in db.chunks(tool_ids)
        for row in connection.execute(
            select(apart).where(or_(apart.c.tool_a.in_(chunk), apart.c.tool_b.in_(chunk)))
        )
    )
