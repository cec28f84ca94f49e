"""Why a tool is there, and why it is one tool: every fact about it in the log, with what it was read from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, select

from digest import db
from digest.events import (
    Event,
    LaunchLinked,
    LaunchObserved,
    LinkRejected,
    MergeRejected,
    PopularityMeasured,
    PricingRecorded,
    Recorded,
    ToolLaunched,
    ToolMerged,
    ToolRevised,
    ToolSplit,
)
from digest.intake.identity import tool_stream
from digest.log import codec
from digest.log.schema import event
from digest.log.streams import stream_events
from digest.pipeline.facts import tool_ids_named
from digest.sources.ledger import fetch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

    from digest.pipeline.newsletter import Newsletter


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The item of a source that a fact rests on: ``position`` is that of its event.

    ``body`` is the SHA-256 of the response it was read in, ``fetched_at`` and ``asked`` when and where that
    came from; null for a body that no poll of the ledger names.
    """

    position: int
    source: str
    native_id: str
    title: str
    url: str | None
    published_at: datetime | None
    keys: tuple[str, ...]
    body: str | None
    fetched_at: str | None = None
    asked: str | None = None


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One fact: what it says in words, the rule or the reason behind it, and the item that it rests on."""

    position: int
    occurred_at: datetime
    type: str
    says: str
    rule: str | None = None
    actor: str | None = None
    seen: Seen | None = None


def why(newsletter: Newsletter, slug: str) -> tuple[Because, ...]:
    """Every fact that made a tool what it is, oldest first.

    Raises:
        UnknownTool: no tool has this slug.
    """
    with db.reading(newsletter.engine) as connection:
        (tool_id,) = tool_ids_named(connection, [slug])
        stream = tool_stream(tool_id)
        facts = stream_events(connection, [stream]).get(stream, [])
        observed = {
            str(one.data.observed)
            for one in facts
            if isinstance(one.data, (ToolLaunched, LaunchLinked)) and one.data.observed is not None
        }
        items = _items(connection, observed)
    return tuple(_because(one, items) for one in facts)


def _because(one: Recorded, items: dict[str, Seen]) -> Because:
    says, rule, observed = _words(one.data)
    return Because(
        position=one.position,
        occurred_at=one.occurred_at,
        type=type(one.data).__name__,
        says=says,
        rule=rule,
        actor=str(one.meta["actor"]) if one.meta.get("actor") else None,
        seen=items.get(str(observed)),
    )


def _words(data: Event) -> tuple[str, str | None, object]:  # noqa: PLR0911 - one for each type
    match data:
        case ToolLaunched():
            return f"launched as {data.name}, known by {', '.join(data.keys)}", data.rule, data.observed
        case LaunchLinked():
            return f"another item is the same thing, by {', '.join(data.keys)}", data.rule, data.observed
        case LinkRejected():
            lost = f", nor are {', '.join(data.keys)}" if data.keys else ""
            return f"{data.native_id} of {data.source} is not about it{lost}", data.reason, None
        case MergeRejected():
            return f"it is not {data.other}", data.reason, None
        case ToolMerged():
            return f"{len(data.merged)} merged into it", data.reason, None
        case ToolSplit():
            return f"{len(data.split)} split from it", data.reason, None
        case PopularityMeasured():
            return f"{data.source} shows {data.value} {data.metric}", None, None
        case PricingRecorded():
            return f"costs {data.raw}", data.source_url, None
        case ToolRevised():
            changed = [name for name in data.__struct_fields__ if getattr(data, name) is not msgspec.UNSET]
            return f"{data.source} changed {', '.join(changed[2:])}", None, None
        case _:
            return type(data).__name__, None, None


def _items(connection: Connection, event_ids: Iterable[str]) -> dict[str, Seen]:
    said: dict[str, tuple[int, LaunchObserved]] = {}
    for chunk in db.chunks(event_ids):
        for row in connection.execute(select(event).where(event.c.event_id.in_(chunk))):
            data = codec.decode(row).data
            if isinstance(data, LaunchObserved):
                said[row.event_id] = row.position, data
    polls = _first_polls(connection, {data.body for _, data in said.values() if data.body is not None})
    return {
        event_id: _seen(position, data, polls.get((data.source, data.body or "")))
        for event_id, (position, data) in said.items()
    }


def _first_polls(connection: Connection, bodies: Iterable[str]) -> dict[tuple[str, str], Row[Any]]:
    """The poll that first gave each of these bodies, by source and body."""
    found: dict[tuple[str, str], Row[Any]] = {}
    for chunk in db.chunks(bodies):
        first = (
            select(func.min(fetch.c.id)).where(fetch.c.body.in_(chunk)).group_by(fetch.c.source, fetch.c.body)
        )
        for row in connection.execute(select(fetch).where(fetch.c.id.in_(first))):
            found[row.source, row.body] = row
    return found


def _seen(position: int, data: LaunchObserved, poll: Row[Any] | None) -> Seen:
    return Seen(
        position=position,
        source=data.source,
        native_id=data.native_id,
        title=data.title,
        url=data.url,
        published_at=data.published_at,
        keys=data.keys,
        body=data.body,
        fetched_at=poll.fetched_at if poll else None,
        asked=poll.url if poll else None,
    )
