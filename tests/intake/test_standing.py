"""In whatever order a reader acts, they are mailed only between a confirmation and the next goodbye."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digest.events import Event
from digest.intake.standing import Preferences, Standing, standing
from digest.intake.subscriptions import (
    decide_confirmation,
    decide_erasure,
    decide_preferences,
    decide_request,
    decide_unsubscribe,
)

AT = datetime(2026, 4, 23, tzinfo=UTC)
READER = "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"
acts = st.lists(st.sampled_from(["ask", "confirm", "anew", "leave", "erase", "pause", "go on"]), max_size=25)


def act(name: str, now: Standing | None) -> Event | None:
    """What is decided when the reader does this."""
    who = {"subscriber_id": READER, "actor": "test", "at": AT}
    if name == "ask":
        event = decide_request(state=now, **who)  # type: ignore[arg-type]
    elif now is None:
        return None
    elif name in ("confirm", "anew"):
        event = decide_confirmation(state=now, anew=name == "anew", **who)  # type: ignore[arg-type]
    elif name == "leave":
        event = decide_unsubscribe(state=now, via="link", **who)  # type: ignore[arg-type]
    elif name == "erase":
        event = decide_erasure(state=now, via="link", **who)  # type: ignore[arg-type]
    else:
        wanted = Preferences(paused=name == "pause")
        event = decide_preferences(wanted, standing=now, via="link", **who)  # type: ignore[arg-type]
    return event.data if event else None


@given(acts)
def test_a_reader_is_mailed_only_after_a_confirmation_and_before_the_next_goodbye(names: list[str]) -> None:
    events: list[Event] = []
    status, paused = None, False
    for name in names:
        decided = act(name, standing(events))
        events += [decided] if decided else []
        if name == "ask" and status in (None, "unsubscribed"):
            status = "pending"
        elif name == "confirm" and status == "pending":
            status = "confirmed"
        elif name == "leave" and status in ("pending", "confirmed"):
            status = "unsubscribed"
        elif name == "erase" and status is not None:
            status = "erased"
        elif name in ("pause", "go on") and status not in (None, "erased"):
            paused = name == "pause"
        now = standing(events)
        assert (now.status if now else None) == status
        assert bool(now and now.is_mailed) == (status == "confirmed" and not paused)
        assert (now.version if now else 0) == len(events)
