"""Reading read models: the tables readers see now, by logical name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.projections import ALL
from digest.projections.pointers import live_pointers, physical

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def live_tables(connection: Connection) -> dict[str, Table]:
    """Logical name -> table of the live generation, as of this connection's snapshot."""
    pointers = live_pointers(connection)
    missing = [p.name for p in ALL if p.name not in pointers]
    if missing:
        raise DigestError(f"read models {', '.join(missing)} have not been built; run: digest rebuild")
    tables: dict[str, Table] = {}
    for projection in ALL:
        tables |= physical(projection, pointers[projection.name].generation)
    return tables
