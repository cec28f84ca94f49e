"""Tokens of programs, and the answers that they were given, so that asking twice does nothing twice."""

from alembic import op

revision = "0006"
down_revision = "0005"

# In braces stands what makes a text sort by its bytes.
STEPS = (
    """CREATE TABLE access_token (
        token_hash VARCHAR(64){bytewise} NOT NULL PRIMARY KEY,
        name VARCHAR{bytewise} NOT NULL UNIQUE,
        scopes VARCHAR{bytewise} NOT NULL,
        created_at VARCHAR(27){bytewise} NOT NULL,
        revoked_at VARCHAR(27){bytewise}
    )""",
    """CREATE TABLE given_answer (
        token_name VARCHAR{bytewise} NOT NULL,
        idempotency_key VARCHAR{bytewise} NOT NULL,
        request_hash VARCHAR(64){bytewise} NOT NULL,
        answer TEXT{bytewise} NOT NULL,
        given_at VARCHAR(27){bytewise} NOT NULL,
        PRIMARY KEY (token_name, idempotency_key)
    )""",
)


def upgrade() -> None:
    bytewise = "" if op.get_bind().dialect.name == "sqlite" else ' COLLATE "C"'
    for step in STEPS:
        op.execute(step.format(bytewise=bytewise))
