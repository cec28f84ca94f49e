"""Which two tools an issue compares, and why: gates, then a score, then fallbacks, then nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from digest.events import ComparisonSelected, RunnerUp, Week
from digest.issue import gates
from digest.issue.candidates import Candidate, Judge, candidates
from digest.issue.gates import DEFAULT_PAIR_POLICY, PairPolicy, last_news
from digest.issue.model import Value
from digest.issue.score import SHARED_JOBS, PairScore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from digest.issue.facts import PastIssue, Persona, ToolFacts

#: How many pairs that were not selected are kept with their scores.
RUNNERS_UP = 10


class Pin(Value, frozen=True, kw_only=True):
    """An editor's choice: two tool ids in the order they will be shown, and why."""

    tools: tuple[str, str]
    reason: str


class Selection(Value, frozen=True, kw_only=True):
    """The outcome for one week. ``tools`` are ids in display order, null if no pair is worth it.

    ``overridden`` are the gates an editor's pin went past, ``relaxed`` those a fallback lifted.
    ``tie_break`` says what decided between equal scores. ``counts`` holds tools for G1 and G2 and
    pairs for the other gates, each pair under the first gate it fails. ``pin_refused`` says why a
    pin cannot stand; then nothing is selected, because no other pair is what the editor wanted.
    """

    week: Week
    cutoff: datetime
    policy_version: int
    tools: tuple[str, str] | None
    score: PairScore | None
    pin: Pin | None
    pin_refused: str | None
    overridden: tuple[str, ...]
    relaxed: tuple[str, ...]
    tie_break: str | None
    runners_up: tuple[Candidate, ...]
    counts: dict[str, int]


def select(
    tools: Sequence[ToolFacts],
    *,
    personas: Sequence[Persona],
    history: Sequence[PastIssue],
    pin: Pin | None,
    cutoff: datetime,
    week: Week,
    policy: PairPolicy = DEFAULT_PAIR_POLICY,
) -> Selection:
    """Choose the pair of ``week`` from what is known at the cutoff.

    A pin goes past every gate but two: both tools are active, and each has a take. Otherwise the
    best pair that passes all gates wins; failing that, the tool cooldown shrinks from four issues
    to two; failing that, categories may differ.
    """
    by_id = {tool.tool_id: tool for tool in tools}
    past = gates.recent(history, week=week, cutoff=cutoff, policy=policy)
    judge = Judge(past, len(personas), cutoff, policy)
    judged, counts = candidates(tools, judge)
    judged.sort(key=lambda candidate: _rank(candidate, by_id, cutoff))
    chosen: Candidate | None = None
    order: tuple[str, str] | None = None
    relaxed: tuple[str, ...] = ()
    tie_break: str | None = None
    pin_refused = _why_pin_cannot_stand(pin, by_id) if pin else None
    if pin and not pin_refused:
        chosen, order = judge.candidate(by_id[pin.tools[0]], by_id[pin.tools[1]]), pin.tools
    elif not pin:
        standing = _standing(judged, judge)
        if standing:
            chosen = standing[0]
            relaxed = tuple(
                note for code, note in judge.relaxations(chosen).items() if code in chosen.blocked
            )
            order = display_order(week, by_id[chosen.tools[0]], by_id[chosen.tools[1]])
            tie_break = _tie_break(standing, by_id, cutoff)
    others = [c for c in judged if chosen is None or c.tools != chosen.tools]
    others.sort(key=lambda candidate: bool(candidate.blocked))
    return Selection(
        week=week,
        cutoff=cutoff,
        policy_version=policy.version,
        tools=order,
        score=chosen.score if chosen else None,
        pin=pin,
        pin_refused=pin_refused,
        overridden=chosen.blocked if chosen and pin else (),
        relaxed=relaxed,
        tie_break=tie_break,
        runners_up=tuple(others[:RUNNERS_UP]),
        counts=counts,
    )


def selected_event(selection: Selection, *, as_of_position: int) -> ComparisonSelected | None:
    """The selection as the log keeps it; null if no pair was selected."""
    if selection.tools is None or selection.score is None:
        return None
    return ComparisonSelected(
        week=selection.week,
        tools=selection.tools,
        score=selection.score.total,
        parts=selection.score.parts,
        pinned=selection.pin is not None,
        overridden=selection.overridden,
        relaxed=selection.relaxed,
        runners_up=tuple(
            RunnerUp(tools=other.tools, score=other.score.total, blocked=other.blocked)
            for other in selection.runners_up
        ),
        policy_version=selection.policy_version,
        as_of_position=as_of_position,
    )


def display_order(week: Week, a: ToolFacts, b: ToolFacts) -> tuple[str, str]:
    """Tool ids in the order they are shown: a coin tossed by hash, so that no slot is favoured."""
    first, second = sorted((a, b), key=lambda tool: tool.slug)
    coin = hashlib.sha256(f"{week}:{first.slug}--{second.slug}".encode()).digest()[-1] % 2
    return (second.tool_id, first.tool_id) if coin else (first.tool_id, second.tool_id)


def _standing(judged: Sequence[Candidate], judge: Judge) -> list[Candidate]:
    """The pairs left after as few fallbacks as it takes to have any, in the order given."""
    for codes in ((), (gates.TOOL_COOLDOWN,), (gates.TOOL_COOLDOWN, gates.CATEGORY)):
        standing = [
            candidate
            for candidate in judged
            if set(candidate.blocked) <= judge.relaxations(candidate).keys() & set(codes)
        ]
        if standing:
            return standing
    return []


def _rank(candidate: Candidate, by_id: Mapping[str, ToolFacts], cutoff: datetime) -> tuple[object, ...]:
    """Best first: score, then more shared jobs, then the newer tool, then slugs."""
    a, b = (by_id[tool_id] for tool_id in candidate.tools)
    newest = max(last_news(a, cutoff), last_news(b, cutoff))
    return (
        -candidate.score.total,
        -candidate.score.parts[SHARED_JOBS],
        -newest.timestamp(),
        a.slug,
        b.slug,
    )


def _tie_break(standing: Sequence[Candidate], by_id: Mapping[str, ToolFacts], cutoff: datetime) -> str | None:
    """What put the first pair before a second one of the same score, in words."""
    if len(standing) < 2 or standing[0].score.total != standing[1].score.total:
        return None
    best, second = (_rank(candidate, by_id, cutoff) for candidate in standing[:2])
    if best[1] != second[1]:
        return "more shared jobs"
    return "the newer tool" if best[2] != second[2] else "slug order"


def _why_pin_cannot_stand(pin: Pin, by_id: Mapping[str, ToolFacts]) -> str | None:
    first, second = pin.tools
    if first == second:
        return "a tool cannot be compared with itself"
    for tool_id in pin.tools:
        tool = by_id.get(tool_id)
        if tool is None:
            return f"tool {tool_id} is not known"
        if not tool.active:
            return f"{tool.slug} is not active any more ({gates.ACTIVE})"
        if not tool.takes:
            return f"{tool.slug} has no take yet; publish at least one review of it"
    return None
