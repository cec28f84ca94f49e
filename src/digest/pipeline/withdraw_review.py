"""Take a reviewer's take on a tool back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.intake.review_history import review_stream
from digest.intake.reviews import DecidedWithdrawal, decide_withdrawal
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import load_personas, tool_ids_named
from digest.pipeline.groups import load_groups
from digest.pipeline.import_reviews import load_takes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.log.store import EventLog


def withdraw_review(log: EventLog, slug: str, persona: str, *, reason: str, actor: str) -> bool:
    """Leave the persona without a take on the tool until a newer one; false if there was none.

    Raises:
        DigestError: the slug or the persona is nobody's.
    """

    def decide(connection: Connection) -> DecidedWithdrawal:
        (tool_id,) = tool_ids_named(connection, (slug,))
        personas = [known.persona for known in load_personas(connection)]
        if persona not in personas:
            raise DigestError(f"no reviewer is called {persona}; name one of {', '.join(personas)}")
        members = load_groups(connection).members(tool_id)
        return decide_withdrawal(
            persona,
            members=members,
            history=load_takes(connection, [review_stream(member, persona) for member in members]),
            reason=reason,
            occurred_at=log.now(),
            actor=actor,
        )

    _, new = append_decided(log, decide)
    return new > 0
