"""A selection in words: what won and by what, what was lifted, who came next, what stopped the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.issue import gates
from digest.issue.gates import DEFAULT_PAIR_POLICY, MEANINGS, PairPolicy
from digest.issue.score import COVERAGE, FRESHNESS, SHARED_JOBS, TENSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.issue.candidates import Candidate
    from digest.issue.facts import ToolFacts
    from digest.issue.selection import Selection


def explain(
    selection: Selection, tools: Sequence[ToolFacts], *, policy: PairPolicy = DEFAULT_PAIR_POLICY
) -> tuple[str, ...]:
    """Lines for ``digest select --explain``; the same selection always reads the same."""
    names = {tool.tool_id: tool.slug for tool in tools}
    moment = selection.cutoff.isoformat(timespec="minutes")
    lines = [f"Issue {selection.week}, known at {moment}, pair policy {selection.policy_version}"]
    lines += _outcome(selection, names, policy)
    for other in selection.runners_up:
        lines.append(_runner_up(other, names))
    if selection.counts:
        lines.append("Stopped, each under the first gate it failed:")
        for code, count in selection.counts.items():
            kind = "tool" if code in (gates.ACTIVE, gates.TAKES) else "pair"
            plural = "" if count == 1 else "s"
            lines.append(f"  {code:<16} {count:>6} {kind + plural:<5}  asks that {MEANINGS[code]}")
    return tuple(lines)


def why_nothing(selection: Selection) -> str:
    """One sentence for ``IssueSkipped``: what stopped the candidates, and how many of them."""
    if selection.pin_refused:
        return f"the pin cannot stand: {selection.pin_refused}"
    stopped = ", ".join(f"{code} {count}" for code, count in selection.counts.items())
    return f"no pair passes the gates ({stopped or 'no tools'})"


def _outcome(selection: Selection, names: Mapping[str, str], policy: PairPolicy) -> list[str]:
    if selection.pin_refused:
        return [f"Nothing selected: the pin cannot stand, {selection.pin_refused}."]
    if selection.tools is None or selection.score is None:
        return ["Nothing selected: no pair passes the gates, even after the fallbacks."]
    first, second = (names[tool_id] for tool_id in selection.tools)
    lines = [f"Selected: {first} vs {second}, {_points(selection.score.total)} of 100"]
    weights = {
        SHARED_JOBS: policy.weight_shared_jobs,
        FRESHNESS: policy.weight_freshness,
        COVERAGE: policy.weight_coverage,
        TENSION: policy.weight_tension,
    }
    for part, value in selection.score.parts.items():
        lines.append(f"  {part:<12} {_points(value):>6} of {weights[part]}")
    shared = ", ".join(selection.score.shared) or "none"
    lines.append(f"  jobs in common: {shared}")
    if selection.pin:
        lines.append(f"  pinned by the editor: {selection.pin.reason}")
        lines.append("  shown in the editor's order")
    else:
        lines.append("  order shown: by the week's coin (hash of week and pair)")
    if selection.overridden:
        lines.append(f"  the pin overrides: {', '.join(selection.overridden)}")
    if selection.relaxed:
        lines.append(f"  relaxed, since nothing passed every gate: {', '.join(selection.relaxed)}")
    if selection.tie_break:
        lines.append(f"  tie with the next pair, decided by: {selection.tie_break}")
    return lines


def _runner_up(other: Candidate, names: Mapping[str, str]) -> str:
    first, second = (names[tool_id] for tool_id in other.tools)
    why = f"blocked by {', '.join(other.blocked)}" if other.blocked else "eligible"
    return f"Next: {first} vs {second}, {_points(other.score.total)}, {why}"


def _points(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
