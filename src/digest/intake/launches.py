"""From what a source showed to facts: items seen, tools launched, links and counts.

An item is a fact when it is new or says something else than before; counts are not part of what it
says. An item starts a tool when its source counts it as a launch, none of its keys belongs to a
tool, and its own date lies within 60 days of the oldest date known of the thing; the clock of the
run has no say, so that a past week can be read again years later with the same result. A known key
links the item to its tool instead. An item that names two tools merges them, unless people have spoken
of both: then an editor decides. So the order in which items arrive does not decide what is one tool.
Feeds never revise a tool: after the launch its facts are the editors'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from digest.events import (
    Content,
    LaunchLinked,
    NewEvent,
    PopularityMeasured,
    ToolMerged,
    fact_id,
)
from digest.events.base import Event
from digest.intake.decided import Counts, Decided, Shown
from digest.intake.identity import tool_id, tool_stream
from digest.intake.items import facts_digest, item_stream, sealed_summary
from digest.intake.known import Known, KnownItem, KnownTool, Measurement
from digest.intake.launch_facts import launched, observed
from digest.intake.observations import Observation
from digest.intake.shelf import ItemName, Shelf

#: Name the rules in events; count up when the same item would be decided otherwise.
LINK_RULE, ENTRY_RULE, MERGE_RULE = "shared-key-1", "same-entry-1", "named-together-1"

MAX_AGE = timedelta(days=60)
#: A date further ahead than this is a mistake of the source.
MAX_AHEAD = timedelta(days=1)


def decide_launches(responses: Iterable[Shown], known: Known, *, content_key: bytes) -> Decided:
    """Decide what some responses add to what is known; two items of one tool make one tool.

    ``content_key`` is the key that seals summaries.
    """
    batch = _Batch(known, content_key)
    counts, texts = [], []
    for response in responses:
        batch.begin(response)
        for observation in response.observations:
            batch.take(observation)
        counts.append(Counts(**{name: batch.count[name] for name in Counts.__struct_fields__}))
        texts.append(frozenset(batch.texts))
    return Decided(
        events=tuple(batch.events), expected=batch.expected, counts=tuple(counts), texts=tuple(texts)
    )


class _Batch:
    """What is known, moving on with every item taken."""

    observed_at: datetime
    body: str | None
    count: Counter[str]
    texts: set[str]

    def __init__(self, known: Known, content_key: bytes) -> None:
        self.content_key = content_key
        self.shelf = Shelf(known)
        self.versions = {item_stream(*name): item.version for name, item in known.items.items()}
        self.versions |= {tool_stream(tool.tool_id): tool.version for tool in known.tools}
        self.events: list[NewEvent] = []
        self.expected: dict[str, int] = {}

    def begin(self, response: Shown) -> None:
        self.observed_at, self.body = response.observed_at, response.body
        self.count, self.texts = Counter(), set()

    def take(self, seen: Observation) -> None:
        name = (seen.source, seen.native_id)
        summary = sealed_summary(self.content_key, seen)
        if summary is not None:
            self.texts.add(summary.hash)
        item = self._observe(seen, self.shelf.items.get(name), item_stream(*name), summary)
        tool, rule = self._tool_of(seen, item)
        if tool is not None:
            item = self._link(item, tool, rule)
        elif seen.launches and _is_recent(seen):
            item = self._launch(seen, item, summary)
        self._keep(name, self._measure(seen, item))
        for other, loose, owner in self.shelf.waiting():
            self._keep(other, self._link(loose, owner, LINK_RULE))

    def _keep(self, name: ItemName, item: KnownItem) -> None:
        self.shelf.keep(name, item)
        if item.tool_id is not None:
            for gone, into, key in self.shelf.namesakes(item):
                self._merge(name, item, gone, into, key)

    def _observe(
        self, seen: Observation, item: KnownItem | None, stream: str, summary: Content | None
    ) -> KnownItem:
        event = observed(seen, item, summary, self.body)
        facts = facts_digest(event)
        if item is not None and item.facts == facts:
            self.count["unchanged"] += 1
            return item
        self.count["revised" if item else "new"] += 1
        event_id = self._add(
            ("launch-observed", seen.source, seen.native_id, event.supersedes, facts),
            stream,
            self._dated(seen),
            event,
            summary,
        )
        if item is None:
            return KnownItem(event_id=event_id, facts=facts, version=1, keys=seen.keys)
        return msgspec.structs.replace(item, event_id=event_id, facts=facts, keys=seen.keys)

    def _tool_of(self, seen: Observation, item: KnownItem) -> tuple[KnownTool | None, str]:
        if item.tool_id is not None:
            return self.shelf.tool(item.tool_id), LINK_RULE
        tool = self.shelf.owner(item)
        if tool is None and seen.launches:
            return self.shelf.same_entry(
                seen.source, seen.name, seen.tagline, seen.published_at, item
            ), ENTRY_RULE
        return tool, LINK_RULE

    def _link(self, item: KnownItem, tool: KnownTool, rule: str) -> KnownItem:
        fresh = self.shelf.free(item.keys)
        if item.tool_id is not None and not fresh:
            return item
        own = self.shelf.owned(item.keys, tool.tool_id)
        event = LaunchLinked(tool_id=tool.tool_id, observed=item.event_id, keys=own, rule=rule)
        self._add(
            ("launch-linked", tool.tool_id, item.event_id, own),
            tool_stream(tool.tool_id),
            self.observed_at,
            event,
        )
        self.count["linked"] += 1
        self.shelf.put(msgspec.structs.replace(tool, keys=(*tool.keys, *fresh)))
        return msgspec.structs.replace(item, tool_id=tool.tool_id)

    def _merge(self, name: ItemName, item: KnownItem, gone: KnownTool, into: KnownTool, key: str) -> None:
        """People have spoken of one of the two at most, so no count changes."""
        event = ToolMerged(
            tool_id=into.tool_id,
            merged=self.shelf.members(gone.tool_id),
            reason=f"{MERGE_RULE}: {' '.join(name)} names both, the other by {key}",
            changes=(),
        )
        self._add(
            ("tools-named-together", into.tool_id, gone.tool_id, item.event_id),
            tool_stream(into.tool_id),
            self.observed_at,
            event,
        )
        self.count["merged"] += 1
        self.shelf.merge(gone, into)

    def _launch(self, seen: Observation, item: KnownItem, summary: Content | None) -> KnownItem:
        keys = self.shelf.free(seen.keys)
        if not keys:
            return item
        tool = KnownTool(
            tool_id=tool_id(keys[0]),
            slug=self.shelf.free_slug(seen.name),
            keys=keys,
            name=seen.name,
            tagline=seen.tagline,
            source=seen.source,
            launched_at=self._dated(seen),
        )
        event = launched(seen, tool, item, summary)
        self._add(
            ("tool-launched", tool.tool_id), tool_stream(tool.tool_id), event.launched_at, event, summary
        )
        self.count["launched"] += 1
        self.shelf.put(tool)
        return msgspec.structs.replace(item, tool_id=tool.tool_id)

    def _measure(self, seen: Observation, item: KnownItem) -> KnownItem:
        if item.tool_id is None:
            return item
        metrics = dict(item.metrics)
        for metric, value in sorted(seen.metrics.items()):
            last = metrics.get(metric)
            if last is not None and last.value == value:
                continue
            event = PopularityMeasured(
                tool_id=item.tool_id,
                source=seen.source,
                metric=metric,
                value=value,
                native_id=seen.native_id,
            )
            before = last.event_id if last else None
            event_id = self._add(
                ("popularity", seen.source, seen.native_id, metric, before, value),
                tool_stream(item.tool_id),
                self.observed_at,
                event,
            )
            metrics[metric] = Measurement(event_id=event_id, value=value)
            self.count["measured"] += 1
        return msgspec.structs.replace(item, metrics=metrics)

    def _add(
        self,
        fact: tuple[object, ...],
        stream: str,
        occurred_at: datetime,
        data: Event,
        content: Content | None = None,
    ) -> str:
        event_id = fact_id(*fact)
        self.expected.setdefault(stream, self.versions.get(stream, 0))
        contents = (content,) if content else ()
        self.events.append(
            NewEvent(event_id=event_id, stream=stream, occurred_at=occurred_at, data=data, contents=contents)
        )
        return str(event_id)

    def _dated(self, seen: Observation) -> datetime:
        """Give the item's own date, or the moment it was seen if it has none or one in the future."""
        date = seen.published_at
        return self.observed_at if date is None or date > self.observed_at + MAX_AHEAD else date


def _is_recent(seen: Observation) -> bool:
    """Compare the item's date with the oldest date of the thing; without both there is no doubt."""
    if seen.published_at is None or seen.evidence_at is None:
        return True
    return seen.published_at - seen.evidence_at <= MAX_AGE
