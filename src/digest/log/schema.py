"""The durable tables of the log, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, Table, UniqueConstraint

from digest.db import Position, String, Text, metadata

event = Table(
    "event",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("event_id", String(36), nullable=False, unique=True),
    Column("stream", String, nullable=False),
    Column("version", Position, nullable=False),
    Column("type", String, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("occurred_at", String(27), nullable=False),
    Column("recorded_at", String(27), nullable=False),
    Column("payload", Text, nullable=False),
    Column("meta", Text, nullable=False),
    Column("event_hash", LargeBinary, nullable=False),
    Column("chain_hash", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version"),
)

log_head = Table(
    "log_head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("position", Position, nullable=False),
    Column("chain_hash", LargeBinary, nullable=False),
)

content = Table(
    "content",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("body", Text, nullable=False),
)

subscriber_vault = Table(
    "subscriber_vault",
    metadata,
    Column("subscriber_id", String(36), primary_key=True),
    Column("address", String, nullable=False, unique=True),
    Column("name", String),
    Column("confirmed_at", String(27)),
    Column("consent_source", String),
    Column("consent_text", Text),
)
