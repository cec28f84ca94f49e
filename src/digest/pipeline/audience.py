"""Who gets an issue: decided when its delivery begins, and looked at again when it is their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from digest.delivery import outbox
from digest.issue.weeks import weeks_of_month
from digest.pipeline.subscribe import standing_of
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.delivery.audience import Reason


def choose_audience(connection: Connection, week: str) -> list[str]:
    """Subscriber ids: confirmed, not paused, and of the monthly ones who had no issue of this month yet.

    The month of a week is its Thursday's.
    """
    table = live_tables(connection)["subscriber"]
    rows = connection.execute(
        select(table.c.subscriber_id, table.c.frequency).where(
            table.c.status == "confirmed", table.c.paused.is_(False)
        )
    ).all()
    served = outbox.served(connection, [other for other in weeks_of_month(week) if other != week])
    return [row.subscriber_id for row in rows if row.frequency == "weekly" or row.subscriber_id not in served]


def why_not(connection: Connection, subscriber_id: str) -> Reason | None:
    """Why a reader who was in the audience is not to be mailed after all; null if they are."""
    now = standing_of(connection, subscriber_id)
    if now is None or now.status != "confirmed":
        return "not_subscribed"
    return "paused" if now.preferences.paused else None
