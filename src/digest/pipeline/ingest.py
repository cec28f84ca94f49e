"""Fetch sources, keep their bodies, and record what they showed. One bad source stops no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select

from digest import db
from digest.intake.items import item_stream, sealed_summary
from digest.intake.known import Known, KnownItem, KnownTool, Measurement
from digest.intake.launches import Decided, decide_launches
from digest.log.codec import canonical_time
from digest.log.content import removals
from digest.log.streams import stream_versions
from digest.pipeline.decide import append_decided
from digest.pipeline.gather import Gathered, Poll, current_polls, gather
from digest.projections.live import live_tables
from digest.sources.ledger import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from digest.intake.observations import Observation
    from digest.pipeline.newsletter import Newsletter

__all__ = ["Outcome", "Poll", "current_polls", "ingest", "load_known"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one URL; counts are of items, but ``measured`` of metrics."""

    source: str
    url: str
    status: Literal["read", "unchanged", "refused", "failed", "waits"]
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
        """Whether the source is alive, as far as we know: it gave a body, or nothing new, or has its rest."""
        return self.status in ("read", "unchanged", "waits")

    def __str__(self) -> str:
        if self.status == "read":
            odd = f" ({'; '.join(self.warnings)})" if self.warnings else ""
            return (
                f"{self.source}: {self.items} items, {self.new} new, {self.revised} revised,"
                f" {self.launched} launched, {self.linked} linked{odd}"
            )
        return f"{self.source}: {self.status}" + (f" ({self.detail})" if self.detail else "")


def ingest(
    newsletter: Newsletter, polls: Sequence[Poll], *, on_outcome: Callable[[Outcome], None]
) -> tuple[Outcome, ...]:
    """Poll, and record what each showed, in the order given; ``on_outcome`` hears of each as it is done.

    A source that cannot be fetched or read is an outcome, not an error, and is in the ledger; one whose
    turn has not come is not asked.
    """
    outcomes = []
    for gathered in gather(newsletter, polls):
        outcome = _take_in(newsletter, gathered)
        on_outcome(outcome)
        outcomes.append(outcome)
    return tuple(outcomes)


def _take_in(newsletter: Newsletter, came: Gathered) -> Outcome:
    source, url = came.poll.source, came.poll.url
    if came.waits is not None:
        return Outcome(source=source.name, url=url, status="waits", detail=came.waits)
    decided = None
    body = came.body
    if came.parsed is not None:
        observations = came.parsed.observations

        def decide(connection: Connection) -> Decided:
            return decide_launches(
                observations,
                load_known(connection, observations),
                content_key=newsletter.content_key,
                observed_at=came.at,
                body=body,
            )

        decided, _ = append_decided(newsletter.log, decide)
        if body is not None and _shows_removed(newsletter, observations):
            newsletter.bodies.remove(body)
    fetched = came.fetched
    with db.writing(newsletter.engine) as connection:
        record(
            connection,
            source=source.name,
            url=url,
            fetched_at=canonical_time(came.at),
            status=came.status,
            # A body that was refused must be asked for again in full.
            validators=fetched.validators if fetched and came.status != "refused" else None,
            body=body,
            size_bytes=len(fetched.body) if fetched and fetched.body is not None else None,
            detail=came.detail,
            group=came.group,
            answer=came.answer,
            plan=came.plan,
        )
    if decided is None or came.parsed is None:
        return Outcome(source=source.name, url=url, status=came.status, detail=came.detail or "")
    return Outcome(
        source=source.name,
        url=url,
        status="read",
        items=len(came.parsed.observations),
        new=decided.new,
        revised=decided.revised,
        launched=decided.launched,
        linked=decided.linked,
        measured=decided.measured,
        warnings=came.parsed.warnings,
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
