"""Stop counting what some readers vote on a tool, and count it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.intake.discounts import DecidedDiscounts, decide_discount, decide_reinstatement
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import tool_ids_named
from digest.pipeline.groups import load_groups, votes_of_readers

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from digest.intake.imported import Imported
    from digest.intake.records import VoterRecord
    from digest.log.store import EventLog


def discount_votes(
    log: EventLog, slug: str, voters: Imported[VoterRecord], *, reason: str, actor: str
) -> DecidedDiscounts:
    """Record these readers' votes on a tool from now on without counting them; the latest included.

    Raises:
        BadRecord: a reader is named as no vote can name one.
        DigestError: the slug is nobody's, or no reader is named.
    """
    return _decide(log, slug, voters, decide_discount, reason=reason, actor=actor)


def reinstate_votes(
    log: EventLog, slug: str, voters: Imported[VoterRecord], *, reason: str, actor: str
) -> DecidedDiscounts:
    """Count the last word of these readers on a tool again.

    Raises:
        BadRecord: a reader is named as no vote can name one.
        DigestError: the slug is nobody's, or no reader is named.
    """
    return _decide(log, slug, voters, decide_reinstatement, reason=reason, actor=actor)


def _decide(
    log: EventLog,
    slug: str,
    voters: Imported[VoterRecord],
    decide_on: Callable[..., DecidedDiscounts],
    *,
    reason: str,
    actor: str,
) -> DecidedDiscounts:
    if voters.bad:
        raise voters.bad[0]
    if not voters.records:
        raise DigestError("no reader is named; name at least one, as votes name one")
    names = {record.voter for record in voters.records}

    def decide(connection: Connection) -> DecidedDiscounts:
        (tool_id,) = tool_ids_named(connection, (slug,))
        groups = load_groups(connection)
        ballots = {(member, voter) for member in groups.members(tool_id) for voter in names}
        return decide_on(
            names,
            tool_id=tool_id,
            groups=groups,
            history=votes_of_readers(connection, ballots),
            reason=reason,
            occurred_at=log.now(),
            actor=actor,
        )

    decided, _ = append_decided(log, decide)
    return decided
