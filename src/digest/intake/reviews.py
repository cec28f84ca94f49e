"""A review record and the persona's last take on the tool -> the take that replaces it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def review_stream(tool_id: str, persona: str) -> str:
    """Name the stream of one persona's takes on one tool."""
    return f"review/{tool_id}/{persona}"


def decide_reviews(
    reviews: Iterable[tuple[ReviewRecord, str]],
    *,
    history: Mapping[str, tuple[ReviewState, ...]],
    content_key: bytes,
    actor: str,
) -> DecidedReviews:
    """Publish the takes of an import in the order they were given, each seeing the ones before it.

    Of two takes the one with the later ``at`` holds, so an old file imported again after a newer
    one brings nothing back; at the same moment the later import is a correction and holds.
    ``reviews`` are records with their tool ids, in any order; ``history`` holds every take of the
    streams they touch, oldest first.
    """
    takes = {stream: list(states) for stream, states in history.items()}
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    counts = {"published": 0, "replaced": 0, "unchanged": 0, "older": 0}
    for record, tool_id in sorted(reviews, key=lambda review: (review[0].at, review[0].line)):
        stream = review_stream(tool_id, record.persona)
        states = takes.setdefault(stream, [])
        last = states[-1] if states else None
        said, contents = _say(record, tool_id, content_key)
        event = _publish(record, said, contents, last, actor)
        if event is None:
            recorded = any(state.at == record.at and _alone(state.review) == said for state in states)
            counts["unchanged" if recorded else "older"] += 1
            continue
        counts["replaced" if last else "published"] += 1
        expected.setdefault(stream, last.version if last else 0)
        events.append(event)
        states.append(
            ReviewState(
                event_id=str(event.event_id),
                at=record.at,
                review=said,
                version=last.version + 1 if last else 1,
            )
        )
    return DecidedReviews(events=tuple(events), expected=expected, **counts)


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


def _alone(review: ReviewPublished) -> ReviewPublished:
    return msgspec.structs.replace(review, supersedes=None, previous=None)


def _publish(
    record: ReviewRecord,
    said: ReviewPublished,
    contents: tuple[Content, ...],
    last: ReviewState | None,
    actor: str,
) -> NewEvent | None:
    if last is not None:
        before = last.review
        if record.at < last.at or (record.at == last.at and _alone(before) == said):
            return None
        counted = CountedTake(choice=before.choice, score=before.score)
        said = msgspec.structs.replace(said, supersedes=last.event_id, previous=counted)
    facts = msgspec.structs.replace(said, previous=None)
    return NewEvent(
        event_id=fact_id("review", said.tool_id, record.persona, said.supersedes, facts, record.at),
        stream=review_stream(said.tool_id, record.persona),
        occurred_at=record.at,
        actor=actor,
        data=said,
        contents=contents,
    )
