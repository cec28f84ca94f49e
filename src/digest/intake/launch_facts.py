"""What the log says of an item that was seen, and of the tool that one starts."""

from __future__ import annotations

from digest.events import Content, LaunchObserved, ToolLaunched
from digest.intake.categories import CATEGORIES_VERSION, category_of
from digest.intake.jobs import JOBS_VERSION, job_tags_of
from digest.intake.known import KnownItem, KnownTool
from digest.intake.observations import Observation

#: Names the rules in events; count up when the same item would be decided otherwise.
LAUNCH_RULE = f"launch-1, jobs-{JOBS_VERSION}, categories-{CATEGORIES_VERSION}"


def observed(
    seen: Observation, before: KnownItem | None, summary: Content | None, body: str | None
) -> LaunchObserved:
    """The item as its source shows it; ``before`` is what was known of it, ``body`` where it was read."""
    return LaunchObserved(
        source=seen.source,
        native_id=seen.native_id,
        title=seen.title,
        url=seen.url,
        keys=seen.keys,
        published_at=seen.published_at,
        evidence_at=seen.evidence_at,
        summary=summary.hash if summary else None,
        body=body,
        supersedes=before.event_id if before else None,
    )


def launched(seen: Observation, tool: KnownTool, item: KnownItem, summary: Content | None) -> ToolLaunched:
    """The tool that the item starts, with tags and a category by the tables where the source gives none."""
    job_tags = seen.job_tags or job_tags_of(seen.title, seen.tagline, seen.summary)
    return ToolLaunched(
        tool_id=tool.tool_id,
        slug=tool.slug,
        name=seen.name,
        tagline=seen.tagline,
        description=summary.hash if summary else None,
        category=seen.category or category_of(job_tags, seen.keys),
        job_tags=job_tags,
        best_for=None,
        homepage=seen.url,
        keys=tool.keys,
        launched_at=tool.launched_at,
        source=seen.source,
        observed=item.event_id,
        rule=LAUNCH_RULE,
    )
