"""Two tools side by side: the seed page's cells, from facts.

The community never touches the panel's numbers, nor the panel the community's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.issue.model import (
    CommunityLine,
    Comparison,
    PanelLine,
    ReviewerRow,
    Row,
    TakeLine,
    ToolSide,
)
from digest.verdict.community import community_verdict
from digest.verdict.panel import DEFAULT_POLICY, PanelPolicy, panel_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.issue.facts import Persona, TakeFact, ToolFacts

NOT_STATED = "Not stated"


def compare(
    a: ToolFacts,
    b: ToolFacts,
    personas: Sequence[Persona],
    *,
    brand_name: str,
    policy: PanelPolicy = DEFAULT_POLICY,
) -> Comparison:
    """Put two tools side by side, ``a`` left. A persona has a row if either tool has its take."""
    left, right = tool_side(a, personas, policy=policy), tool_side(b, personas, policy=policy)
    headline = f"{a.name} vs {b.name}"
    return Comparison(
        title=f"{headline}: Which AI Tool Should You Ship? — {brand_name}",
        headline=headline,
        tools=(left, right),
        rows=tuple(
            Row(name=name, cells=(one, other))
            for name, one, other in (
                ("Panel verdict", left.panel.cell, right.panel.cell),
                ("Community", left.community.cell, right.community.cell),
                ("Pricing", left.pricing, right.pricing),
                ("Best for", left.best_for or NOT_STATED, right.best_for or NOT_STATED),
                ("Category", left.category or NOT_STATED, right.category or NOT_STATED),
            )
        ),
        reviewers=_reviewer_rows(a, b, personas),
        like_for_like=_like_for_like(a, b),
    )


def tool_side(
    tool: ToolFacts, personas: Sequence[Persona], *, policy: PanelPolicy = DEFAULT_POLICY
) -> ToolSide:
    """One tool as a comparison shows it, unknown facts in words."""
    return ToolSide(
        tool_id=tool.tool_id,
        slug=tool.slug,
        name=tool.name,
        tagline=tool.tagline,
        description=tool.description,
        category=tool.category,
        pricing=tool.pricing_raw or NOT_STATED,
        pricing_source=tool.pricing_source,
        pricing_checked_on=tool.pricing_checked_at.date() if tool.pricing_checked_at else None,
        entry=tool.entry,
        best_for=tool.best_for or tool.tagline,
        homepage=tool.homepage,
        panel=_panel_line(tool, personas, policy),
        community=_community_line(tool),
        flags=tool.flags,
    )


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """What ``digest compare --json`` prints; a stable contract, smaller than the value itself."""
    return {
        "title": comparison.title,
        "tools": [side_json(side) for side in comparison.tools],
        "rows": [{"name": row.name, "cells": list(row.cells)} for row in comparison.rows],
        "scorecard": [
            {"persona": row.name, "takes": [_take_json(take) for take in row.takes]}
            for row in comparison.reviewers
        ],
    }


def verdict_json(side: ToolSide) -> dict[str, Any]:
    """What ``digest verdict --json`` prints of one tool."""
    line = side.panel
    return {
        "tool": side.slug,
        "label": line.label,
        "ship_percent": line.ship_percent,
        "ship": line.ship,
        "skip": line.skip,
        "cell": line.cell,
        "contested": line.contested,
        "coverage": {"takes": line.takes, "panel": line.panel},
    }


def _panel_line(tool: ToolFacts, personas: Sequence[Persona], policy: PanelPolicy) -> PanelLine:
    """The panel's verdict on a tool, and how many of the active personas gave it."""
    verdict = panel_verdict(tool.ships, tool.skips, policy=policy)
    return PanelLine(
        label=verdict.label,
        ship_percent=verdict.ship_percent,
        ship=verdict.ship,
        skip=verdict.skip,
        cell=verdict.cell,
        contested=verdict.contested,
        takes=len(tool.takes),
        panel=len(personas),
    )


def _community_line(tool: ToolFacts) -> CommunityLine:
    verdict = community_verdict(tool.votes_ship, tool.votes_skip)
    return CommunityLine(
        cell=verdict.cell,
        card=verdict.card,
        votes=verdict.votes,
        ship=verdict.ship,
        percent=verdict.percent,
        low=verdict.low,
        high=verdict.high,
        label=verdict.label,
    )


def _reviewer_rows(a: ToolFacts, b: ToolFacts, personas: Sequence[Persona]) -> tuple[ReviewerRow, ...]:
    of_a = {take.persona: take_line(take) for take in a.takes}
    of_b = {take.persona: take_line(take) for take in b.takes}
    return tuple(
        ReviewerRow(
            persona=persona.persona,
            name=persona.name,
            question=persona.question,
            takes=(of_a.get(persona.persona), of_b.get(persona.persona)),
        )
        for persona in sorted(personas, key=lambda persona: persona.place)
        if persona.persona in of_a or persona.persona in of_b
    )


def take_line(take: TakeFact) -> TakeLine:
    """A take as every page shows it."""
    return TakeLine(
        score=take.score,
        choice=take.choice,
        header=f"{take.score}/100 · {take.choice}",
        text=take.text,
        byline=take.byline,
    )


def _like_for_like(a: ToolFacts, b: ToolFacts) -> str | None:
    if a.reviewers == b.reviewers or not (a.takes and b.takes):
        return None
    common = a.reviewers & b.reviewers
    if not common:
        return "Like for like: no reviewer covered both."
    splits = []
    for tool in (a, b):
        ships = sum(take.choice == "ship" for take in tool.takes if take.persona in common)
        splits.append(f"{tool.name} {ships}–{len(common) - ships}")
    reviewers = "one reviewer" if len(common) == 1 else f"{len(common)} reviewers"
    return f"Like for like, {reviewers} covered both: {splits[0]}, {splits[1]}."


def side_json(side: ToolSide) -> dict[str, Any]:
    """One tool of a comparison as JSON."""
    panel = side.panel
    return {
        "slug": side.slug,
        "name": side.name,
        "tagline": side.tagline,
        "description": side.description,
        "category": side.category,
        "pricing": side.pricing,
        "entry": side.entry,
        "best_for": side.best_for,
        "panel": {
            "label": panel.label,
            "ship_percent": panel.ship_percent,
            "ship": panel.ship,
            "skip": panel.skip,
            "cell": panel.cell,
        },
        "community": community_json(side),
    }


def community_json(side: ToolSide) -> dict[str, Any]:
    """What readers say of a tool as JSON."""
    line = side.community
    return {
        "cell": line.cell,
        "votes": line.votes,
        "ship": line.ship,
        "percent": line.percent,
        "low": line.low,
        "high": line.high,
    }


def _take_json(take: TakeLine | None) -> dict[str, Any] | None:
    if take is None:
        return None
    return {"score": take.score, "choice": take.choice, "header": take.header, "text": take.text}
