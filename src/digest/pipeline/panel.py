"""The five personas that every newsletter starts with, and the policy of their panel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest import db
from digest.events import Event, NewEvent, PanelPolicySet, PersonaDefined, fact_id
from digest.log import store

if TYPE_CHECKING:
    from digest.log.store import EventLog

#: The panel is older than any newsletter's first event.
SINCE = datetime(2025, 1, 1, tzinfo=UTC)

PERSONAS = (
    PersonaDefined(persona="builder", name="Builder", question="Would I build on it?", place=1),
    PersonaDefined(persona="skeptic", name="Skeptic", question="What breaks first?", place=2),
    PersonaDefined(persona="futurist", name="Futurist", question="Where does this lead?", place=3),
    PersonaDefined(persona="founder", name="Founder", question="Is there a business?", place=4),
    PersonaDefined(persona="creator", name="Creator", question="Does it help me make things?", place=5),
)
POLICY = PanelPolicySet(version=1, quorum=3, ship_numerator=2, ship_denominator=3)


def _since(stream: str, data: Event) -> NewEvent:
    return NewEvent(event_id=fact_id(stream, "first"), stream=stream, occurred_at=SINCE, data=data)


FIRST_EVENTS = (
    *(_since(f"persona/{persona.persona}", persona) for persona in PERSONAS),
    _since("panel", POLICY),
)


def ensure_panel(log: EventLog) -> None:
    """Define the panel in a log that has none; several processes at once define it once."""
    with db.reading(log.engine) as connection:
        known = store.known_ids(connection, [str(event.event_id) for event in FIRST_EVENTS])
    if len(known) < len(FIRST_EVENTS):
        log.append(FIRST_EVENTS)
