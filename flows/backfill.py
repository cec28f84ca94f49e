"""Launches of past weeks. There is no way from here to a delivery."""

from __future__ import annotations

import asyncio

from prefect import flow, get_run_logger
from prefect.artifacts import acreate_table_artifact

from digest.pipeline.backfill import Backfilled
from digest.pipeline.backfill import backfill as backfill_weeks
from flows.ingest import outcome_rows
from flows.run import IsoWeek, Tell, newsletter_of_run


@flow(name="backfill", retries=0)
async def backfill(from_week: IsoWeek, to_week: IsoWeek, dry_run: bool = True) -> None:
    """Ingest the weeks from first to last, both included. Only plans unless ``dry_run`` is false."""
    done = await asyncio.to_thread(backfill_range, from_week, to_week, dry_run, get_run_logger().info)
    await acreate_table_artifact(plan_rows(done), key="backfill-plan", description="Requests by week")
    if not dry_run:
        await acreate_table_artifact(
            outcome_rows(done.outcomes), key="backfill", description="What each request gave"
        )


def backfill_range(from_week: str, to_week: str, dry_run: bool, tell: Tell) -> Backfilled:
    """Plan the weeks and, unless it is a dry run, fetch them.

    Raises:
        DigestError: a week does not exist, or the first is after the last.
    """
    with newsletter_of_run() as newsletter:
        return backfill_weeks(
            newsletter,
            from_week,
            to_week,
            dry_run=dry_run,
            on_outcome=lambda outcome: tell(str(outcome)),
        )


def plan_rows(done: Backfilled) -> list[dict[str, str | int]]:
    """One row a week, with the sources that cannot look back."""
    return [
        {"week": plan.week, "requests": len(plan.urls), "cannot look back": ", ".join(plan.unavailable)}
        for plan in done.plan
    ]
