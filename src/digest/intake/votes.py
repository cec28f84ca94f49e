"""What readers say, by file or by link, and said before -> votes and withdrawals.

The last word by ``at`` holds.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

import msgspec

from digest.events import Choice, NewEvent, Recorded, VoteCast, VoteWithdrawn, fact_id
from digest.events.votes import Via
from digest.intake.ballots import Ballots
from digest.intake.groups import Groups
from digest.intake.records import VoteRecord


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader says of one tool; ``issue`` is the week the reader was asked in, if known."""

    tool_id: str
    voter: str
    choice: Choice | Literal["withdrawn"]
    at: datetime
    issue: str | None
    via: Via


class DecidedVotes(msgspec.Struct, frozen=True, kw_only=True):
    """What to append in order, and for each stream the version it must have before it.

    Every record is cast, changed (a vote that counted gives way), ``late`` (recorded, but a later word
    is known), ``discounted`` (recorded, but the reader does not count), withdrawn or unchanged.
    """

    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    cast: int = 0
    changed: int = 0
    late: int = 0
    discounted: int = 0
    withdrawn: int = 0
    unchanged: int = 0


def vote_stream(tool_id: str, voter: str) -> str:
    """Name the stream of one reader's votes on one tool."""
    return f"vote/{tool_id}/{voter}"


def vote_id(record: VoteRecord, tool_id: str) -> uuid.UUID:
    """Name the vote by tool, reader, moment and choice; the same vote imported again is the same."""
    moment = record.at.astimezone(UTC).isoformat()
    return fact_id("vote", tool_id, record.voter, moment, record.choice)


def decide_votes(
    votes: Iterable[tuple[VoteRecord, str]],
    *,
    groups: Groups,
    history: Iterable[Recorded],
    actor: str,
) -> DecidedVotes:
    """Cast and withdraw the votes of an import as they happened, each seeing the ones before it.

    ``votes`` are records with the id of the tool they name, merged or not, in any order. ``history``
    holds the streams of their readers on every tool of the groups they touch, and the discounts there.
    """
    ballots = Ballots(history)
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    counts = dict.fromkeys(("cast", "changed", "late", "discounted", "withdrawn", "unchanged"), 0)

    def append(record: VoteRecord, said: Said) -> VoteCast | VoteWithdrawn:
        data = _data(said, groups, ballots)
        event_id = vote_id(record, said.tool_id)
        events.append(ballots.decide(_event(event_id, said, data, actor), expected))
        return data

    for record, tool_id in sorted(votes, key=lambda vote: (vote[0].at, vote[0].line)):
        if vote_id(record, tool_id) in ballots.ids:
            counts["unchanged"] += 1
            continue
        said = Said(
            tool_id=tool_id,
            voter=record.voter,
            choice=record.choice,
            at=record.at,
            issue=record.issue,
            via="import",
        )
        if record.choice == "withdrawn":
            counts["withdrawn"] += 1
            for told in _of_each(said, groups):
                if vote_id(record, told.tool_id) not in ballots.ids:
                    append(record, told)
            continue
        late = _is_late(said, groups, ballots)
        vote = append(record, said)
        if isinstance(vote, VoteCast) and vote.counts:
            counts["changed" if vote.previous else "cast"] += 1
        else:
            counts["late" if late else "discounted"] += 1
    return DecidedVotes(events=tuple(events), expected=expected, **counts)


def decide_word(said: Said, *, groups: Groups, history: Iterable[Recorded], actor: str) -> DecidedVotes:
    """Record what a reader says now, unless it is what the reader said last.

    ``history`` holds the reader's streams on every tool of the group, and the discounts there. The word
    is never late: where the last one is of a later moment, by another machine's clock, it is of that
    moment too.
    """
    ballots = Ballots(history)
    last = ballots.last_word(groups.members(said.tool_id), said.voter)
    if said.choice == ("withdrawn" if last is None or last.choice is None else last.choice):
        return DecidedVotes(events=(), expected={}, unchanged=1)
    if last is not None:
        said = msgspec.structs.replace(said, at=max(said.at, last.at))
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    for told in _of_each(said, groups) if said.choice == "withdrawn" else [said]:
        version = ballots.versions.get(vote_stream(told.tool_id, told.voter), 0)
        moment = told.at.astimezone(UTC).isoformat()
        event_id = fact_id("word", told.tool_id, told.voter, version, moment, told.choice)
        event = _event(event_id, told, _data(told, groups, ballots), actor)
        events.append(ballots.decide(event, expected))
    return DecidedVotes(events=tuple(events), expected=expected)


def _of_each(said: Said, groups: Groups) -> list[Said]:
    """The same said of each tool of the group, beginning with the one that it was said of."""
    others = (member for member in groups.members(said.tool_id) if member != said.tool_id)
    return [said, *(msgspec.structs.replace(said, tool_id=other) for other in others)]


def _event(event_id: uuid.UUID, said: Said, data: VoteCast | VoteWithdrawn, actor: str) -> NewEvent:
    return NewEvent(
        event_id=event_id,
        stream=vote_stream(said.tool_id, said.voter),
        occurred_at=said.at,
        actor=actor,
        data=data,
    )


def _is_late(said: Said, groups: Groups, ballots: Ballots) -> bool:
    last = ballots.last_word(groups.members(said.tool_id), said.voter)
    return last is not None and said.at < last.at


def _data(said: Said, groups: Groups, ballots: Ballots) -> VoteCast | VoteWithdrawn:
    members = groups.members(said.tool_id)
    late = _is_late(said, groups, ballots)
    if said.choice == "withdrawn":
        return VoteWithdrawn(
            tool_id=said.tool_id,
            voter=said.voter,
            via=said.via,
            previous=None if late else ballots.vote(members, said.voter),
        )
    counts = not (late or ballots.is_discounted(members, said.voter))
    return VoteCast(
        tool_id=said.tool_id,
        voter=said.voter,
        choice=said.choice,
        issue=said.issue,
        via=said.via,
        previous=ballots.vote(members, said.voter) if counts else None,
        counts=counts,
    )
