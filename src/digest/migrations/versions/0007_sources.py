"""What a poll leaves for the next one, and the sources that were added by command."""

from alembic import op

revision = "0007"
down_revision = "0006"

# In braces stands what makes a text sort by its bytes.
STEPS = (
    'ALTER TABLE "fetch" ADD COLUMN politeness_group VARCHAR{bytewise}',
    'ALTER TABLE "fetch" ADD COLUMN group_until VARCHAR(27){bytewise}',
    'ALTER TABLE "fetch" ADD COLUMN answer TEXT{bytewise}',
    'ALTER TABLE "fetch" ADD COLUMN plan TEXT{bytewise}',
    'CREATE INDEX ix_fetch_group ON "fetch" (group_until, politeness_group)',
    """CREATE TABLE source (
        name VARCHAR{bytewise} NOT NULL PRIMARY KEY,
        kind VARCHAR{bytewise} NOT NULL,
        url VARCHAR{bytewise} NOT NULL,
        settings TEXT{bytewise} NOT NULL,
        added_at VARCHAR(27){bytewise} NOT NULL
    )""",
)


def upgrade() -> None:
    bytewise = "" if op.get_bind().dialect.name == "sqlite" else ' COLLATE "C"'
    for step in STEPS:
        op.execute(step.format(bytewise=bytewise))
