"""Backfill: launches of past weeks, from the sources that can look back. It never sends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from digest.issue.weeks import monday, weeks_between
from digest.pipeline.ingest import Outcome, Poll, ingest
from digest.pipeline.project import project
from digest.sources.registry import SOURCES

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from digest.sources.source import Source


class WeekPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a backfill asks for one week, and the sources that cannot say anything of it."""

    week: str
    urls: tuple[str, ...]
    unavailable: tuple[str, ...]


class Backfilled(msgspec.Struct, frozen=True, kw_only=True):
    """The plan and, unless it was a dry run, what came of each URL."""

    plan: tuple[WeekPlan, ...]
    outcomes: tuple[Outcome, ...]


def backfill(
    newsletter: Newsletter,
    first: str,
    last: str,
    *,
    dry_run: bool,
    on_outcome: Callable[[Outcome], None],
) -> Backfilled:
    """Ingest the weeks from ``first`` to ``last``, both included, oldest first, then project.

    An item keeps its own date and gets today's position; one that is known already is no news, so
    the same backfill twice records nothing the second time. A dry run only plans.

    Raises:
        DigestError: a week does not exist, or the first is after the last.
    """
    weeks = weeks_between(first, last)
    plan = tuple(_plan(newsletter.sources, week) for week in weeks)
    if dry_run:
        return Backfilled(plan=plan, outcomes=())
    polls = [
        Poll(source=source, url=url, asked=True)
        for week in weeks
        for source in newsletter.sources
        for url in SOURCES[source.kind].week_urls(source, monday(week))
    ]
    outcomes = ingest(
        newsletter,
        polls,
        on_outcome=on_outcome,
    )
    project(newsletter.log)
    return Backfilled(plan=plan, outcomes=outcomes)


def _plan(sources: Sequence[Source], week: str) -> WeekPlan:
    urls = {source.name: SOURCES[source.kind].week_urls(source, monday(week)) for source in sources}
    return WeekPlan(
        week=week,
        urls=tuple(url for found in urls.values() for url in found),
        unavailable=tuple(name for name, found in urls.items() if not found),
    )
