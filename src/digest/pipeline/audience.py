"""Who gets an issue: decided when its delivery begins, and looked at again when it is their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from digest.delivery import recipients
from digest.delivery.audience import Skip
from digest.issue.weeks import weeks_of_month
from digest.pipeline.subscribe import standing_of
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.delivery.message import Format


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
    if all(row.frequency == "weekly" for row in rows):
        return [row.subscriber_id for row in rows]
    served = recipients.served(connection, [other for other in weeks_of_month(week) if other != week])
    return [row.subscriber_id for row in rows if row.frequency == "weekly" or row.subscriber_id not in served]


def wish(connection: Connection, subscriber_id: str) -> Format | Skip:
    """In which format a reader of the audience wants the mail by now, or why they want none after all."""
    now = standing_of(connection, subscriber_id)
    if now is None or now.status != "confirmed":
        return Skip(reason="not_subscribed")
    return Skip(reason="paused") if now.preferences.paused else now.preferences.format
