"""The tools and items that a batch decides on, moving on with every decision; it makes no events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from digest.intake.groups import Groups
from digest.intake.identity import KEY_TYPES, key_type, slugify
from digest.intake.kinship import differ, pair, two_things
from digest.intake.known import Known, KnownItem, KnownTool

#: A source, and the native id of one of its items.
ItemName = tuple[str, str]


class Shelf:
    """What is known. ``items`` may be read; everything else is asked for or told by a method."""

    def __init__(self, known: Known) -> None:
        self.items = dict(known.items)
        self._tools = {tool.tool_id: tool for tool in known.tools}
        self._owner = {key: tool.tool_id for tool in known.tools for key in tool.keys}
        self._entries = {_entry(tool): tool.tool_id for tool in known.tools}
        self._slugs = set(known.slugs) | {tool.slug for tool in known.tools}
        self._apart = known.apart
        self._groups = _groups(known.tools)
        self._loose: dict[str, dict[ItemName, None]] = {}
        self._fresh: list[str] = []
        for name, item in known.items.items():
            self._lay(name, item)

    def tool(self, tool_id: str) -> KnownTool:
        """The tool with this id, merged or not."""
        return self._tools[tool_id]

    def free(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of the keys that belong to no tool."""
        return tuple(key for key in keys if key not in self._owner)

    def owned(self, keys: Iterable[str], tool_id: str) -> tuple[str, ...]:
        """Those of the keys that belong to the tool, or to none."""
        return tuple(key for key in keys if self._owner.get(key, tool_id) == tool_id)

    def owner(self, item: KnownItem) -> KnownTool | None:
        """The tool that the item's keys name; of several, by the most telling key."""
        for key in item.keys:
            tool = self._tools.get(self._owner.get(key, ""))
            if tool is None or tool.tool_id in item.rejected:
                continue
            if not differ(key, item.keys, tool.keys):
                return tool
        return None

    def same_entry(
        self, source: str, name: str, tagline: str | None, at: datetime | None, item: KnownItem
    ) -> KnownTool | None:
        """The tool that the same entry launched before, under another id and other links.

        Sites that move give all their entries new ones.
        """
        tool = None if at is None else self._tools.get(self._entries.get((source, name, tagline, at), ""))
        if tool is None or tool.tool_id in item.rejected or two_things(item.keys, tool.keys):
            return None
        return tool

    def namesakes(self, item: KnownItem) -> Iterator[tuple[KnownTool, KnownTool, str]]:
        """What to merge into what, by which key, since the item's keys name both; one after the other.

        Nothing is yielded of tools that people have spoken of on both sides, that an editor holds apart,
        or that other keys prove to be two.
        """
        for key in item.keys:
            other = self._owner.get(key)
            if item.tool_id is None or other is None or other in item.rejected:
                continue
            mine, theirs = self._groups.root(item.tool_id), self._groups.root(other)
            if mine == theirs:
                continue
            ours, others = self._groups.members(mine), self._groups.members(theirs)
            if any(pair(one, two) in self._apart for one in ours for two in others):
                continue
            if differ(key, {*item.keys, *self._keys(ours)}, self._keys(others)):
                continue
            spoken = self._spoken_for(ours), self._spoken_for(others)
            if all(spoken):
                continue
            if any(spoken):
                stays = mine if spoken[0] else theirs
            else:
                stays = min((mine, theirs), key=lambda root: _rank(self._tools[root]))
            yield self._tools[theirs if stays == mine else mine], self._tools[stays], key

    def members(self, tool_id: str) -> tuple[str, ...]:
        """Every tool of the group, its root first."""
        return self._groups.members(tool_id)

    def free_slug(self, name: str) -> str:
        """A slug for the name that no tool has."""
        slug = wanted = slugify(name)
        number = 2
        while slug in self._slugs:
            slug, number = f"{wanted}-{number}", number + 1
        return slug

    def put(self, tool: KnownTool) -> None:
        """A tool is new, or has keys more."""
        self._tools[tool.tool_id] = tool
        self._slugs.add(tool.slug)
        self._entries.setdefault(_entry(tool), tool.tool_id)
        for key in tool.keys:
            if self._owner.setdefault(key, tool.tool_id) == tool.tool_id and key in self._loose:
                self._fresh.append(key)

    def keep(self, name: ItemName, item: KnownItem) -> None:
        """An item is new, or says something else, or has a tool."""
        before = self.items.get(name)
        if before is not None and before.tool_id is None:
            for key in before.keys:
                self._loose.get(key, {}).pop(name, None)
        self.items[name] = item
        self._lay(name, item)

    def merge(self, gone: KnownTool, into: KnownTool) -> None:
        """Two groups are one from now on."""
        self._tools[gone.tool_id] = msgspec.structs.replace(gone, merged_into=into.tool_id)
        self._groups = _groups(self._tools.values())

    def waiting(self) -> Iterator[tuple[ItemName, KnownItem, KnownTool]]:
        """Items without a tool whose key belongs to one since the last time; the caller links each."""
        while self._fresh:
            key = self._fresh.pop(0)
            for name in list(self._loose.get(key, ())):
                item = self.items[name]
                tool = self.owner(item)
                if tool is not None:
                    yield name, item, tool

    def _lay(self, name: ItemName, item: KnownItem) -> None:
        if item.tool_id is None:
            for key in item.keys:
                self._loose.setdefault(key, {})[name] = None

    def _keys(self, tool_ids: Iterable[str]) -> set[str]:
        return {key for tool_id in tool_ids for key in self._tools[tool_id].keys}

    def _spoken_for(self, tool_ids: Iterable[str]) -> bool:
        return any(self._tools[tool_id].spoken_for for tool_id in tool_ids)


def _groups(tools: Iterable[KnownTool]) -> Groups:
    return Groups({tool.tool_id: tool.merged_into for tool in tools if tool.merged_into is not None})


def _entry(tool: KnownTool) -> tuple[str, str, str | None, datetime]:
    return tool.source, tool.name, tool.tagline, tool.launched_at


def _rank(tool: KnownTool) -> tuple[int, str]:
    """The tool with the most telling key stays, whichever came first."""
    keys = [(KEY_TYPES.index(key_type(key)), key) for key in tool.keys]
    return min(keys, default=(len(KEY_TYPES), tool.tool_id))
