"""Deliver what editors have approved."""

from __future__ import annotations

import asyncio

from prefect import flow, get_run_logger
from prefect.artifacts import acreate_table_artifact

from digest.pipeline.deliver import Delivered
from digest.pipeline.send import due_weeks
from digest.pipeline.send import send as deliver_weeks
from digest.pipeline.sign_up import answer_readers
from flows.run import IsoWeek, Tell, newsletter_of_run


# No retries: the next hour's run goes on where this one stopped, and nobody is mailed twice.
@flow(name="send", retries=0)
async def send(week: IsoWeek | None = None) -> int:
    """Deliver every approved issue that is not delivered yet, or the one given; returns how many.

    A run that finds nothing approved ends at once.
    """
    deliveries = await asyncio.to_thread(deliver_approved, week, get_run_logger().info)
    if deliveries:
        await acreate_table_artifact(delivery_rows(deliveries), key="send", description="Recipients by issue")
    return len(deliveries)


def deliver_approved(week: str | None, tell: Tell) -> tuple[Delivered, ...]:
    """Deliver what is due, oldest week first; letters to readers go before them.

    Raises:
        NotApproved: the week given waits for an editor.
    """
    deliveries = []
    with newsletter_of_run() as newsletter:
        weeks = due_weeks(newsletter) if week is None else (week,)
        if week is None and (letters := answer_readers(newsletter)):
            tell(str(letters))
        for delivered in deliver_weeks(newsletter, weeks, on_progress=lambda _done, _total: None):
            tell(f"{delivered.week}: {delivered}")
            deliveries.append(delivered)
    if not deliveries:
        tell("nothing to send: no approved issue waits")
    return tuple(deliveries)


def delivery_rows(deliveries: tuple[Delivered, ...]) -> list[dict[str, str]]:
    """One row an issue: counts, never an address."""
    return [
        {"week": delivered.week, "transport": delivered.transport, "outcome": str(delivered)}
        for delivered in deliveries
    ]
