"""Vote records and each reader's current vote -> votes. The latest by ``at`` counts."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from digest.events import Choice, NewEvent, VoteCast, fact_id
from digest.intake.records import VoteRecord

#: Tool id and voter.
Ballot = tuple[str, str]


class VoteState(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's vote on a tool that counts now; ``version`` is the stream's."""

    choice: Choice
    at: datetime
    version: int


class DecidedVotes(msgspec.Struct, frozen=True, kw_only=True):
    """New votes in order, and for each stream they touch the version it must have before them."""

    events: tuple[NewEvent, ...]
    expected: dict[str, int]


def vote_stream(tool_id: str, voter: str) -> str:
    """Name the stream of one reader's votes on one tool."""
    return f"vote/{tool_id}/{voter}"


def vote_id(record: VoteRecord, tool_id: str) -> uuid.UUID:
    """Name the vote by tool, reader, moment and choice; the same vote imported again is the same."""
    moment = record.at.astimezone(UTC).isoformat()
    return fact_id("vote", tool_id, record.voter, moment, record.choice)


def decide_vote(record: VoteRecord, *, tool_id: str, current: VoteState | None, actor: str) -> NewEvent:
    """Cast the vote. One that is older than the reader's current vote is kept but does not count."""
    counts = current is None or record.at >= current.at
    return NewEvent(
        event_id=vote_id(record, tool_id),
        stream=vote_stream(tool_id, record.voter),
        occurred_at=record.at,
        actor=actor,
        data=VoteCast(
            tool_id=tool_id,
            voter=record.voter,
            choice=record.choice,
            issue=record.issue,
            via="import",
            previous=current.choice if current and counts else None,
            counts=counts,
        ),
    )


def decide_votes(
    votes: Iterable[tuple[VoteRecord, str]],
    *,
    current: Mapping[Ballot, VoteState],
    known_ids: Collection[uuid.UUID],
    actor: str,
) -> DecidedVotes:
    """Cast the votes of an import as they happened, each seeing the ones before it.

    ``votes`` are records with their tool ids, in any order; ``known_ids`` are the ids of votes
    already in the log, which bring nothing new.
    """
    states = dict(current)
    seen = set(known_ids)
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    for record, tool_id in sorted(votes, key=lambda vote: (vote[0].at, vote[0].line)):
        ballot = (tool_id, record.voter)
        state = states.get(ballot)
        event = decide_vote(record, tool_id=tool_id, current=state, actor=actor)
        if event.event_id in seen:
            continue
        seen.add(event.event_id)
        events.append(event)
        version = state.version if state else 0
        expected.setdefault(event.stream, version)
        if state is None or record.at >= state.at:
            states[ballot] = VoteState(choice=record.choice, at=record.at, version=version + 1)
    return DecidedVotes(events=tuple(events), expected=expected)
