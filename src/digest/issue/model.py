"""The frozen issue: everything one email says, as one value.

It is a pure function of the read models at one log position. Numbers, percents, labels, dates
and plural forms are decided here or before; templates only place them.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from digest.events import Choice, Week


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the parts of an issue; plain data, equal by content."""


class Brand(Value, frozen=True, kw_only=True):
    """Who sends: printed names and the words around the content, from digest.toml.

    ``notice`` marks every page and mail (the sample's mark); ``site_url`` is the public home page.
    ``pages_url`` is where the pages of this newsletter are, without a final slash; it is null in issues
    that were frozen when there were none.
    """

    name: str
    postal_address: str
    reason: str
    site_url: str | None = None
    pages_url: str | None = None
    notice: str | None = None
    language: str = "en"


class PanelLine(Value, frozen=True, kw_only=True):
    """The panel on one tool. ``ship_percent`` is null while there are no takes.

    ``takes`` of ``panel`` active personas have reviewed; ``cell`` is ready to print.
    """

    label: str
    ship_percent: int | None
    ship: int
    skip: int
    cell: str
    contested: bool
    takes: int
    panel: int


class CommunityLine(Value, frozen=True, kw_only=True):
    """Readers on one tool. ``percent``, ``low`` and ``high`` are null below 10 votes.

    ``cell`` stands in the decision table, ``card`` (``—`` without votes) on the card.
    """

    cell: str
    card: str
    votes: int
    ship: int
    percent: int | None
    low: int | None
    high: int | None
    label: str | None


class ToolSide(Value, frozen=True, kw_only=True):
    """One side of the comparison. Texts are plain text, as given; nothing is escaped yet.

    ``pricing`` and ``entry`` read ``Not stated`` when unknown; ``best_for`` falls back to the
    tagline. ``flags`` are doubts about the facts, for the editor, never printed in the mail.
    """

    tool_id: str
    slug: str
    name: str
    tagline: str | None
    description: str | None
    category: str | None
    pricing: str
    pricing_source: str | None
    pricing_checked_on: date | None
    entry: str
    best_for: str | None
    homepage: str | None
    panel: PanelLine
    community: CommunityLine
    flags: tuple[str, ...] = ()


class TakeLine(Value, frozen=True, kw_only=True):
    """A reviewer's current take. ``header`` is ``88/100 · ship``; ``text`` is the whole take.

    ``byline`` says who wrote it and whether a model drafted it; null when the record does not say.
    """

    score: int
    choice: Choice
    header: str
    text: str
    byline: str | None


class ReviewerRow(Value, frozen=True, kw_only=True):
    """One persona and its two takes, in display order; null prints ``No panel take``."""

    persona: str
    name: str
    question: str
    takes: tuple[TakeLine | None, TakeLine | None]


class Row(Value, frozen=True, kw_only=True):
    """A line of the decision table: a name and the two cells."""

    name: str
    cells: tuple[str, str]


class Comparison(Value, frozen=True, kw_only=True):
    """Two tools side by side; what ``digest compare`` prints and an issue contains.

    ``title`` is the page's title; ``headline`` is ``A vs B``. ``like_for_like`` says how the
    personas that reviewed both tools split, null when they are the same for both sides.
    """

    title: str
    headline: str
    tools: tuple[ToolSide, ToolSide]
    rows: tuple[Row, ...]
    reviewers: tuple[ReviewerRow, ...]
    like_for_like: str | None


class Mover(Value, frozen=True, kw_only=True):
    """A tool whose verdict differs from what readers were last told."""

    name: str
    was: str
    now: str
    told_on: date
    because: str


class Corrected(Value, frozen=True, kw_only=True):
    """What an earlier issue, of ``week``, said wrongly; ``text`` is the whole sentence."""

    week: Week
    number: int
    issued_on: date
    text: str


class ShelfItem(Value, frozen=True, kw_only=True):
    """A tool that is new on the shelf."""

    name: str
    tagline: str | None
    entry: str
    homepage: str | None
    launched_on: date
    source: str


class LastWeek(Value, frozen=True, kw_only=True):
    """How readers called the pair of the issue before; one printed line per tool."""

    headline: str
    lines: tuple[str, ...]


class Turnout(Value, frozen=True, kw_only=True):
    """How many readers' votes that count were cast in each of some weeks, the oldest first, for each tool."""

    weeks: tuple[Week, ...]
    votes: tuple[tuple[int, ...], tuple[int, ...]]


class Method(Value, frozen=True, kw_only=True):
    """Where the numbers come from: the log position, its chain hash (hex), policies, the choice.

    ``sentences`` are ready to print; ``head`` is the hash a reader can check against the log.
    """

    as_of_position: int
    head: str
    policies: dict[str, int]
    sentences: tuple[str, ...]


class Issue(Value, frozen=True, kw_only=True):
    """One weekly issue, frozen. The email is a pure function of this value.

    ``subject`` is at most 50 characters, ``preheader`` 40 to 90; ``dek`` is the verdict in one or
    two sentences. ``next_up`` names the runner-up pair. ``corrections`` are those made since the issue
    before, in their order; an issue that was frozen when mails carried none has none.
    """

    week: Week
    number: int
    title_line: str
    issued_at: datetime
    subject: str
    preheader: str
    dek: str
    brand: Brand
    comparison: Comparison
    movers: tuple[Mover, ...]
    last_week: LastWeek | None
    shelf: tuple[ShelfItem, ...]
    next_up: str | None
    method: Method
    corrections: tuple[Corrected, ...] = ()
    turnout: Turnout | None = None
