"""An editor's tool record and what is known of the tool -> events. The same record twice is no news."""

from __future__ import annotations

from datetime import datetime

import msgspec

from digest.events import NewEvent, PricingRecorded, ToolLaunched, ToolRevised, fact_id, seal
from digest.intake.records import ToolRecord

RULE = "import/v1"
SOURCE = "import"


class ToolState(msgspec.Struct, frozen=True, kw_only=True):
    """The tool as its stream says it now; ``version`` is the stream's.

    ``description`` is the content hash. ``pricing`` is the last PricingRecorded and
    ``pricing_event`` its event id, both None while nobody has stated a price.
    """

    version: int
    slug: str
    name: str
    tagline: str | None
    description: str | None
    category: str | None
    job_tags: tuple[str, ...]
    best_for: str | None
    homepage: str | None
    launched_at: datetime
    pricing: PricingRecorded | None = None
    pricing_event: str | None = None


def decide_tool(
    record: ToolRecord,
    known: ToolState | None,
    *,
    tool_id: str,
    keys: tuple[str, ...],
    content_key: bytes,
    recorded_at: datetime,
    actor: str,
) -> tuple[NewEvent, ...]:
    """Launch an unknown tool, revise a known one by the facts that are given and differ.

    Append at version ``known.version``, or 0. ``keys`` are the new tool's typed keys, the most
    telling first; a known tool keeps its own. An empty answer means that nothing changed.
    """
    stream = f"tool/{tool_id}"
    sealed = seal(content_key, stream, record.description) if record.description else None
    description = sealed.hash if sealed else None
    launched_at = record.launched_at or recorded_at
    events: list[NewEvent] = []
    if known is None:
        launched = _launch(record, tool_id, keys, description, launched_at)
        events.append(
            NewEvent(
                event_id=fact_id("tool-launched", tool_id),
                stream=stream,
                occurred_at=launched_at,
                actor=actor,
                data=launched,
                contents=(sealed,) if sealed else (),
            )
        )
    elif changed := _changes(record, known, description):
        events.append(
            NewEvent(
                event_id=fact_id("tool-revised", tool_id, str(known.version), changed),
                stream=stream,
                occurred_at=recorded_at,
                actor=actor,
                data=msgspec.convert({**changed, "tool_id": tool_id, "source": SOURCE}, ToolRevised),
                contents=(sealed,) if sealed and "description" in changed else (),
            )
        )
    stated = _price(record, known, tool_id)
    if stated is not None and (known is None or stated != known.pricing):
        last = known.pricing_event if known else None
        events.append(
            NewEvent(
                event_id=fact_id("pricing", tool_id, last, stated),
                stream=stream,
                occurred_at=stated.checked_at or recorded_at,
                actor=actor,
                data=stated,
            )
        )
    return tuple(events)


def _launch(
    record: ToolRecord, tool_id: str, keys: tuple[str, ...], description: str | None, launched_at: datetime
) -> ToolLaunched:
    return ToolLaunched(
        tool_id=tool_id,
        slug=record.slug,
        name=record.name or record.slug,
        tagline=record.tagline,
        description=description,
        category=record.category,
        job_tags=record.job_tags or (),
        best_for=record.best_for,
        homepage=record.homepage,
        keys=keys,
        launched_at=launched_at,
        source=SOURCE,
        observed=None,
        rule=RULE,
    )


def _changes(record: ToolRecord, known: ToolState, description: str | None) -> dict[str, object]:
    given = {
        "slug": record.slug,
        "name": record.name,
        "tagline": record.tagline,
        "description": description,
        "category": record.category,
        "job_tags": record.job_tags,
        "best_for": record.best_for,
        "homepage": record.homepage,
        "launched_at": record.launched_at,
    }
    return {
        fact: value for fact, value in given.items() if value is not None and value != getattr(known, fact)
    }


def _price(record: ToolRecord, known: ToolState | None, tool_id: str) -> PricingRecorded | None:
    if record.pricing is None and record.entry is None:
        return None
    before = known.pricing if known else None
    if before and record.pricing not in {None, before.raw}:
        before = None  # other words: the old label, source and date speak of the old price
    return PricingRecorded(
        tool_id=tool_id,
        raw=record.pricing or (before.raw if before else ""),
        entry=record.entry or (before.entry if before else None),
        source_url=record.pricing_source or (before.source_url if before else None),
        checked_at=record.pricing_checked_at or (before.checked_at if before else None),
    )
