"""Which tools are one: a merged tool, the tool it was merged into, and everything that makes a group."""

from __future__ import annotations

from collections.abc import Mapping


class Groups:
    """The merges that hold now; a tool that was never merged is a group of its own.

    ``into`` gives for each merged tool the one it was merged into, which may itself have been merged
    later. What a tool was merged with is shown and counted as the group's root.

    >>> groups = Groups({"c": "b", "b": "a"})
    >>> groups.root("c"), groups.parts("b"), groups.members("c"), groups.members("d")
    ('a', ('b', 'c'), ('a', 'b', 'c'), ('d',))
    """

    def __init__(self, into: Mapping[str, str]) -> None:
        self.into = dict(into)
        self._merged: dict[str, list[str]] = {}
        for tool_id in sorted(self.into):
            self._merged.setdefault(self.root(tool_id), []).append(tool_id)

    def root(self, tool_id: str) -> str:
        """The tool that this one is shown and counted as; itself if it is not merged."""
        while tool_id in self.into:
            tool_id = self.into[tool_id]
        return tool_id

    def members(self, tool_id: str) -> tuple[str, ...]:
        """Every tool of its group, the root first."""
        root = self.root(tool_id)
        return (root, *self._merged.get(root, ()))

    def parts(self, tool_id: str) -> tuple[str, ...]:
        """The tool and all that were merged into it, itself first: what a split takes along."""
        return (tool_id, *(other for other in self.members(tool_id) if tool_id in self._above(other)))

    def _above(self, tool_id: str) -> list[str]:
        above = []
        while tool_id in self.into:
            tool_id = self.into[tool_id]
            above.append(tool_id)
        return above
