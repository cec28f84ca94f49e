"""Takes: the panel's personas and policy, and each persona's current take on each tool."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Table

from digest.db import Position, String, Text
from digest.events import PanelPolicySet, PersonaDefined, ReviewPublished, ReviewWithdrawn
from digest.log.codec import canonical_json
from digest.projections.base import Projection, Record, State, read_models

persona = Table(
    "persona",
    read_models,
    Column("persona", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("place", Integer, nullable=False),
)
panel_policy = Table(
    "panel_policy",
    read_models,
    Column("version", Integer, primary_key=True),
    Column("quorum", Integer, nullable=False),
    Column("ship_numerator", Integer, nullable=False),
    Column("ship_denominator", Integer, nullable=False),
)
take = Table(
    "take",
    read_models,
    Column("tool_id", String(36), primary_key=True),
    Column("persona", String, primary_key=True),
    Column("choice", String, nullable=False),
    Column("score", Integer, nullable=False),
    Column("take", String(64), nullable=False),
    Column("drafted_by", String, nullable=False),
    Column("reviewer", String(64)),
    Column("approved_by", String(64)),
    Column("tried", Boolean, nullable=False),
    Column("conflicts", String(64)),
    Column("evidence", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Column("event_id", String(36), nullable=False),
    Column("position", Position, nullable=False),
)


def _on_persona(state: State, data: PersonaDefined) -> None:
    state.put(
        "persona",
        {"persona": data.persona, "name": data.name, "question": data.question, "place": data.place},
    )


def _on_policy(state: State, data: PanelPolicySet) -> None:
    state.put(
        "panel_policy",
        {
            "version": data.version,
            "quorum": data.quorum,
            "ship_numerator": data.ship_numerator,
            "ship_denominator": data.ship_denominator,
        },
    )


def _on_published(state: State, data: ReviewPublished, record: Record) -> None:
    state.put(
        "take",
        {
            "tool_id": data.tool_id,
            "persona": data.persona,
            "choice": data.choice,
            "score": data.score,
            "take": data.take,
            "drafted_by": data.drafted_by,
            "reviewer": data.reviewer,
            "approved_by": data.approved_by,
            "tried": data.tried,
            "conflicts": data.conflicts,
            "evidence": canonical_json(data.evidence),
            "at": record.occurred_at,
            "event_id": record.event_id,
            "position": record.position,
        },
    )


def _on_withdrawn(state: State, data: ReviewWithdrawn) -> None:
    state.delete("take", data.tool_id, data.persona)


TAKES = Projection(
    name="takes",
    version=2,
    tables=(persona, panel_policy, take),
    handlers={
        PersonaDefined: _on_persona,
        PanelPolicySet: _on_policy,
        ReviewPublished: _on_published,
        ReviewWithdrawn: _on_withdrawn,
    },
)
