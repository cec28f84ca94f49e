"""The tables of the shelf: tools, what they are known by, and the items of sources."""

from __future__ import annotations

import msgspec
from sqlalchemy import Boolean, Column, Integer, Table

from digest.db import String, Text
from digest.projections.base import read_models

#: ``source`` brought the tool; ``facts_from`` is who stated its facts last, a source or an import.
#: A tool with ``merged_into`` is part of that one, which may itself be part of another.
tool = Table(
    "tool",
    read_models,
    Column("tool_id", String(36), primary_key=True),
    Column("slug", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("tagline", Text),
    Column("description", String(64)),
    Column("category", String),
    Column("job_tags", Text, nullable=False),
    Column("best_for", Text),
    Column("homepage", Text),
    Column("launched_at", String(27), nullable=False),
    Column("revised_at", String(27)),
    Column("source", String, nullable=False),
    Column("facts_from", String, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("merged_into", String(36)),
    Column("pricing", Text),
    Column("entry", Text),
    Column("pricing_source", Text),
    Column("pricing_checked_at", String(27)),
    Column("pricing_event", String(36)),
    Column("popularity", Integer, nullable=False),
)
tool_slug = Table(
    "tool_slug",
    read_models,
    Column("slug", String, primary_key=True),
    Column("tool_id", String(36), nullable=False),
)
tool_key = Table(
    "tool_key",
    read_models,
    Column("key", String, primary_key=True),
    Column("tool_id", String(36), nullable=False),
)
#: An item of a source at its newest revision; ``facts`` is the digest of what it says, ``keys`` a list.
item = Table(
    "item",
    read_models,
    Column("source", String, primary_key=True),
    Column("native_id", String, primary_key=True),
    Column("event_id", String(36), nullable=False),
    Column("facts", String(64), nullable=False),
    Column("keys", Text, nullable=False),
    Column("tool_id", String(36)),
)
#: The keys of items that belong to no tool yet.
loose_key = Table(
    "loose_key",
    read_models,
    Column("key", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("native_id", String, primary_key=True),
)
#: An item of one tool that carries a key of another; of a pair, the smaller id comes first.
named_together = Table(
    "named_together",
    read_models,
    Column("source", String, primary_key=True),
    Column("native_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("tool_a", String(36), nullable=False),
    Column("tool_b", String(36), nullable=False),
)
#: Two tools that an editor holds apart, the smaller id first; ``evidence`` is a list, null for any.
kept_apart = Table(
    "kept_apart",
    read_models,
    Column("tool_a", String(36), primary_key=True),
    Column("tool_b", String(36), primary_key=True),
    Column("evidence", Text),
)
#: What an editor has said not to be about a tool.
rejected_link = Table(
    "rejected_link",
    read_models,
    Column("source", String, primary_key=True),
    Column("native_id", String, primary_key=True),
    Column("tool_id", String(36), primary_key=True),
)
observed = Table(
    "observed",
    read_models,
    Column("event_id", String(36), primary_key=True),
    Column("source", String, nullable=False),
    Column("native_id", String, nullable=False),
)
metric = Table(
    "metric",
    read_models,
    Column("source", String, primary_key=True),
    Column("native_id", String, primary_key=True),
    Column("metric", String, primary_key=True),
    Column("value", Integer, nullable=False),
    Column("event_id", String(36), nullable=False),
)


def read_keys(kept: str) -> tuple[str, ...]:
    """The keys of an item, as its row keeps them."""
    return msgspec.json.decode(kept, type=tuple[str, ...])
