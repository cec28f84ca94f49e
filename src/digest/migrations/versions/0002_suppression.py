"""Addresses that must not be mailed again, by keyed hash."""

from alembic import op

revision = "0002"
down_revision = "0001"

# In braces stands what makes a text sort by its bytes.
SUPPRESSION = """CREATE TABLE suppression (
    address_hash VARCHAR(64){bytewise} NOT NULL PRIMARY KEY,
    reason VARCHAR{bytewise} NOT NULL,
    at VARCHAR(27){bytewise} NOT NULL
)"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(SUPPRESSION.format(bytewise="" if on_sqlite else ' COLLATE "C"'))
