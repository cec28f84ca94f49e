"""A reader leaves by a link, and is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.intake.subscriptions import decide_unsubscribe
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.letters import queue_letter
from digest.pipeline.subscribe import standing_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.events import NewEvent
    from digest.events.subscribers import Via
    from digest.pipeline.newsletter import Newsletter


def leave(newsletter: Newsletter, subscriber_id: str, *, via: Via) -> bool:
    """Let the reader of a link leave; false if they had left already, or are forgotten."""
    new: list[NewEvent] = []

    def decide(connection: Connection) -> Events:
        state = standing_of(connection, subscriber_id)
        event = state and decide_unsubscribe(
            subscriber_id=subscriber_id, state=state, actor=newsletter.actor, via=via, at=newsletter.now()
        )
        new[:] = [event] if event else []
        if event and via == "link":
            # Who pressed the button may hold a mail that was forwarded; a mail program's own reader knows.
            queue_letter(connection, newsletter, subscriber_id, "goodbye", event.occurred_at)
        return Events(
            events=tuple(new), expected={f"subscriber/{subscriber_id}": state.version if state else 0}
        )

    append_decided(newsletter.log, decide)
    return bool(new)
