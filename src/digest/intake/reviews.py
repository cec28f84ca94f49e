"""A review record and the persona's takes on the tool so far -> the take that replaces the last, or
nothing; and the withdrawal of a take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from digest.events import (
    Content,
    Evidence,
    NewEvent,
    ReviewPublished,
    ReviewWithdrawn,
    fact_id,
    seal,
)
from digest.intake.records import ReviewRecord
from digest.intake.review_history import ReviewHistory, ReviewState, review_stream


class DecidedWithdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """Withdrawals to append, and for each stream the version it must have before them."""

    events: tuple[NewEvent, ...]
    expected: dict[str, int]


class DecidedReviews(msgspec.Struct, frozen=True, kw_only=True):
    """Takes to append in order, and for each stream the version it must have before them.

    Every record is published, replaced (a take before it), unchanged, or ``older`` than the take
    that counts and not recorded.
    """

    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    published: int
    replaced: int
    unchanged: int
    older: int


def decide_reviews(
    reviews: Iterable[tuple[ReviewRecord, str]],
    *,
    history: Mapping[str, ReviewHistory],
    content_key: bytes,
    actor: str,
) -> DecidedReviews:
    """Publish the takes of an import in the order they were given, each seeing the ones before it.

    Of two takes the one with the later ``at`` holds, so an old file imported again after a newer
    one brings nothing back; at the same moment the later import is a correction and holds. After a
    withdrawal, no take that was recorded before it comes back.
    ``reviews`` are records with the id of the tool they name, in any order; ``history`` holds the
    streams they touch.
    """
    takes = dict(history)
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    counts = {"published": 0, "replaced": 0, "unchanged": 0, "older": 0}
    for record, tool_id in sorted(reviews, key=lambda review: (review[0].at, review[0].line)):
        stream = review_stream(tool_id, record.persona)
        before = takes.get(stream, ReviewHistory())
        said, contents = _say(record, tool_id, content_key)
        if before.knows(said, record.at):
            counts["unchanged"] += 1
            continue
        if before.last is not None and record.at < before.last.at:
            counts["older"] += 1
            continue
        event = _publish(record, said, contents, before, actor)
        counts["published" if before.counted is None else "replaced"] += 1
        expected.setdefault(stream, before.version)
        events.append(event)
        takes[stream] = before.then(ReviewState(event_id=str(event.event_id), at=record.at, review=said))
    return DecidedReviews(events=tuple(events), expected=expected, **counts)


def decide_withdrawal(
    persona: str,
    *,
    members: Iterable[str],
    history: Mapping[str, ReviewHistory],
    reason: str,
    occurred_at: datetime,
    actor: str,
) -> DecidedWithdrawal:
    """Take back the persona's takes on a tool and those it is merged with; ``members`` are their ids.

    Without a take on any of them there is nothing to append.
    """
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    for tool_id in members:
        stream = review_stream(tool_id, persona)
        before = history.get(stream, ReviewHistory())
        if before.last is None or before.counted is None:
            continue
        expected[stream] = before.version
        events.append(
            NewEvent(
                event_id=fact_id("review-withdrawn", before.last.event_id),
                stream=stream,
                occurred_at=occurred_at,
                actor=actor,
                data=ReviewWithdrawn(
                    tool_id=tool_id, persona=persona, reason=reason, previous=before.counted
                ),
            )
        )
    return DecidedWithdrawal(events=tuple(events), expected=expected)


def _say(
    record: ReviewRecord, tool_id: str, content_key: bytes
) -> tuple[ReviewPublished, tuple[Content, ...]]:
    """The take as an event would hold it with no take before it, and its texts."""
    stream = review_stream(tool_id, record.persona)
    contents: dict[str, Content] = {}

    def sealed(text: str) -> str:
        content = seal(content_key, stream, text)
        contents[content.hash] = content
        return content.hash

    def kept(text: str | None) -> str | None:
        return None if text is None else sealed(text)

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
    return said, tuple(contents.values())


def _publish(
    record: ReviewRecord,
    said: ReviewPublished,
    contents: tuple[Content, ...],
    before: ReviewHistory,
    actor: str,
) -> NewEvent:
    if before.last is not None:
        said = msgspec.structs.replace(said, supersedes=before.last.event_id, previous=before.counted)
    facts = msgspec.structs.replace(said, previous=None)
    return NewEvent(
        event_id=fact_id("review", said.tool_id, record.persona, said.supersedes, facts, record.at),
        stream=review_stream(said.tool_id, record.persona),
        occurred_at=record.at,
        actor=actor,
        data=said,
        contents=contents,
    )
