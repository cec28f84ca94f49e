"""PostgreSQL keeps no samples of texts and addresses, so that there are none to forget.

ANALYZE, which a server also does by itself, copies values of a table into pg_statistic.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

COLUMNS = {
    "content": {"body": "TEXT"},
    "subscriber_vault": {
        "address": "VARCHAR",
        "name": "VARCHAR",
        "consent_source": "VARCHAR",
        "consent_text": "TEXT",
        "folded": "VARCHAR",
        "pending_address": "VARCHAR",
    },
    "sign_up": {"address": "VARCHAR", "name": "VARCHAR", "consent_source": "VARCHAR", "consent_text": "TEXT"},
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in COLUMNS.items():
        for column, type_ in columns.items():
            # Giving a column its own type once more rewrites no row and drops the samples there are.
            op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE {type_} COLLATE "C"')
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
