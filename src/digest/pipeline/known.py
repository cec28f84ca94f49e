"""What the log already holds that decides about new items, for :mod:`digest.intake.launches`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from digest import db
from digest.intake.identity import slugify
from digest.intake.items import item_stream
from digest.intake.known import Known, KnownItem, KnownTool, Measurement
from digest.log.streams import stream_versions
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

    from digest.intake.observations import Observation


def load_known(connection: Connection, observations: Sequence[Observation]) -> Known:
    """What the log holds that decides about these items."""
    tables = live_tables(connection)
    item, tool_key, metric, rejected = (
        tables[name] for name in ("item", "tool_key", "metric", "rejected_link")
    )
    owners: dict[str, str] = {}
    for chunk in db.chunks(key for seen in observations for key in seen.keys):
        rows = connection.execute(select(tool_key).where(tool_key.c.key.in_(chunk)))
        owners.update((row.key, row.tool_id) for row in rows)
    by_source: dict[str, set[str]] = {}
    for seen in observations:
        by_source.setdefault(seen.source, set()).add(seen.native_id)
    items: dict[tuple[str, str], KnownItem] = {}
    for source, native_ids in by_source.items():
        versions = stream_versions(connection, [item_stream(source, name) for name in native_ids])
        for chunk in db.chunks(native_ids):
            counts: dict[str, dict[str, Measurement]] = {}
            for row in connection.execute(
                select(metric).where(metric.c.source == source, metric.c.native_id.in_(chunk))
            ):
                measured = Measurement(event_id=row.event_id, value=row.value)
                counts.setdefault(row.native_id, {})[row.metric] = measured
            rejections: dict[str, set[str]] = {}
            for row in connection.execute(
                select(rejected).where(rejected.c.source == source, rejected.c.native_id.in_(chunk))
            ):
                rejections.setdefault(row.native_id, set()).add(row.tool_id)
            for row in connection.execute(
                select(item).where(item.c.source == source, item.c.native_id.in_(chunk))
            ):
                items[source, row.native_id] = KnownItem(
                    event_id=row.event_id,
                    facts=row.facts,
                    version=versions[item_stream(source, row.native_id)],
                    tool_id=row.tool_id,
                    rejected=frozenset(rejections.get(row.native_id, ())),
                    metrics=counts.get(row.native_id, {}),
                )
    tool_ids = sorted({*owners.values(), *(i.tool_id for i in items.values() if i.tool_id is not None)})
    return Known(
        items=items,
        tools=_known_tools(connection, tool_ids),
        slugs=_slugs_like(connection, tables["tool_slug"], {slugify(seen.name) for seen in observations}),
    )


def _slugs_like(connection: Connection, slug: Table, wanted: Iterable[str]) -> frozenset[str]:
    """The slugs in use among these, and those made of one of them and a number."""
    found: set[str] = set()
    for chunk in db.chunks(wanted):
        taken = connection.scalars(select(slug.c.slug).where(slug.c.slug.in_(chunk))).all()
        found.update(taken)
        for begins in taken:
            # A full stop comes next after the hyphen.
            family = select(slug.c.slug).where(slug.c.slug > f"{begins}-", slug.c.slug < f"{begins}.")
            found.update(connection.scalars(family))
    return frozenset(found)


def _known_tools(connection: Connection, tool_ids: Sequence[str]) -> tuple[KnownTool, ...]:
    tables = live_tables(connection)
    versions = stream_versions(connection, [f"tool/{tool_id}" for tool_id in tool_ids])
    found: list[KnownTool] = []
    for chunk in db.chunks(tool_ids):
        keys: dict[str, list[str]] = {}
        for row in connection.execute(
            select(tables["tool_key"]).where(tables["tool_key"].c.tool_id.in_(chunk))
        ):
            keys.setdefault(row.tool_id, []).append(row.key)
        found += [
            KnownTool(
                tool_id=row.tool_id,
                slug=row.slug,
                keys=tuple(sorted(keys.get(row.tool_id, ()))),
                version=versions[f"tool/{row.tool_id}"],
            )
            for row in connection.execute(select(tables["tool"]).where(tables["tool"].c.tool_id.in_(chunk)))
        ]
    return tuple(found)
