"""The list as a file that an import takes: everybody who is on it, or asked to be, with their evidence."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from sqlalchemy import select

from digest import db
from digest.log.schema import subscriber_vault
from digest.pipeline.import_files import SUBSCRIBER_COLUMNS
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter


def export_subscribers(newsletter: Newsletter, to: TextIO) -> int:
    """Write CSV, by address; returns how many readers. Who has left is not on the list, nor in the file."""
    columns = [subscriber_vault.c.address, *(subscriber_vault.c[name] for name in SUBSCRIBER_COLUMNS[1:])]
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(SUBSCRIBER_COLUMNS)
    count = 0
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["subscriber"]
        rows = connection.execute(
            select(*columns)
            .join(table, table.c.subscriber_id == subscriber_vault.c.subscriber_id)
            .where(table.c.status.in_(["confirmed", "pending"]))
            .order_by(subscriber_vault.c.folded)
        )
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
