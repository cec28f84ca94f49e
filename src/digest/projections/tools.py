"""Tools: the shelf as it stands, by id, slug and key; items of sources and the tools they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from digest.events import (
    LaunchLinked,
    LaunchObserved,
    LinkRejected,
    MergeRejected,
    PopularityMeasured,
    PricingRecorded,
    ToolLaunched,
    ToolMerged,
    ToolRevised,
    ToolSplit,
)
from digest.intake.items import facts_digest
from digest.intake.kinship import pair
from digest.log.codec import canonical_json, canonical_time
from digest.projections.base import Projection, Record, Row, State
from digest.projections.shelf_tables import (
    item,
    kept_apart,
    loose_key,
    metric,
    named_together,
    observed,
    read_keys,
    rejected_link,
    tool,
    tool_key,
    tool_slug,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _tool(state: State, tool_id: str) -> Row:
    row = state.get("tool", tool_id)
    if row is None:
        raise LookupError(f"no tool {tool_id}")
    return row


def _on_observed(state: State, data: LaunchObserved, record: Record) -> None:
    before = state.get("item", data.source, data.native_id)
    tool_id = None if before is None else before["tool_id"]
    if before is not None and tool_id is None:
        _unlay(state, before)
    event_id = record.event_id
    row = {
        "source": data.source,
        "native_id": data.native_id,
        "event_id": event_id,
        "facts": facts_digest(data),
        "keys": canonical_json(data.keys),
        "tool_id": tool_id,
    }
    state.put("item", row)
    state.put("observed", {"event_id": event_id, "source": data.source, "native_id": data.native_id})
    if tool_id is None:
        # Of an item that is new there is surely no key yet.
        _lay(state.add if before is None else state.put, row, data.keys)
    else:
        _name_together(state, row, data.keys)


def _lay(write: Callable[[str, Row], None], item: Row, keys: Iterable[str]) -> None:
    for key in keys:
        write("loose_key", {"key": key, "source": item["source"], "native_id": item["native_id"]})


def _unlay(state: State, item: Row) -> None:
    for key in read_keys(item["keys"]):
        state.delete("loose_key", key, item["source"], item["native_id"])


def _name_together(state: State, item: Row, keys: Iterable[str]) -> None:
    """Note every key of a tool's item that another tool has."""
    for key in keys:
        owner = state.get("tool_key", key)
        if owner is not None and owner["tool_id"] != item["tool_id"]:
            first, second = pair(owner["tool_id"], item["tool_id"])
            named = {"source": item["source"], "native_id": item["native_id"], "key": key}
            state.put("named_together", {**named, "tool_a": first, "tool_b": second})


def _link(state: State, tool_id: str, observed_id: str | None, keys: tuple[str, ...]) -> None:
    for key in keys:
        if state.get("tool_key", key) is None:
            state.put("tool_key", {"key": key, "tool_id": tool_id})
    if observed_id is None:
        return
    seen = state.get("observed", observed_id)
    if seen is None:
        raise LookupError(f"no observation {observed_id}")
    row = state.get("item", seen["source"], seen["native_id"])
    if row is None:
        raise LookupError(f"no item {seen['source']} {seen['native_id']}")
    if row["tool_id"] is None:
        _unlay(state, row)
    linked = {**row, "tool_id": tool_id}
    state.put("item", linked)
    carried = read_keys(row["keys"])
    if len(carried) > len(keys):
        _name_together(state, linked, carried)


def _on_launched(state: State, data: ToolLaunched) -> None:
    state.put(
        "tool",
        {
            "tool_id": data.tool_id,
            "slug": data.slug,
            "name": data.name,
            "tagline": data.tagline,
            "description": data.description,
            "category": data.category,
            "job_tags": canonical_json(data.job_tags),
            "best_for": data.best_for,
            "homepage": data.homepage,
            "launched_at": canonical_time(data.launched_at),
            "revised_at": None,
            "source": data.source,
            "facts_from": data.source,
            "active": True,
            "merged_into": None,
            "pricing": None,
            "entry": None,
            "pricing_source": None,
            "pricing_checked_at": None,
            "pricing_event": None,
            "popularity": 0,
        },
    )
    state.put("tool_slug", {"slug": data.slug, "tool_id": data.tool_id})
    _link(state, data.tool_id, data.observed, data.keys)


def _on_revised(state: State, data: ToolRevised, record: Record) -> None:
    row = _tool(state, data.tool_id)
    changed: dict[str, Any] = {
        name: value
        for name in data.__struct_fields__
        if name not in ("tool_id", "source") and (value := getattr(data, name)) is not msgspec.UNSET
    }
    if "job_tags" in changed:
        changed["job_tags"] = canonical_json(changed["job_tags"])
    if "launched_at" in changed:
        changed["launched_at"] = canonical_time(changed["launched_at"])
    if "slug" in changed:
        state.delete("tool_slug", row["slug"])
        state.put("tool_slug", {"slug": changed["slug"], "tool_id": data.tool_id})
    stated = {"facts_from": data.source, "revised_at": record.occurred_at}
    state.put("tool", {**row, **changed, **stated})


def _on_linked(state: State, data: LaunchLinked) -> None:
    _link(state, data.tool_id, data.observed, data.keys)


def _on_rejected(state: State, data: LinkRejected) -> None:
    for key in data.keys:
        state.delete("tool_key", key)
    row = state.get("item", data.source, data.native_id)
    if row is None:
        raise LookupError(f"no item {data.source} {data.native_id}")
    carried = read_keys(row["keys"])
    for key in carried:
        state.delete("named_together", data.source, data.native_id, key)
    _lay(state.put, row, carried)
    state.put("item", {**row, "tool_id": None})
    state.put("rejected_link", {"source": data.source, "native_id": data.native_id, "tool_id": data.tool_id})


def _on_merged(state: State, data: ToolMerged) -> None:
    # The others stay where they were merged before, and come along with the first.
    row = _tool(state, data.merged[0])
    state.put("tool", {**row, "merged_into": data.tool_id, "active": False})
    state.delete("kept_apart", *pair(data.tool_id, data.merged[0]))


def _on_split(state: State, data: ToolSplit) -> None:
    state.put("tool", {**_tool(state, data.split[0]), "merged_into": None, "active": True})
    _keep_apart(state, data.tool_id, data.split[0], None)


def _on_merge_rejected(state: State, data: MergeRejected) -> None:
    _keep_apart(state, data.tool_id, data.other, canonical_json(data.evidence))


def _keep_apart(state: State, one: str, other: str, evidence: str | None) -> None:
    first, second = pair(one, other)
    state.put("kept_apart", {"tool_a": first, "tool_b": second, "evidence": evidence})


def _on_popularity(state: State, data: PopularityMeasured, record: Record) -> None:
    row = _tool(state, data.tool_id)
    state.put(
        "metric",
        {
            "source": data.source,
            "native_id": data.native_id,
            "metric": data.metric,
            "value": data.value,
            "event_id": record.event_id,
        },
    )
    if data.metric == "upvotes":
        state.put("tool", {**row, "popularity": data.value})


def _on_pricing(state: State, data: PricingRecorded, record: Record) -> None:
    state.put(
        "tool",
        {
            **_tool(state, data.tool_id),
            "pricing": data.raw,
            "entry": data.entry,
            "pricing_source": data.source_url,
            "pricing_checked_at": None if data.checked_at is None else canonical_time(data.checked_at),
            "pricing_event": record.event_id,
        },
    )


TOOLS = Projection(
    name="tools",
    version=6,
    tables=(
        *(tool, tool_slug, tool_key, item, loose_key, observed, metric),
        *(rejected_link, named_together, kept_apart),
    ),
    handlers={
        LaunchObserved: _on_observed,
        ToolLaunched: _on_launched,
        ToolRevised: _on_revised,
        LaunchLinked: _on_linked,
        LinkRejected: _on_rejected,
        MergeRejected: _on_merge_rejected,
        ToolMerged: _on_merged,
        ToolSplit: _on_split,
        PopularityMeasured: _on_popularity,
        PricingRecorded: _on_pricing,
    },
)
