"""Freezing: from a selection and the facts at one log position to the value an email is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.events import Claim, IssueFrozen
from digest.intake.pricing import NOT_STATED
from digest.issue.comparison import compare
from digest.issue.headlines import dek, preheader, subject
from digest.issue.method import method_sentences
from digest.issue.model import Brand, Corrected, Issue, LastWeek, Method, ShelfItem, Turnout
from digest.issue.movers import Told, movers
from digest.issue.wording import day_in_words
from digest.verdict.community import COMMUNITY_POLICY_VERSION, community_verdict
from digest.verdict.panel import DEFAULT_POLICY, PanelPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from digest.issue.facts import PastIssue, Persona, ToolFacts
    from digest.issue.selection import Selection


def freeze(
    selection: Selection,
    tools: Sequence[ToolFacts],
    *,
    personas: Sequence[Persona],
    told: Sequence[Told],
    last: PastIssue | None,
    shelf: Sequence[ToolFacts],
    position: int,
    head: str,
    brand: Brand,
    number: int,
    issued_at: datetime,
    zone: tzinfo,
    policy: PanelPolicy = DEFAULT_POLICY,
    corrections: tuple[Corrected, ...] = (),
    turnout: Turnout | None = None,
) -> Issue:
    """Say everything that one issue says. Refused if the selection selected nothing.

    ``told`` is the last claim per tool, for the movers; ``last`` the issue before, for its readers'
    call; ``shelf`` comes from :func:`digest.issue.shelf.shelf`. ``head`` is the log's chain hash at
    ``position``, in hex.
    """
    if selection.tools is None:
        raise DigestError(
            f"nothing is selected for {selection.week}, so there is nothing to freeze; see: digest desk"
        )
    by_id = {tool.tool_id: tool for tool in tools}
    pair = (by_id[selection.tools[0]], by_id[selection.tools[1]])
    comparison = compare(*pair, personas, brand_name=brand.name, policy=policy)
    return Issue(
        week=selection.week,
        number=number,
        title_line=f"Issue {number} · {day_in_words(issued_at.astimezone(zone).date())}",
        issued_at=issued_at,
        subject=subject(comparison),
        preheader=preheader(comparison),
        dek=dek(comparison),
        brand=brand,
        comparison=comparison,
        movers=movers(told, tools, personas, zone=zone, besides=selection.tools, policy=policy),
        last_week=_last_week(last, by_id),
        shelf=tuple(_shelf_item(tool, zone) for tool in shelf),
        next_up=_next_up(selection, by_id),
        corrections=corrections,
        turnout=turnout,
        method=Method(
            as_of_position=position,
            head=head,
            policies={
                "community": COMMUNITY_POLICY_VERSION,
                "pair": selection.policy_version,
                "panel": policy.version,
            },
            sentences=method_sentences(pair, comparison, selection, policy),
        ),
    )


def claims(issue: Issue) -> tuple[Claim, ...]:
    """What the issue tells readers of its two tools."""
    return tuple(
        Claim(
            tool_id=side.tool_id,
            label=side.panel.label,
            ship=side.panel.ship,
            skip=side.panel.skip,
            ship_percent=side.panel.ship_percent,
            entry=side.entry,
            votes_ship=side.community.ship,
            votes_skip=side.community.votes - side.community.ship,
        )
        for side in issue.comparison.tools
    )


def frozen_event(
    issue: Issue,
    *,
    shelf: Sequence[ToolFacts],
    issue_hash: str,
    html: tuple[str, ...],
    html_slots: tuple[str, ...],
    text: tuple[str, ...],
    text_slots: tuple[str, ...],
    templates: str,
    html_bytes: int,
    words: int,
) -> IssueFrozen:
    """The frozen issue as the log keeps it; hashes, segments and sizes come from the rendering."""
    first, second = issue.comparison.tools
    return IssueFrozen(
        week=issue.week,
        number=issue.number,
        tools=(first.tool_id, second.tool_id),
        title=issue.comparison.title,
        as_of_position=issue.method.as_of_position,
        head=issue.method.head,
        issued_at=issue.issued_at,
        policies=issue.method.policies,
        claims=claims(issue),
        shelf=tuple(tool.tool_id for tool in shelf),
        issue=issue_hash,
        html=html,
        html_slots=html_slots,
        text=text,
        text_slots=text_slots,
        templates=templates,
        html_bytes=html_bytes,
        words=words,
    )


def _last_week(last: PastIssue | None, by_id: Mapping[str, ToolFacts]) -> LastWeek | None:
    """How readers called the pair before; nothing if nobody voted, or the two are not two any more."""
    pair = [by_id[tool_id] for tool_id in dict.fromkeys(last.tools) if tool_id in by_id] if last else []
    if len(pair) < 2 or not any(tool.votes_ship + tool.votes_skip for tool in pair):
        return None
    lines = []
    for tool in pair:
        readers = community_verdict(tool.votes_ship, tool.votes_skip)
        call = f"{readers.label} · {readers.cell}" if readers.label else readers.cell
        lines.append(f"{tool.name}: {call}")
    return LastWeek(headline=f"{pair[0].name} vs {pair[1].name}", lines=tuple(lines))


def _shelf_item(tool: ToolFacts, zone: tzinfo) -> ShelfItem:
    return ShelfItem(
        name=tool.name,
        tagline=tool.tagline,
        # Alone on a line, without the word Pricing beside it, "Not stated" would not say what.
        entry="Price not stated" if tool.entry == NOT_STATED else tool.entry,
        homepage=tool.homepage,
        launched_on=tool.launched_at.astimezone(zone).date(),
        source=tool.source,
    )


def _next_up(selection: Selection, by_id: Mapping[str, ToolFacts]) -> str | None:
    """The best runner-up that is free to come next: eligible, and without this issue's tools."""
    shown = set(selection.tools or ())
    for other in selection.runners_up:
        if not other.blocked and shown.isdisjoint(other.tools):
            return " vs ".join(by_id[tool_id].name for tool_id in other.tools)
    return None
