"""Readers who come by themselves: their requests, letters to them, bookmarks, and one look-up by address."""

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"

# In braces stands what makes a text sort by its bytes.
STEPS = (
    "ALTER TABLE subscriber_vault ADD COLUMN folded VARCHAR{bytewise}",
    "ALTER TABLE subscriber_vault ADD COLUMN pending_address VARCHAR{bytewise}",
    """CREATE TABLE sign_up (
        request_id VARCHAR(36){bytewise} NOT NULL PRIMARY KEY,
        address VARCHAR{bytewise} NOT NULL,
        name VARCHAR{bytewise},
        requested_at VARCHAR(27){bytewise} NOT NULL,
        consent_source VARCHAR{bytewise} NOT NULL,
        consent_text TEXT{bytewise} NOT NULL
    )""",
    """CREATE TABLE letter (
        letter_id VARCHAR(36){bytewise} NOT NULL PRIMARY KEY,
        subscriber_id VARCHAR(36){bytewise} NOT NULL,
        kind VARCHAR{bytewise} NOT NULL,
        created_at VARCHAR(27){bytewise} NOT NULL,
        message_id VARCHAR{bytewise} NOT NULL,
        state VARCHAR{bytewise} NOT NULL,
        claimed_at VARCHAR(27){bytewise},
        sha256 VARCHAR(64){bytewise},
        detail TEXT{bytewise},
        attempts INTEGER NOT NULL,
        next_try_at VARCHAR(27){bytewise} NOT NULL
    )""",
    "CREATE INDEX ix_letter_state ON letter (state, next_try_at)",
    "CREATE INDEX ix_letter_subscriber ON letter (subscriber_id, created_at)",
    """CREATE TABLE bookmark (
        subscriber_id VARCHAR(36){bytewise} NOT NULL,
        tool_id VARCHAR(36){bytewise} NOT NULL,
        saved_at VARCHAR(27){bytewise} NOT NULL,
        PRIMARY KEY (subscriber_id, tool_id)
    )""",
)
FOLD = text("UPDATE subscriber_vault SET folded = :folded WHERE subscriber_id = :subscriber_id")


def upgrade() -> None:
    connection = op.get_bind()
    bytewise = "" if connection.dialect.name == "sqlite" else ' COLLATE "C"'
    for step in STEPS:
        op.execute(step.format(bytewise=bytewise))
    known = connection.execute(text("SELECT subscriber_id, address FROM subscriber_vault")).all()
    if known:
        connection.execute(FOLD, [{"subscriber_id": row[0], "folded": row[1].casefold()} for row in known])
    op.execute("CREATE UNIQUE INDEX ix_subscriber_vault_folded ON subscriber_vault (folded)")
