"""An editor says that an item is not about the tool a rule linked it to: what the tool loses by that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from digest.events import LaunchLinked, LinkRejected, NewEvent, Recorded, ToolLaunched, fact_id
from digest.intake.identity import in_order, tool_stream


def launched_by(history: Iterable[Recorded], observed: Iterable[str]) -> bool:
    """Whether one of these observations launched the tool; ``history`` is the tool's stream."""
    ids = set(observed)
    return any(isinstance(one.data, ToolLaunched) and one.data.observed in ids for one in history)


def reject_link(
    history: Iterable[Recorded],
    *,
    tool_id: str,
    source: str,
    native_id: str,
    observed: Iterable[str],
    reason: str,
    occurred_at: datetime,
    actor: str,
) -> NewEvent:
    """Take an item from a tool, and the keys that the tool has by this item alone.

    ``history`` is the tool's stream, ``observed`` are the ids of the item's observations.
    """
    ids = set(observed)
    by_it: set[str] = set()
    otherwise: set[str] = set()
    for one in history:
        match one.data:
            case ToolLaunched(keys=keys):
                otherwise.update(keys)
            case LaunchLinked(observed=seen, keys=keys):
                (by_it if seen in ids else otherwise).update(keys)
            case _:
                pass
    return NewEvent(
        event_id=fact_id("link-rejected", tool_id, source, native_id),
        stream=tool_stream(tool_id),
        occurred_at=occurred_at,
        actor=actor,
        data=LinkRejected(
            tool_id=tool_id,
            source=source,
            native_id=native_id,
            keys=in_order(by_it - otherwise),
            reason=reason,
        ),
    )
