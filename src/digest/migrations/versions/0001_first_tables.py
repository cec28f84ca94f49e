"""The log with its guards, content, vault, fetch ledger, outbox and projection pointers."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """CREATE TABLE event (
        position INTEGER NOT NULL PRIMARY KEY,
        event_id VARCHAR(36) NOT NULL,
        stream VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        type VARCHAR NOT NULL,
        schema_version INTEGER NOT NULL,
        occurred_at VARCHAR(27) NOT NULL,
        recorded_at VARCHAR(27) NOT NULL,
        payload TEXT NOT NULL,
        meta TEXT NOT NULL,
        event_hash BLOB NOT NULL,
        chain_hash BLOB NOT NULL,
        UNIQUE (event_id),
        UNIQUE (stream, version)
    )""",
    """CREATE TABLE log_head (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        position INTEGER NOT NULL,
        chain_hash BLOB NOT NULL
    )""",
    "INSERT INTO log_head (id, position, chain_hash) VALUES (1, 0, zeroblob(32))",
    """CREATE TABLE content (
        hash VARCHAR(64) NOT NULL PRIMARY KEY,
        salt BLOB NOT NULL,
        body TEXT NOT NULL
    )""",
    """CREATE TABLE subscriber_vault (
        subscriber_id VARCHAR(36) NOT NULL PRIMARY KEY,
        address VARCHAR NOT NULL UNIQUE,
        name VARCHAR,
        confirmed_at VARCHAR(27),
        consent_source VARCHAR,
        consent_text TEXT
    )""",
    """CREATE TABLE fetch (
        id INTEGER NOT NULL PRIMARY KEY,
        source VARCHAR NOT NULL,
        url VARCHAR NOT NULL,
        fetched_at VARCHAR(27) NOT NULL,
        status VARCHAR NOT NULL,
        etag VARCHAR,
        last_modified VARCHAR,
        body VARCHAR(64),
        bytes INTEGER,
        detail TEXT
    )""",
    "CREATE INDEX ix_fetch_url ON fetch (url, id)",
    """CREATE TABLE outbox (
        issue VARCHAR(8) NOT NULL,
        subscriber_id VARCHAR(36) NOT NULL,
        state VARCHAR NOT NULL,
        worker VARCHAR,
        claimed_at VARCHAR(27),
        settled_at VARCHAR(27),
        detail TEXT,
        message_id VARCHAR NOT NULL,
        sha256 VARCHAR(64),
        PRIMARY KEY (issue, subscriber_id)
    )""",
    "CREATE INDEX ix_outbox_state ON outbox (issue, state, subscriber_id)",
    """CREATE TABLE projection (
        name VARCHAR NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        position INTEGER NOT NULL
    )""",
)

# REPLACE deletes rows without firing DELETE triggers unless the connection asked for it,
# so a taken position, id or version is refused before the row goes in.
GUARDS = (
    """CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event BEGIN
        SELECT RAISE(ABORT, 'the log is append-only: UPDATE refused');
    END""",
    """CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event BEGIN
        SELECT RAISE(ABORT, 'the log is append-only: DELETE refused');
    END""",
    """CREATE TRIGGER event_is_append_only_replace BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE position = NEW.position)
      OR EXISTS (SELECT 1 FROM event WHERE event_id = NEW.event_id)
      OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND version = NEW.version)
    BEGIN
        SELECT RAISE(ABORT, 'the log is append-only: position, event_id or version is taken');
    END""",
)


def upgrade() -> None:
    for statement in (*TABLES, *GUARDS):
        op.execute(statement)
