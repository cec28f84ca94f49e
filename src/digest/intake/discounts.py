"""Readers whose votes on a tool shall not count, or count again -> discounts and what they change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec

from digest.events import CountChange, NewEvent, Recorded, VotesDiscounted, VotesReinstated, fact_id
from digest.intake.ballots import Ballots, differences
from digest.intake.groups import Groups


class DecidedDiscounts(msgspec.Struct, frozen=True, kw_only=True):
    """What to append, and the versions it was decided at.

    ``readers`` are those it concerns, ``votes`` how many of their votes stop counting, or count again.
    """

    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    readers: int
    votes: int


def discount_stream(tool_id: str) -> str:
    """Name the stream of the discounts on one tool."""
    return f"votes/{tool_id}"


def decide_discount(
    voters: Collection[str],
    *,
    tool_id: str,
    groups: Groups,
    history: Iterable[Recorded],
    reason: str,
    occurred_at: datetime,
    actor: str,
) -> DecidedDiscounts:
    """Stop counting what these readers vote on the tool's group; on each of its tools, so that a split
    changes nothing of it.

    ``history`` holds their streams on every tool of the group, and the discounts there.
    """
    ballots = Ballots(history)
    concerned = {
        member: {voter for voter in voters if (member, voter) not in ballots.discounted}
        for member in groups.members(tool_id)
    }
    return _decide(VotesDiscounted, concerned, ballots, reason=reason, occurred_at=occurred_at, actor=actor)


def decide_reinstatement(
    voters: Collection[str],
    *,
    tool_id: str,
    groups: Groups,
    history: Iterable[Recorded],
    reason: str,
    occurred_at: datetime,
    actor: str,
) -> DecidedDiscounts:
    """Let these readers' last word on the tool's group count again; on each tool where it did not.

    ``history`` is as for :func:`decide_discount`.
    """
    ballots = Ballots(history)
    concerned = {
        member: {voter for voter in voters if (member, voter) in ballots.discounted}
        for member in groups.members(tool_id)
    }
    return _decide(VotesReinstated, concerned, ballots, reason=reason, occurred_at=occurred_at, actor=actor)


def _decide(
    kind: type[VotesDiscounted | VotesReinstated],
    concerned: dict[str, set[str]],
    ballots: Ballots,
    *,
    reason: str,
    occurred_at: datetime,
    actor: str,
) -> DecidedDiscounts:
    """``concerned`` names, for each tool of the group, the root first, the readers it is news of."""
    members = tuple(concerned)
    events: list[NewEvent] = []
    expected: dict[str, int] = {}
    votes = 0
    for member, readers in concerned.items():
        if not readers:
            continue
        before = ballots.count(members)
        voters = tuple(sorted(readers))
        stream = discount_stream(member)
        event = NewEvent(
            event_id=fact_id(kind.__name__, member, ballots.versions.get(stream, 0), voters),
            stream=stream,
            occurred_at=occurred_at,
            actor=actor,
            data=kind(tool_id=member, voters=voters, reason=reason, changes=()),
        )
        ballots.decide(event, expected)
        changes = differences({members[0]: before}, {members[0]: ballots.count(members)})
        votes += sum(abs(change.ship) + abs(change.skip) for change in changes)
        events.append(_with(event, changes))
    return DecidedDiscounts(
        events=tuple(events),
        expected=expected,
        readers=len(set().union(*concerned.values())),
        votes=votes,
    )


def _with(event: NewEvent, changes: tuple[CountChange, ...]) -> NewEvent:
    return msgspec.structs.replace(event, data=msgspec.structs.replace(event.data, changes=changes))
