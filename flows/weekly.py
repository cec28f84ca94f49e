"""This week's issue, from the feeds to the frozen mail that waits for an editor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from prefect import flow, get_run_logger
from prefect.artifacts import acreate_markdown_artifact
from prefect.runtime import flow_run

from digest.issue.desk import desk_lines
from digest.pipeline.weekly import Week
from digest.pipeline.weekly import weekly as bring_forward
from flows.run import IsoWeek, Tell, newsletter_of_run, week_of_run


# No retries: with an approval it mails, and what a killed run left is finished by the flow "send".
@flow(name="weekly", retries=0)
async def weekly(week: IsoWeek | None = None, auto_approve: bool = False) -> str:
    """Bring the week as far as it can go; returns skipped, frozen, approved or delivered.

    The week is that of the scheduled start unless given. Nothing is mailed before an approval.
    """
    result = await asyncio.to_thread(
        bring_week_forward,
        week,
        flow_run.scheduled_start_time,
        auto_approve=auto_approve,
        tell=get_run_logger().info,
    )
    await acreate_markdown_artifact(week_summary(result), key="weekly", description=f"Issue {result.week}")
    return result.state


def bring_week_forward(week: str | None, scheduled_at: datetime, *, auto_approve: bool, tell: Tell) -> Week:
    """Run the corridor for the week given, or for the one the run was scheduled in."""
    with newsletter_of_run() as newsletter:
        return bring_forward(
            newsletter,
            week_of_run(newsletter, week, scheduled_at),
            auto_approve=auto_approve,
            on_step=lambda step, line: tell(f"{step}: {line}"),
            on_progress=lambda _done, _total: None,
        )


def week_summary(result: Week) -> str:
    """The outcome as Markdown: what was said, or what is missing, and what an editor does next."""
    if result.issue is None:
        lines, then = desk_lines(result.desk), "digest desk"
    else:
        lines = (result.issue.title_line, result.issue.comparison.headline, result.issue.dek)
        then = f"digest issue render {result.week} --out DIR, then: digest issue approve {result.week}"
    if result.delivered is not None:
        then = f"digest deliveries status {result.week}"
    return f"## {result.week}: {result.state}\n\n{_verbatim(lines)}\n\nNext: `{then}`\n"


def _verbatim(lines: Iterable[str]) -> str:
    """Lines as an indented code block: names come from strangers and must not become markup."""
    return "\n".join("    " + " ".join(line.splitlines()) for line in lines)
