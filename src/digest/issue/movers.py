"""Movers: tools whose verdict is not any more what readers were last told.

A verdict moves because takes changed. One that reads differently only since the panel's policy
changed has not moved, and is not reported.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from digest.events import Claim
from digest.issue.model import Mover, Value
from digest.issue.wording import listed, tally
from digest.verdict.panel import DEFAULT_POLICY, PanelPolicy, panel_verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from digest.issue.facts import Persona, ToolFacts

#: How many movers an issue has room for.
MOVERS = 3


class Told(Value, frozen=True, kw_only=True):
    """The last thing readers were told of a tool, and when."""

    claim: Claim
    at: datetime


def movers(
    told: Sequence[Told],
    tools: Sequence[ToolFacts],
    personas: Sequence[Persona],
    *,
    zone: tzinfo,
    besides: Collection[str] = (),
    policy: PanelPolicy = DEFAULT_POLICY,
    limit: int = MOVERS,
) -> tuple[Mover, ...]:
    """Compare claims with the present, the latest claims first.

    ``told`` holds one claim per tool; ``besides`` are ids of tools that the issue shows anyway.
    """
    present = {tool.tool_id: tool for tool in tools if tool.active}
    found = []
    for last in sorted(told, key=lambda last: (last.at, last.claim.tool_id), reverse=True):
        tool = present.get(last.claim.tool_id)
        if tool is None or last.claim.tool_id in besides:
            continue
        now = panel_verdict(tool.ships, tool.skips, policy=policy)
        was = last.claim
        if now.label == was.label or (now.ship, now.skip) == (was.ship, was.skip):
            continue
        found.append(
            Mover(
                name=tool.name,
                was=_standing(was.label, was.ship, was.skip),
                now=_standing(now.label, now.ship, now.skip),
                told_on=last.at.astimezone(zone).date(),
                because=_because(last, tool, personas),
            )
        )
    return tuple(found[:limit])


def _standing(label: str, ship: int, skip: int) -> str:
    return f"{label}, {tally(ship, skip)}" if ship + skip else label


def _because(last: Told, tool: ToolFacts, personas: Sequence[Persona]) -> str:
    since = {take.persona for take in tool.takes if take.at > last.at}
    names = [p.name for p in sorted(personas, key=lambda p: p.place) if p.persona in since]
    if names:
        return f"new {'take' if len(names) == 1 else 'takes'} by {listed(names)}"
    fewer = len(tool.takes) < last.claim.ship + last.claim.skip
    return "a take was withdrawn" if fewer else "takes were changed since"
