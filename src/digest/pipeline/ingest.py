"""Fetch sources, keep their bodies, and record what they showed. One bad source stops no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select

from digest import db
from digest.intake.identity import slugify
from digest.intake.items import item_stream, sealed_summary
from digest.intake.known import Known, KnownItem, KnownTool, Measurement
from digest.intake.launches import Counts, Decided, Shown, decide_launches
from digest.log.codec import canonical_time
from digest.log.content import removals
from digest.log.streams import stream_versions
from digest.pipeline.decide import append_decided
from digest.pipeline.gather import Gathered, Poll, current_polls, gather
from digest.projections.live import live_tables
from digest.sources.ledger import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

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
    outcomes: list[Outcome] = []
    for batch in gather(newsletter, polls):
        for outcome in _take_in(newsletter, batch):
            on_outcome(outcome)
            outcomes.append(outcome)
    return tuple(outcomes)


def _take_in(newsletter: Newsletter, batch: Sequence[Gathered]) -> list[Outcome]:
    """Record what some polls gave, and that they were made, in one transaction."""
    asked = [came for came in batch if came.waits is None]
    read = [came for came in asked if came.parsed is not None]
    shown = [
        Shown(observations=came.parsed.observations, observed_at=came.at, body=came.body)
        for came in read
        if came.parsed is not None
    ]
    seen = [observation for response in shown for observation in response.observations]

    def decide(connection: Connection) -> Decided:
        for came in asked:
            _enter(connection, came)
        known = load_known(connection, seen) if seen else Known()
        return decide_launches(shown, known, content_key=newsletter.content_key)

    counts: dict[int, Counts] = {}
    if shown:
        decided, _ = append_decided(newsletter.log, decide)
        counts = dict(zip(map(id, read), decided.counts, strict=True))
        _drop_removed(newsletter, shown)
    elif asked:
        with db.writing(newsletter.engine) as connection:
            decide(connection)
    return [_outcome(came, counts.get(id(came))) for came in batch]


def _enter(connection: Connection, came: Gathered) -> None:
    fetched = came.fetched
    record(
        connection,
        source=came.poll.source.name,
        url=came.poll.url,
        fetched_at=canonical_time(came.at),
        status=came.status,
        # A body that was refused must be asked for again in full.
        validators=fetched.validators if fetched and came.status != "refused" else None,
        body=came.body,
        size_bytes=len(fetched.body) if fetched and fetched.body is not None else None,
        detail=came.detail,
        group=came.group,
        answer=came.answer,
        plan=came.plan,
    )


def _outcome(came: Gathered, counts: Counts | None) -> Outcome:
    source, url = came.poll.source.name, came.poll.url
    if came.waits is not None:
        return Outcome(source=source, url=url, status="waits", detail=came.waits)
    if counts is None or came.parsed is None:
        return Outcome(source=source, url=url, status=came.status, detail=came.detail or "")
    return Outcome(
        source=source,
        url=url,
        status="read",
        items=len(came.parsed.observations),
        new=counts.new,
        revised=counts.revised,
        launched=counts.launched,
        linked=counts.linked,
        measured=counts.measured,
        warnings=came.parsed.warnings,
    )


def _drop_removed(newsletter: Newsletter, shown: Iterable[Shown]) -> None:
    """Keep no body in which a source still shows a text that was removed here: it must not bring it back."""
    texts = {
        response.body: [sealed_summary(newsletter.content_key, seen) for seen in response.observations]
        for response in shown
    }
    hashes = {body: {text.hash for text in found if text} for body, found in texts.items()}
    with db.reading(newsletter.engine) as connection:
        gone = set(removals(connection, sorted(set().union(*hashes.values()))))
    for body, found in hashes.items():
        if body is not None and not gone.isdisjoint(found):
            newsletter.bodies.remove(body)


def load_known(connection: Connection, observations: Sequence[Observation]) -> Known:
    """What the log holds that decides about these items."""
    tables = live_tables(connection)
    item, tool_key, metric = (tables[name] for name in ("item", "tool_key", "metric"))
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
