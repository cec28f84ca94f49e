"""Vote records and what readers said before -> votes and withdrawals. The last word by ``at`` holds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC

import msgspec

from digest.events import Choice, NewEvent, Recorded, VoteCast, VoteWithdrawn, fact_id
from digest.intake.ballots import Ballots
from digest.intake.groups import Groups
from digest.intake.records import VoteRecord


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

    def append(record: VoteRecord, tool_id: str, data: VoteCast | VoteWithdrawn) -> None:
        event = NewEvent(
            event_id=vote_id(record, tool_id),
            stream=vote_stream(tool_id, record.voter),
            occurred_at=record.at,
            actor=actor,
            data=data,
        )
        events.append(ballots.decide(event, expected))

    for record, tool_id in sorted(votes, key=lambda vote: (vote[0].at, vote[0].line)):
        if vote_id(record, tool_id) in ballots.ids:
            counts["unchanged"] += 1
            continue
        members = groups.members(tool_id)
        if record.choice == "withdrawn":
            counts["withdrawn"] += 1
            for told in (tool_id, *(member for member in members if member != tool_id)):
                if vote_id(record, told) not in ballots.ids:
                    append(record, told, _withdrawn(record, told, members, ballots))
        else:
            vote = _cast(record, record.choice, tool_id, members, ballots)
            if vote.counts:
                counts["changed" if vote.previous else "cast"] += 1
            else:
                counts["late" if _is_late(record, members, ballots) else "discounted"] += 1
            append(record, tool_id, vote)
    return DecidedVotes(events=tuple(events), expected=expected, **counts)


def _is_late(record: VoteRecord, members: Sequence[str], ballots: Ballots) -> bool:
    last = ballots.last_word(members, record.voter)
    return last is not None and record.at < last.at


def _cast(
    record: VoteRecord, choice: Choice, tool_id: str, members: Sequence[str], ballots: Ballots
) -> VoteCast:
    counts = not (_is_late(record, members, ballots) or ballots.is_discounted(members, record.voter))
    return VoteCast(
        tool_id=tool_id,
        voter=record.voter,
        choice=choice,
        issue=record.issue,
        via="import",
        previous=ballots.vote(members, record.voter) if counts else None,
        counts=counts,
    )


def _withdrawn(record: VoteRecord, tool_id: str, members: Sequence[str], ballots: Ballots) -> VoteWithdrawn:
    late = _is_late(record, members, ballots)
    return VoteWithdrawn(
        tool_id=tool_id,
        voter=record.voter,
        via="import",
        previous=None if late else ballots.vote(members, record.voter),
    )
