"""Recipients that the server put off: how often they were tried, since when, and when next."""

from alembic import op

revision = "0003"
down_revision = "0002"

# In braces stands what makes a text sort by its bytes.
STEPS = (
    "ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN first_try_at VARCHAR(27){bytewise}",
    "ALTER TABLE outbox ADD COLUMN next_try_at VARCHAR(27){bytewise} NOT NULL DEFAULT ''",
    "DROP INDEX ix_outbox_state",
    "CREATE INDEX ix_outbox_state ON outbox (issue, state, next_try_at, subscriber_id)",
)


def upgrade() -> None:
    bytewise = "" if op.get_bind().dialect.name == "sqlite" else ' COLLATE "C"'
    for step in STEPS:
        op.execute(step.format(bytewise=bytewise))
