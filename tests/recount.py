"""The oracle of what counts: a recount per reader and per reviewer from nothing but decoded events.

It is written as slowly and plainly as the rules are stated in docs/decisions, and shares no code with
what it judges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.events import (
    ReviewPublished,
    ReviewWithdrawn,
    ToolMerged,
    ToolSplit,
    VoteCast,
    VotesDiscounted,
    VotesReinstated,
    VoteWithdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.events import Recorded


def shown_as(events: Sequence[Recorded], tool_id: str) -> str:
    """The tool that a tool is shown and counted as after these events."""
    shown = tool_id
    for event in events:
        match event.data:
            case ToolMerged() as merge if tool_id in merge.merged:
                shown = merge.tool_id
            case ToolSplit() as split if tool_id in split.split:
                shown = split.split[0]
    return shown


def recount(events: Sequence[Recorded]) -> dict[str, tuple[int, int]]:
    """Ship and skip of every tool that a reader's vote counts for."""
    votes = [event for event in events if isinstance(event.data, VoteCast | VoteWithdrawn)]
    counts: dict[str, list[int]] = {}
    for tool_id in sorted({shown_as(events, event.data.tool_id) for event in votes}):
        for voter in sorted({event.data.voter for event in votes}):
            choice = vote_of(events, tool_id, voter)
            if choice is not None:
                counts.setdefault(tool_id, [0, 0])[choice == "skip"] += 1
    return {tool_id: (ship, skip) for tool_id, (ship, skip) in counts.items()}


def vote_of(events: Sequence[Recorded], tool_id: str, voter: str) -> str | None:
    """What a reader's vote says of a tool and all that is shown as it; null if none counts."""
    last = None
    for event in events:
        match event.data:
            case VoteCast() | VoteWithdrawn() as word:
                of_it = word.voter == voter and shown_as(events, word.tool_id) == tool_id
                if of_it and (last is None or event.occurred_at >= last.occurred_at):
                    last = event
    if last is None or isinstance(last.data, VoteWithdrawn):
        return None
    for member in {event.data.tool_id for event in events if hasattr(event.data, "tool_id")}:
        if shown_as(events, member) == tool_id and is_discounted(events, member, voter):
            return None
    return last.data.choice


def is_discounted(events: Sequence[Recorded], tool_id: str, voter: str) -> bool:
    """Whether a reader is discounted on one tool, taken by itself."""
    discounted = False
    for event in events:
        match event.data:
            case VotesDiscounted() as told if told.tool_id == tool_id and voter in told.voters:
                discounted = True
            case VotesReinstated() as told if told.tool_id == tool_id and voter in told.voters:
                discounted = False
    return discounted


def panel(events: Sequence[Recorded]) -> dict[tuple[str, str], tuple[str, int]]:
    """Choice and score of each persona's take on each tool that has one: (tool, persona) -> take."""
    standing: dict[tuple[str, str], Recorded] = {}
    for event in events:
        match event.data:
            case ReviewPublished() as review:
                standing[review.tool_id, review.persona] = event
            case ReviewWithdrawn() as gone:
                del standing[gone.tool_id, gone.persona]
    shown: dict[tuple[str, str], Recorded] = {}
    for (tool_id, persona), event in standing.items():
        key = (shown_as(events, tool_id), persona)
        other = shown.get(key)
        if other is None or (event.occurred_at, event.position) > (other.occurred_at, other.position):
            shown[key] = event
    return {key: (event.data.choice, event.data.score) for key, event in shown.items()}
