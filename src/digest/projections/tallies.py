"""Tallies: how many readers say ship and skip of each tool, by counters alone.

The event says what it replaces, or by how much counts move, so no row per reader is kept; a recount
per reader is the oracle.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Integer, Table

from digest.db import String
from digest.events import (
    Choice,
    CountChange,
    ToolMerged,
    ToolSplit,
    VoteCast,
    VotesDiscounted,
    VotesReinstated,
    VoteWithdrawn,
)
from digest.projections.base import Projection, Row, State, read_models

#: A vote on a tool with ``merged_into`` counts there, and its own counts are 0.
tally = Table(
    "tally",
    read_models,
    Column("tool_id", String(36), primary_key=True),
    Column("ship", Integer, nullable=False),
    Column("skip", Integer, nullable=False),
    Column("merged_into", String(36)),
)


def _row(state: State, tool_id: str) -> Row:
    return state.get("tally", tool_id) or {"tool_id": tool_id, "ship": 0, "skip": 0, "merged_into": None}


def _on_vote(state: State, data: VoteCast) -> None:
    if data.counts:
        _move(state, data.tool_id, data.choice, data.previous)


def _on_withdrawn(state: State, data: VoteWithdrawn) -> None:
    if data.previous is not None:
        _move(state, data.tool_id, None, data.previous)


def _move(state: State, tool_id: str, to: Choice | None, previous: Choice | None) -> None:
    """Count a reader's vote where the tool's votes count. Most events are votes: this is a rebuild's time."""
    row = state.get("tally", tool_id)
    if row is None:
        row = _row(state, tool_id)
    elif row["merged_into"] is not None:
        row = _row(state, row["merged_into"])
    if to is not None:
        row[to] += 1
    if previous is not None:
        row[previous] -= 1
    state.put("tally", row)


def _change(state: State, changes: Iterable[CountChange]) -> None:
    for change in changes:
        row = _row(state, change.tool_id)
        row["ship"] += change.ship
        row["skip"] += change.skip
        state.put("tally", row)


def _on_discount(state: State, data: VotesDiscounted | VotesReinstated) -> None:
    _change(state, data.changes)


def _on_merged(state: State, data: ToolMerged) -> None:
    for tool_id in data.merged:
        state.put("tally", {**_row(state, tool_id), "merged_into": data.tool_id})
    _change(state, data.changes)


def _on_split(state: State, data: ToolSplit) -> None:
    first, *others = data.split
    state.put("tally", {**_row(state, first), "merged_into": None})
    for tool_id in others:
        state.put("tally", {**_row(state, tool_id), "merged_into": first})
    _change(state, data.changes)


TALLIES = Projection(
    name="tallies",
    version=2,
    tables=(tally,),
    handlers={
        VoteCast: _on_vote,
        VoteWithdrawn: _on_withdrawn,
        VotesDiscounted: _on_discount,
        VotesReinstated: _on_discount,
        ToolMerged: _on_merged,
        ToolSplit: _on_split,
    },
)
