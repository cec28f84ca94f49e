"""What every flow takes from its run: the newsletter, and the week the run was meant for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from prefect.runtime import flow_run
from pydantic import Field

from digest.bootstrap import open_from_environment
from digest.issue.weeks import monday, week_of

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter

#: An ISO week (ISO 8601), such as 2026-W17. Prefect refuses other texts before a run exists.
IsoWeek = Annotated[str, Field(pattern=r"^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$")]

#: Takes a line on how the run goes.
Tell = Callable[[str], None]


@contextmanager
def newsletter_of_run() -> Iterator[Newsletter]:
    """The newsletter that ``DIGEST_HOME`` names, its database closed at the end.

    Every event recorded meanwhile carries the id of the flow run. Blocks: enter it in a thread.
    """
    newsletter = open_from_environment(actor="prefect", meta={"flow_run": str(flow_run.id)})
    try:
        yield newsletter
    finally:
        newsletter.engine.dispose()


def week_of_run(newsletter: Newsletter, week: str | None, scheduled_at: datetime) -> str:
    """The week given, or the one that the run was scheduled in: a late run keeps its own week.

    Raises:
        DigestError: the year has no such week.
    """
    if week is None:
        return week_of(scheduled_at, newsletter.zone)
    monday(week)
    return week
