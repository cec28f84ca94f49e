"""Compare the read models with the log, then build them anew."""

from __future__ import annotations

import asyncio

from prefect import flow, get_run_logger
from prefect.artifacts import acreate_table_artifact

from digest.errors import DigestError
from digest.pipeline.project import Check, check
from digest.pipeline.project import rebuild as rebuild_all
from flows.run import Tell, newsletter_of_run


# No retries: a second run would find the new models equal and hide that the old ones were not.
@flow(name="rebuild", retries=0)
async def rebuild() -> None:
    """Fold the whole log anew and swap. The run fails, afterwards, if a read model had drifted."""
    checks = await asyncio.to_thread(check_and_rebuild, get_run_logger().info)
    await acreate_table_artifact(check_rows(checks), key="rebuild", description="Read models as they stood")
    require_no_drift(checks)


def check_and_rebuild(tell: Tell) -> tuple[Check, ...]:
    """Take the fingerprints of what stands, rebuild it, and return the fingerprints."""
    with newsletter_of_run() as newsletter:
        checks = tuple(check(newsletter.log))
        tell(f"rebuilt up to position {rebuild_all(newsletter.log):,}")
    return checks


def check_rows(checks: tuple[Check, ...]) -> list[dict[str, str | bool]]:
    """One row a read model."""
    return [
        {"read model": one.name, "equal": one.equal, "live": one.live[:16], "rebuilt": one.rebuilt[:16]}
        for one in checks
    ]


def require_no_drift(checks: tuple[Check, ...]) -> None:
    """Refuse read models that did not say what the log says.

    Raises:
        DigestError: one differed.
    """
    drifted = [one.name for one in checks if not one.equal]
    if drifted:
        raise DigestError(
            f"{', '.join(drifted)} differed from the log and were rebuilt; issues frozen since the last good"
            " rebuild may rest on wrong figures: look at them with digest issue show WEEK"
        )
