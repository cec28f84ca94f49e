"""Fetch sources, keep their bodies, and record what they showed. One bad source stops no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select

from digest import db
from digest.errors import FeedRefused, FetchFailed
from digest.intake.items import item_stream, sealed_summary
from digest.intake.known import Known, KnownItem, KnownTool, Measurement
from digest.intake.launches import Decided, decide_launches
from digest.log.codec import canonical_time
from digest.log.content import removals
from digest.log.streams import stream_versions
from digest.pipeline.decide import append_decided
from digest.projections.live import live_tables
from digest.sources.http import Fetched, Validators
from digest.sources.ledger import record, validators_of
from digest.sources.registry import SOURCES
from digest.sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from digest.intake.observations import Observation
    from digest.pipeline.newsletter import Newsletter

#: Source, URL, what the server gave last time -> the answer. Raises FetchFailed.
Fetch = Callable[[Source, str, Validators | None], Fetched]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one URL; counts are of items, but ``measured`` of metrics."""

    source: str
    url: str
    status: Literal["read", "unchanged", "refused", "failed"]
    detail: str = ""
    items: int = 0
    new: int = 0
    revised: int = 0
    launched: int = 0
    linked: int = 0
    measured: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the source is alive: it gave a body that could be read, or said that none is new."""
        return self.status in ("read", "unchanged")

    def __str__(self) -> str:
        if self.status == "read":
            odd = f" ({'; '.join(self.warnings)})" if self.warnings else ""
            return (
                f"{self.source}: {self.items} items, {self.new} new, {self.revised} revised,"
                f" {self.launched} launched, {self.linked} linked{odd}"
            )
        return f"{self.source}: {self.status}" + (f" ({self.detail})" if self.detail else "")


def ingest(
    newsletter: Newsletter,
    polls: Iterable[tuple[Source, str]],
    *,
    on_outcome: Callable[[Outcome], None],
) -> tuple[Outcome, ...]:
    """Poll each (source, URL) in order; ``on_outcome`` hears of each as it is done.

    A source that cannot be fetched or read is an outcome, not an error, and is in the ledger.
    """
    outcomes = []
    for source, url in polls:
        outcome = _poll(newsletter, source, url)
        on_outcome(outcome)
        outcomes.append(outcome)
    return tuple(outcomes)


def current_polls(sources: Iterable[Source]) -> tuple[tuple[Source, str], ...]:
    """What an everyday run asks: each source's own URL."""
    return tuple((source, source.url) for source in sources)


def _poll(newsletter: Newsletter, source: Source, url: str) -> Outcome:
    with db.reading(newsletter.engine) as connection:
        validators = validators_of(connection, url)
    fetched_at = newsletter.now()

    def entered(status: str, detail: str | None, fetched: Fetched | None = None) -> None:
        with db.writing(newsletter.engine) as connection:
            record(
                connection,
                source=source.name,
                url=url,
                fetched_at=canonical_time(fetched_at),
                status=status,
                # A body that was refused must be asked for again in full.
                validators=fetched.validators if fetched and status != "refused" else None,
                body=body_hash,
                size_bytes=len(fetched.body) if fetched and fetched.body is not None else None,
                detail=detail,
            )

    body_hash: str | None = None
    try:
        fetched = newsletter.fetch(source, url, validators)
    except FetchFailed as failure:
        detail = f"{failure.reason}: {failure.detail}"
        entered("failed", detail)
        return Outcome(source=source.name, url=url, status="failed", detail=detail)
    if fetched.body is None:
        entered("unchanged", None, fetched)
        return Outcome(source=source.name, url=url, status="unchanged")
    body_hash = newsletter.bodies.put(fetched.body)
    try:
        parsed = SOURCES[source.kind].parse(fetched.body, source)
    except FeedRefused as refusal:
        detail = f"{refusal.reason}: {refusal.detail}"
        entered("refused", detail, fetched)
        return Outcome(source=source.name, url=url, status="refused", detail=detail)

    def decide(connection: Connection) -> Decided:
        return decide_launches(
            parsed.observations,
            load_known(connection, parsed.observations),
            content_key=newsletter.content_key,
            observed_at=fetched_at,
            body=body_hash,
        )

    decided, _ = append_decided(newsletter.log, decide)
    if _shows_removed(newsletter, parsed.observations):
        newsletter.bodies.remove(body_hash)
    entered("read", "; ".join(parsed.warnings) or None, fetched)
    return Outcome(
        source=source.name,
        url=url,
        status="read",
        items=len(parsed.observations),
        new=decided.new,
        revised=decided.revised,
        launched=decided.launched,
        linked=decided.linked,
        measured=decided.measured,
        warnings=parsed.warnings,
    )


def _shows_removed(newsletter: Newsletter, observations: Iterable[Observation]) -> bool:
    """Whether a source still shows a text that was removed here: its body must not bring it back."""
    shown = [sealed_summary(newsletter.content_key, seen) for seen in observations]
    with db.reading(newsletter.engine) as connection:
        return bool(removals(connection, [text.hash for text in shown if text]))


def load_known(connection: Connection, observations: Sequence[Observation]) -> Known:
    """What the log holds that decides about these items."""
    tables = live_tables(connection)
    item, tool_key, tool, metric = (tables[name] for name in ("item", "tool_key", "tool", "metric"))
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
            for row in connection.execute(
                select(item).where(item.c.source == source, item.c.native_id.in_(chunk))
            ):
                items[source, row.native_id] = KnownItem(
                    event_id=row.event_id,
                    facts=row.facts,
                    version=versions[item_stream(source, row.native_id)],
                    tool_id=row.tool_id,
                    metrics=counts.get(row.native_id, {}),
                )
    tool_ids = sorted({*owners.values(), *(i.tool_id for i in items.values() if i.tool_id is not None)})
    return Known(
        items=items,
        tools=_known_tools(connection, tool_ids),
        slugs=frozenset(row.slug for row in connection.execute(select(tool.c.slug))),
    )


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
