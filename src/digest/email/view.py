"""What the templates place: every word, number and choice of the mail, ready to print.

A template decides nothing but position. All strings are plain text on one line; a null is a part
that is left out.
"""

from __future__ import annotations

from typing import Literal

import msgspec

#: Names a colour of the theme and its tint.
Tone = Literal["ship", "mixed", "skip", "none"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the view's values."""


class Badge(Part, frozen=True, kw_only=True):
    """A verdict: its colour, its sign and its word, so that it never hangs on colour alone."""

    tone: Tone
    glyph: str
    word: str


class Card(Part, frozen=True, kw_only=True):
    """A tool at a glance. ``share`` is ``75%`` or ``—``; ``lead`` is the description.

    ``goes_on`` says that the lead continues a sentence which the name begins.
    """

    name: str
    href: str | None
    badge: Badge
    share: str
    split: str
    coverage: str
    entry: str
    readers: str
    lead: str | None
    goes_on: bool


class Score(Part, frozen=True, kw_only=True):
    """One take. ``score`` is 0 to 100 and also the length of its bar in percent."""

    score: int
    choice: Literal["ship", "skip"]
    header: str
    excerpt: str
    byline: str | None


class Reviewer(Part, frozen=True, kw_only=True):
    """A persona, its question and its two takes in display order."""

    name: str
    question: str
    takes: tuple[Score | None, Score | None]


class Cell(Part, frozen=True, kw_only=True):
    """A cell of the decision table, and where its fact was read."""

    text: str
    source: str | None
    checked: str | None


class Line(Part, frozen=True, kw_only=True):
    """A line of the decision table."""

    name: str
    cells: tuple[Cell, Cell]


class Bar(Part, frozen=True, kw_only=True):
    """A week's votes; ``height`` is in px, 0 for none."""

    votes: int
    height: int


class Voted(Part, frozen=True, kw_only=True):
    """How many voted on a tool, in words, and when, the oldest week first."""

    name: str
    says: str
    bars: tuple[Bar, ...]


class Moved(Part, frozen=True, kw_only=True):
    """A verdict that is no longer what readers were told."""

    name: str
    change: str
    because: str


class Correction(Part, frozen=True, kw_only=True):
    """What an earlier issue said wrongly; ``about`` names that issue, ``href`` is its page."""

    about: str
    href: str | None
    text: str


class OnShelf(Part, frozen=True, kw_only=True):
    """A new tool; ``facts`` is its entry, day and source in one line."""

    name: str
    href: str | None
    tagline: str | None
    facts: str


class Tally(Part, frozen=True, kw_only=True):
    """Last week's pair and how its readers called it."""

    headline: str
    lines: tuple[str, ...]


class Note(Part, frozen=True, kw_only=True):
    """Where the numbers come from. ``head`` is 64 hex digits, ``short_head`` their beginning.

    ``frozen_at`` is the moment of the numbers, with its zone.
    """

    frozen_at: str
    sentences: tuple[str, ...]
    position: int
    head: str
    short_head: str


class Pages(Part, frozen=True, kw_only=True):
    """Where the issue is on the web: the whole comparison, and the mail itself."""

    comparison: str
    mail: str


class View(Part, frozen=True, kw_only=True):
    """One mail. ``tools`` and every pair stand in display order; ``byline`` is that of all takes.

    Without ``pages`` there is nothing that a link to vote, to bookmark or to preferences could open.
    """

    language: str
    direction: Literal["ltr", "rtl"]
    brand: str
    site: str | None
    notice: str | None
    subject: str
    preheader: str
    title_line: str
    headline: str
    dek: str
    corrections: tuple[Correction, ...]
    more_corrections: str | None
    pages: Pages | None
    tools: tuple[Card, Card]
    reviewers: tuple[Reviewer, ...]
    byline: str | None
    lines: tuple[Line, ...]
    like_for_like: str | None
    turnout: tuple[Voted, ...]
    movers: tuple[Moved, ...]
    more_movers: str | None
    last_week: Tally | None
    shelf: tuple[OnShelf, ...]
    next_up: str | None
    note: Note
    reason: str
    postal_address: str
