"""Tallies: how many readers say ship and skip of each tool, by counters alone.

The event says what it replaces, so no row per reader is kept; a recount per reader is the oracle.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from digest.db import String
from digest.events import VoteCast
from digest.projections.base import Projection, Record, State, read_models

tally = Table(
    "tally",
    read_models,
    Column("tool_id", String(36), primary_key=True),
    Column("ship", Integer, nullable=False),
    Column("skip", Integer, nullable=False),
)


def _on_vote(state: State, data: VoteCast, _record: Record) -> None:
    if not data.counts:
        return
    row = state.get("tally", data.tool_id) or {"tool_id": data.tool_id, "ship": 0, "skip": 0}
    row[data.choice] += 1
    if data.previous is not None:
        row[data.previous] -= 1
    state.put("tally", row)


TALLIES = Projection(name="tallies", version=1, tables=(tally,), handlers={VoteCast: _on_vote})
