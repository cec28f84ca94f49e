"""A review record and the persona's last take on the tool -> the take that replaces it, or nothing."""

from __future__ import annotations

from datetime import datetime

import msgspec

from digest.events import Content, CountedTake, Evidence, NewEvent, ReviewPublished, fact_id, seal
from digest.intake.records import ReviewRecord


class ReviewState(msgspec.Struct, frozen=True, kw_only=True):
    """The persona's newest take on the tool: its event id, when it was given, what it says."""

    event_id: str
    at: datetime
    review: ReviewPublished
    version: int


def decide_review(
    record: ReviewRecord,
    *,
    tool_id: str,
    last: ReviewState | None,
    content_key: bytes,
    actor: str,
) -> NewEvent | None:
    """Publish the take, unless it says what the last one says or is older than it.

    Of two takes the one with the later ``at`` holds, so an old file imported again after a
    newer one brings nothing back; at the same moment the later import is a correction and holds.
    Append at version ``last.version``, or 0.
    """
    if last is not None and record.at < last.at:
        return None
    stream = f"review/{tool_id}/{record.persona}"
    contents: list[Content] = []

    def kept(text: str | None) -> str | None:
        return None if text is None else sealed(text)

    def sealed(text: str) -> str:
        content = seal(content_key, stream, text)
        contents.append(content)
        return content.hash

    said = ReviewPublished(
        tool_id=tool_id,
        persona=record.persona,
        choice=record.choice,
        score=record.score,
        take=sealed(record.take),
        evidence=tuple(Evidence(source=item.source, quote=kept(item.quote)) for item in record.evidence),
        drafted_by=record.drafted_by,
        reviewer=kept(record.reviewer),
        approved_by=kept(record.approved_by),
        tried=record.tried,
        conflicts=kept(record.conflicts),
        supersedes=None,
        previous=None,
    )
    if last is not None:
        before = last.review
        if last.at == record.at and said == msgspec.structs.replace(before, supersedes=None, previous=None):
            return None
        counted = CountedTake(choice=before.choice, score=before.score)
        said = msgspec.structs.replace(said, supersedes=last.event_id, previous=counted)
    facts = msgspec.structs.replace(said, previous=None)
    return NewEvent(
        event_id=fact_id("review", tool_id, record.persona, said.supersedes, facts, record.at),
        stream=stream,
        occurred_at=record.at,
        actor=actor,
        data=said,
        contents=tuple({content.hash: content for content in contents}.values()),
    )
