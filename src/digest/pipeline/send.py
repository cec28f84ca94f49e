"""Deliver what editors have approved; safe to run every hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from digest import db
from digest.pipeline.deliver import Delivered, OnProgress, deliver
from digest.pipeline.project import project
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.pipeline.newsletter import Newsletter


def due_weeks(newsletter: Newsletter) -> tuple[str, ...]:
    """Weeks whose issue is approved, or whose delivery was interrupted, oldest first."""
    project(newsletter.log)
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["issue"]
        rows = connection.execute(
            select(table.c.week)
            .where(table.c.state.in_(["approved", "delivering"]))
            .order_by(table.c.week)
        )
        return tuple(row.week for row in rows)


def send(newsletter: Newsletter, weeks: Iterable[str], *, on_progress: OnProgress) -> Iterator[Delivered]:
    """Deliver each week's issue in turn; see :func:`digest.pipeline.deliver.deliver`."""
    for week in weeks:
        yield deliver(newsletter, week, on_progress=on_progress)
