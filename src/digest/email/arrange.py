"""A frozen issue, as far as it fits, becomes the view that the templates place."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from digest.email.excerpt import excerpt, shortened
from digest.email.language import direction
from digest.email.plain import link, plain_values
from digest.email.view import (
    Badge,
    Bar,
    Card,
    Cell,
    Correction,
    Line,
    Moved,
    Note,
    OnShelf,
    Pages,
    Reviewer,
    Score,
    Tally,
    View,
    Voted,
)
from digest.issue.model import (
    Corrected,
    Issue,
    LastWeek,
    Mover,
    ReviewerRow,
    Row,
    ShelfItem,
    TakeLine,
    ToolSide,
)
from digest.issue.wording import counted, day_in_words

#: Room for a heading, a sentence or two, a tagline, a byline or a persona's words, in characters.
HEADING, SENTENCES, TAGLINE, BYLINE = 130, 300, 120, 80
#: The tallest bar of votes.
TALLEST_PX = 32
#: Tools on the shelf, and corrections.
SHELF, CORRECTIONS = 5, 5

_BADGES = {
    "Ship": Badge(tone="ship", glyph="▲", word="Ship"),
    "Mixed": Badge(tone="mixed", glyph="◆", word="Mixed"),
    "Skip": Badge(tone="skip", glyph="▼", word="Skip"),
}


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """How much of an issue is printed; the numbers but ``movers`` are caps in characters.

    ``take`` is one cap for all takes, so that no tool gets more room than the other. ``movers`` are spelled
    out, those beyond are counted.
    """

    next_up: bool = True
    shelf: bool = True
    chart: bool = True
    method: bool = True
    take: int = 260
    movers: int = 5
    name: int = 60
    fact: int = 160
    description: int = 190


def arrange(issue: Issue, room: Room) -> View:
    """Everything one mail says. Pure; equal issues give equal views."""
    issue = plain_values(issue)
    comparison, brand = issue.comparison, issue.brand
    first, second = (_card(tool, room) for tool in comparison.tools)
    byline = _shared_byline(comparison.reviewers)
    return View(
        language=brand.language,
        direction=direction(brand.language),
        brand=shortened(brand.name, room.name),
        site=link(brand.site_url),
        notice=brand.notice,
        subject=shortened(issue.subject, HEADING),
        preheader=shortened(issue.preheader, HEADING),
        title_line=shortened(issue.title_line, HEADING),
        headline=f"{first.name} vs {second.name}",
        dek=shortened(issue.dek, SENTENCES),
        corrections=tuple(_corrected(one, issue) for one in issue.corrections[-CORRECTIONS:]),
        more_corrections=_more(len(issue.corrections) - CORRECTIONS, "earlier correction", "on the web"),
        pages=_pages(issue),
        tools=(first, second),
        reviewers=tuple(_reviewer(row, room, byline) for row in comparison.reviewers),
        byline=byline,
        lines=tuple(_line(row, comparison.tools, room) for row in comparison.rows),
        like_for_like=_brief(comparison.like_for_like),
        turnout=_turnout(issue, room) if room.chart else (),
        movers=tuple(_moved(mover, room) for mover in issue.movers[: room.movers]),
        more_movers=_more(len(issue.movers) - room.movers, "more verdict", "moved"),
        last_week=_tally(issue.last_week) if issue.last_week else None,
        shelf=tuple(_on_shelf(item, room) for item in issue.shelf[:SHELF]) if room.shelf else (),
        next_up=_brief(issue.next_up) if room.next_up else None,
        note=Note(
            frozen_at=_moment(issue.issued_at),
            # The position and the head stay: with them a reader can check the mail against the log.
            sentences=issue.method.sentences if room.method else (),
            position=issue.method.as_of_position,
            head=issue.method.head,
            short_head=issue.method.head[:12],
        ),
        reason=brand.reason,
        postal_address=brand.postal_address,
    )


def _pages(issue: Issue) -> Pages | None:
    base = link(issue.brand.pages_url)
    if base is None:
        return None
    comparison = f"{base}/issues/{issue.week}"
    return Pages(comparison=comparison, mail=f"{comparison}/mail")


def badge(label: str) -> Badge:
    """How a verdict's label is shown, in the mail and on every page."""
    return _BADGES.get(label, Badge(tone="none", glyph="○", word=label))


def _card(tool: ToolSide, room: Room) -> Card:
    panel = tool.panel
    lead, goes_on = _lead(tool, room)
    noun = "reviewer" if panel.panel == 1 else "reviewers"
    return Card(
        name=shortened(tool.name, room.name),
        href=link(tool.homepage),
        badge=badge(panel.label),
        share="—" if panel.ship_percent is None else f"{panel.ship_percent}%",
        split=f"panel ship, {panel.ship}–{panel.skip}" if panel.takes else "no panel takes",
        coverage=f"{panel.takes} of {panel.panel} {noun}" + (", contested" if panel.contested else ""),
        entry=shortened(tool.entry, room.name),
        readers=tool.community.card,
        lead=lead,
        goes_on=goes_on,
    )


def _lead(tool: ToolSide, room: Room) -> tuple[str | None, bool]:
    """The description, and whether it goes on after the printed name, as most descriptions do."""
    text = tool.description or tool.tagline
    if text is None:
        return None, False
    said = excerpt(text, room.description)
    after = said.removeprefix(tool.name)
    if after != said and not after[:1].isalnum() and len(tool.name) <= room.name:
        return (after if after.strip(" .") else None), True
    return said, False


def _brief(text: str | None) -> str | None:
    return shortened(text, SENTENCES) if text else None


def _shared_byline(rows: tuple[ReviewerRow, ...]) -> str | None:
    """The byline that all takes have in common, to be printed once; null when they differ."""
    bylines = {take.byline for row in rows for take in row.takes if take}
    return shortened(bylines.pop() or "", BYLINE) or None if len(bylines) == 1 else None


def _reviewer(row: ReviewerRow, room: Room, shared: str | None) -> Reviewer:
    first, second = row.takes
    return Reviewer(
        name=shortened(row.name, BYLINE),
        question=shortened(row.question, BYLINE),
        takes=(_score(first, room, shared), _score(second, room, shared)),
    )


def _score(take: TakeLine | None, room: Room, shared: str | None) -> Score | None:
    if take is None:
        return None
    return Score(
        score=take.score,
        choice=take.choice,
        header=take.header,
        excerpt=excerpt(take.text, room.take),
        byline=shortened(take.byline, BYLINE) if take.byline and not shared else None,
    )


def _line(row: Row, tools: tuple[ToolSide, ToolSide], room: Room) -> Line:
    first, second = (_cell(row.name, text, tool, room) for text, tool in zip(row.cells, tools, strict=True))
    return Line(name=row.name, cells=(first, second))


def _cell(row: str, text: str, tool: ToolSide, room: Room) -> Cell:
    source = link(tool.pricing_source) if row == "Pricing" else None
    checked = tool.pricing_checked_on if source else None
    return Cell(
        text=shortened(text, room.fact), source=source, checked=day_in_words(checked) if checked else None
    )


def _turnout(issue: Issue, room: Room) -> tuple[Voted, ...]:
    shown = issue.turnout
    if shown is None:
        return ()
    most = max(max(votes) for votes in shown.votes) or 1
    return tuple(
        Voted(
            name=shortened(tool.name, room.name),
            says=counted(tool.community.votes, "vote")
            + (f", {tool.community.percent}% ship" if tool.community.percent is not None else ""),
            bars=tuple(Bar(votes=count, height=-(-TALLEST_PX * count // most)) for count in votes),
        )
        for tool, votes in zip(issue.comparison.tools, shown.votes, strict=True)
    )


def _moved(mover: Mover, room: Room) -> Moved:
    return Moved(
        name=shortened(mover.name, room.name),
        change=f"{mover.was} on {day_in_words(mover.told_on)}, now {mover.now}",
        because=shortened(mover.because, room.fact),
    )


def _corrected(one: Corrected, issue: Issue) -> Correction:
    base = link(issue.brand.pages_url)
    return Correction(
        about=f"Issue {one.number} of {day_in_words(one.issued_on)}",
        href=f"{base}/issues/{one.week}" if base else None,
        text=shortened(one.text, SENTENCES),
    )


def _more(count: int, noun: str, did: str) -> str | None:
    return f"{counted(count, noun)} {did}." if count > 0 else None


def _tally(last: LastWeek) -> Tally:
    return Tally(
        headline=shortened(last.headline, HEADING),
        lines=tuple(shortened(line, SENTENCES) for line in last.lines),
    )


def _on_shelf(item: ShelfItem, room: Room) -> OnShelf:
    return OnShelf(
        name=shortened(item.name, room.name),
        href=link(item.homepage),
        tagline=shortened(item.tagline, TAGLINE) if item.tagline else None,
        facts=" · ".join(
            (
                shortened(item.entry, room.name),
                day_in_words(item.launched_on),
                shortened(item.source, room.name),
            )
        ),
    )


def _moment(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{day_in_words(utc.date())}, {utc:%H:%M} UTC"
