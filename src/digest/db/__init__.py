"""The database: engine, transactions, locks, and every difference between the two dialects.

SQLite is the embedded default, PostgreSQL (``postgresql+psycopg://``) the one for more than one machine.
Nothing outside this package and the migrations names a dialect.
"""

from digest.db.columns import Position, String, Text, metadata
from digest.db.engine import (
    BUSY_TIMEOUT_S,
    file_url,
    is_there,
    open_engine,
    owns,
    purge,
    reading,
    shown_url,
    supposing,
    writers_take_turns,
    writing,
)
from digest.db.locks import exclusive, waiting
from digest.db.migrate import migrate
from digest.db.rows import (
    bulk_insert,
    chunks,
    compare_and_set,
    continue_counting,
    delete_by_key,
    insert_missing,
    rows_among,
    rows_by_key,
    rows_of,
    stream,
    upsert,
)
from digest.db.run import Conflict, run
from digest.db.take import Taken, take_positions

__all__ = [
    "BUSY_TIMEOUT_S",
    "Conflict",
    "Position",
    "String",
    "Taken",
    "Text",
    "bulk_insert",
    "chunks",
    "compare_and_set",
    "continue_counting",
    "delete_by_key",
    "exclusive",
    "file_url",
    "insert_missing",
    "is_there",
    "metadata",
    "migrate",
    "open_engine",
    "owns",
    "purge",
    "reading",
    "rows_among",
    "rows_by_key",
    "rows_of",
    "run",
    "shown_url",
    "stream",
    "supposing",
    "take_positions",
    "upsert",
    "waiting",
    "writers_take_turns",
    "writing",
]
