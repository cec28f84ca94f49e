"""The method note: where an issue's numbers come from, in sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from digest.issue import gates
from digest.issue.wording import counted, day_in_words, listed, one_line
from digest.verdict.community import MIN_VOTES

if TYPE_CHECKING:
    from digest.issue.facts import ToolFacts
    from digest.issue.model import Comparison
    from digest.issue.selection import Selection
    from digest.verdict.panel import PanelPolicy

_SHARES = {(2, 3): "two thirds", (3, 4): "three quarters", (3, 5): "three fifths", (4, 5): "four fifths"}

_LIFTED = {
    gates.TOOL_COOLDOWN: "a tool may come back sooner",
    gates.CATEGORY: "categories may differ",
}
_READERS = (
    f"Readers' votes get a percentage from {MIN_VOTES} votes on, with its 95% Wilson range;"
    " they never mix with the panel's."
)


def method_sentences(
    tools: tuple[ToolFacts, ToolFacts],
    comparison: Comparison,
    selection: Selection,
    policy: PanelPolicy,
) -> tuple[str, ...]:
    """Who wrote the takes, what makes a verdict, how the pair was chosen, how old the prices are."""
    sentences = (
        _authors(tools),
        _thresholds(policy),
        _READERS,
        _choice(selection),
        _prices(comparison),
    )
    return tuple(sentence for sentence in sentences if sentence)


def _authors(tools: tuple[ToolFacts, ToolFacts]) -> str:
    drafted_by = [take.drafted_by for tool in tools for take in tool.takes]
    people = drafted_by.count("person")
    models = len(drafted_by) - people
    takes = counted(len(drafted_by), "take")
    if not models:
        return f"{takes}, written by people." if len(drafted_by) == 1 else f"{takes}, all written by people."
    if not people:
        return f"{takes}, drafted by a model." if len(drafted_by) == 1 else f"{takes}, all drafted by models."
    return f"{takes}: {people} written by people, {models} drafted by models."


def _thresholds(policy: PanelPolicy) -> str:
    numerator, denominator = policy.ship_numerator, policy.ship_denominator
    share = _SHARES.get((numerator, denominator), f"{numerator}/{denominator}")
    return (
        f"A verdict takes {counted(policy.quorum, 'take')}: Ship if {share} or more say ship,"
        f" Skip if {share} or more say skip, otherwise Mixed."
    )


def _choice(selection: Selection) -> str:
    if selection.pin:
        reason = one_line(selection.pin.reason).rstrip(".!?")
        return f"Picked by the editor: {reason}." if reason else "Picked by the editor."
    total = selection.score.total if selection.score else 0
    chosen = f"Selected by rule, at {total // 100} of 100 points"
    lifted = [words for code, words in _LIFTED.items() if any(r.startswith(code) for r in selection.relaxed)]
    return f"{chosen}; no pair passed every rule, so {listed(lifted)}." if lifted else f"{chosen}."


def _prices(comparison: Comparison) -> str | None:
    dated: list[tuple[str, date]] = [
        (one_line(side.name) or side.slug, side.pricing_checked_on)
        for side in comparison.tools
        if side.pricing_checked_on
    ]
    days = {day for _, day in dated}
    if not days:
        return None
    if len(days) == 1 and len(dated) == 2:
        return f"Prices checked on {day_in_words(days.pop())}."
    return "Prices checked: " + ", ".join(f"{name} on {day_in_words(day)}" for name, day in dated) + "."
