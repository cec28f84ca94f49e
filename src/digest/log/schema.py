"""The durable tables of the log, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table, UniqueConstraint

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

#: ``folded`` is the address in the form by which two spellings of it are one; ``pending_address`` is where
#: the reader wants the mail to go, once it was confirmed from there.
subscriber_vault = Table(
    "subscriber_vault",
    metadata,
    Column("subscriber_id", String(36), primary_key=True),
    Column("address", String, nullable=False, unique=True),
    Column("name", String),
    Column("confirmed_at", String(27)),
    Column("consent_source", String),
    Column("consent_text", Text),
    Column("folded", String),
    Column("pending_address", String),
    Index("ix_subscriber_vault_folded", "folded", unique=True),
)

#: Requests to sign up that nobody has looked at yet; a row goes when it was.
sign_up = Table(
    "sign_up",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("address", String, nullable=False),
    Column("name", String),
    Column("requested_at", String(27), nullable=False),
    Column("consent_source", String, nullable=False),
    Column("consent_text", Text, nullable=False),
)

#: What a reader saved for later; it is nobody else's business, so it is not in the log.
bookmark = Table(
    "bookmark",
    metadata,
    Column("subscriber_id", String(36), primary_key=True),
    Column("tool_id", String(36), primary_key=True),
    Column("saved_at", String(27), nullable=False),
)

#: Addresses that are never mailed, by keyed hash: the address itself is not kept (see
#: :mod:`digest.intake.suppression`). ``reason`` is ``erased``, or ``undeliverable`` for one that takes no
#: mail.
suppression = Table(
    "suppression",
    metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("reason", String, nullable=False),
    Column("at", String(27), nullable=False),
)

#: Programs that may write, by the SHA-256 of their token: 32 random bytes need no slower hash, since nobody
#: can go through them. ``scopes`` are parted by blanks; a revoked name is not given again.
access_token = Table(
    "access_token",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("scopes", String, nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("revoked_at", String(27)),
)

#: What a program was answered, by the key it gave its request; ``request_hash`` is over the whole of it.
given_answer = Table(
    "given_answer",
    metadata,
    Column("token_name", String, primary_key=True),
    Column("idempotency_key", String, primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("answer", Text, nullable=False),
    Column("given_at", String(27), nullable=False),
)
