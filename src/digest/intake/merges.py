"""Tools that turn out to be one, or not to be -> a merge or a split, and what it changes of the counts.

A reader who voted on both tools is one reader after the merge, and two again after the split.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from digest.events import Event, NewEvent, Recorded, ToolMerged, ToolSplit, fact_id
from digest.intake.ballots import Ballots, differences
from digest.intake.groups import Groups
from digest.intake.identity import tool_stream


class DecidedMerge(msgspec.Struct, frozen=True, kw_only=True):
    """What to append, and the version it was decided at."""

    events: tuple[NewEvent, ...]
    expected: dict[str, int]


def decide_merge(
    tool_id: str,
    *,
    into: str,
    groups: Groups,
    history: Iterable[Recorded],
    version: int,
    reason: str,
    occurred_at: datetime,
    actor: str,
) -> DecidedMerge:
    """Merge a tool, with all that was merged into it, into another; neither may be merged itself.

    ``history`` holds every vote on the tools of both groups, and the discounts there; ``version`` is
    that of the stream of ``into``.
    """
    ballots = Ballots(history)
    staying, going = groups.members(into), groups.members(tool_id)
    data = ToolMerged(
        tool_id=into,
        merged=going,
        reason=reason,
        changes=differences(
            {into: ballots.count(staying), tool_id: ballots.count(going)},
            {into: ballots.count((*staying, *going)), tool_id: (0, 0)},
        ),
    )
    return _decided(data, tool_id, stays=into, version=version, occurred_at=occurred_at, actor=actor)


def decide_split(
    tool_id: str,
    *,
    groups: Groups,
    history: Iterable[Recorded],
    version: int,
    reason: str,
    occurred_at: datetime,
    actor: str,
) -> DecidedMerge:
    """Undo the merge of a tool; what was merged into it before goes with it.

    ``history`` holds every vote on the tools of its group, and the discounts there; ``version`` is
    that of the stream of the group's root.
    """
    ballots = Ballots(history)
    root, members, leaving = groups.root(tool_id), groups.members(tool_id), groups.parts(tool_id)
    staying = tuple(member for member in members if member not in leaving)
    data = ToolSplit(
        tool_id=root,
        split=leaving,
        reason=reason,
        changes=differences(
            {root: ballots.count(members), tool_id: (0, 0)},
            {root: ballots.count(staying), tool_id: ballots.count(leaving)},
        ),
    )
    return _decided(data, tool_id, stays=root, version=version, occurred_at=occurred_at, actor=actor)


def _decided(
    data: Event, tool_id: str, *, stays: str, version: int, occurred_at: datetime, actor: str
) -> DecidedMerge:
    stream = tool_stream(stays)
    event = NewEvent(
        event_id=fact_id(type(data).__name__, stays, tool_id, version),
        stream=stream,
        occurred_at=occurred_at,
        actor=actor,
        data=data,
    )
    return DecidedMerge(events=(event,), expected={stream: version})
