"""New on the shelf: what was launched in the week and has not been listed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from digest.issue.facts import ToolFacts

#: How many tools the shelf has room for.
SHELF = 5


def shelf(
    tools: Sequence[ToolFacts],
    *,
    start: datetime,
    end: datetime,
    already_listed: Collection[str],
    besides: Collection[str] = (),
    limit: int = SHELF,
) -> tuple[ToolFacts, ...]:
    """Active tools launched in ``start <= t < end``, newest first, then by slug.

    ``already_listed`` are ids from the shelves of issues before; ``besides`` the issue's own pair.
    """
    new = [
        tool
        for tool in tools
        if tool.active
        and start <= tool.launched_at < end
        and tool.tool_id not in already_listed
        and tool.tool_id not in besides
    ]
    new.sort(key=lambda tool: (-tool.launched_at.timestamp(), tool.slug))
    return tuple(new[:limit])
