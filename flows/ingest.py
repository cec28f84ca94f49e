"""Fetch the sources and record what is new."""

from __future__ import annotations

import asyncio

from prefect import flow, get_run_logger
from prefect.artifacts import acreate_table_artifact

from digest.errors import DigestError
from digest.pipeline.ingest import Outcome, current_polls
from digest.pipeline.ingest import ingest as ingest_polls
from flows.run import Tell, newsletter_of_run


@flow(name="ingest", retries=2, retry_delay_seconds=300)
async def ingest() -> None:
    """Poll every source once. A bad source is a row of the table; only when all are bad the run fails."""
    outcomes = await asyncio.to_thread(poll_sources, get_run_logger().info)
    await acreate_table_artifact(outcome_rows(outcomes), key="ingest", description="What each source gave")
    require_an_answer(outcomes)


def poll_sources(tell: Tell) -> tuple[Outcome, ...]:
    """Poll the newsletter's sources, one after the other."""
    with newsletter_of_run() as newsletter:
        return ingest_polls(
            newsletter,
            current_polls(newsletter.sources),
            on_outcome=lambda outcome: tell(str(outcome)),
        )


def outcome_rows(outcomes: tuple[Outcome, ...]) -> list[dict[str, str | int]]:
    """One row a source."""
    return [
        {
            "source": outcome.source,
            "status": outcome.status,
            "items": outcome.items,
            "new": outcome.new,
            "revised": outcome.revised,
            "launched": outcome.launched,
            "detail": outcome.detail or "; ".join(outcome.warnings),
        }
        for outcome in outcomes
    ]


def require_an_answer(outcomes: tuple[Outcome, ...]) -> None:
    """Refuse a round in which no source answered: then the network is down, not a source.

    Raises:
        DigestError: there are sources, and none of them was read.
    """
    if outcomes and not any(outcome.answered for outcome in outcomes):
        raise DigestError(
            f"none of {len(outcomes)} sources could be read;"
            " check the network of this machine, then run: digest ingest"
        )
