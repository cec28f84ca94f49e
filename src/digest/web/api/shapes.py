"""What the API's answers look like. A number is the one that a page shows, from the same value."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

Choice = Literal["ship", "skip"]


class AsOf(BaseModel):
    """The position of the log that an answer was made at, and the chain's hash there."""

    position: int
    head: str


class Panel(BaseModel):
    """What the reviewers say; ``ship_percent`` is null without a take."""

    label: str
    ship_percent: int | None
    ship: int
    skip: int
    cell: str


class Community(BaseModel):
    """What readers say; ``percent``, ``low`` and ``high`` (95 %, Wilson) are null under ten votes."""

    cell: str
    votes: int
    ship: int
    percent: int | None
    low: int | None
    high: int | None


class Tool(BaseModel):
    """A tool as a comparison shows it."""

    slug: str
    name: str
    tagline: str | None
    description: str | None
    category: str | None
    pricing: str
    entry: str | None
    best_for: str | None
    panel: Panel
    community: Community


class TakeGiven(BaseModel):
    """What one reviewer says of one tool."""

    score: int
    choice: Choice
    header: str
    text: str


class ReviewerTake(TakeGiven):
    """The same with who says it."""

    reviewer: str
    byline: str | None


class ScorecardRow(BaseModel):
    """A reviewer's takes, left and right; null for none."""

    persona: str
    takes: list[TakeGiven | None]


class Row(BaseModel):
    """A row of the decision table, a cell for each tool."""

    name: str
    cells: list[str]


class Comparison(BaseModel):
    """Two tools as readers were shown them, left and right."""

    title: str
    tools: list[Tool]
    rows: list[Row]
    scorecard: list[ScorecardRow]


class Changed(BaseModel):
    """What readers of an issue were told of a tool and is no longer so."""

    tool: str
    was: str
    now: str
    because: str


class Corrected(BaseModel):
    """What was put right since an issue was sent."""

    at: datetime
    text: str


class Listed(BaseModel):
    """A sent issue; ``tools`` are the slugs of its two."""

    week: str
    number: int
    title: str
    issued_at: datetime
    tools: list[str]
    url: str


class Issue(Listed):
    """A sent issue as of ``position``; ``comparison`` is null once texts of it were removed."""

    position: int
    head: str
    comparison: Comparison | None
    removed: str | None
    corrections: list[Corrected]
    changed: list[Changed]


class Issues(BaseModel):
    """A page of sent issues, the newest first; ``next`` is the address of the one after, null at the end."""

    as_of: AsOf
    comparisons: list[Listed]
    next: str | None


class IssueAnswer(BaseModel):
    """One sent issue."""

    as_of: AsOf
    comparison: Issue


class ToolListed(BaseModel):
    """A tool on the shelf."""

    slug: str
    name: str
    tagline: str | None
    category: str | None
    pricing: str
    panel: Panel
    url: str


class Tools(BaseModel):
    """A page of tools, by slug; ``next`` is the address of the one after, null at the end."""

    as_of: AsOf
    tools: list[ToolListed]
    next: str | None


class ToolFound(Tool):
    """A tool with its takes and the weeks of the issues it was in."""

    takes: list[ReviewerTake]
    comparisons: list[str]
    url: str


class ToolAnswer(BaseModel):
    """One tool, as it stands."""

    as_of: AsOf
    tool: ToolFound


class Coverage(BaseModel):
    """How many of the panel's reviewers gave a take."""

    takes: int
    panel: int


class Verdict(BaseModel):
    """What panel and readers say of a tool."""

    tool: str
    label: str
    ship_percent: int | None
    ship: int
    skip: int
    cell: str
    contested: bool
    coverage: Coverage
    community: Community


class VerdictAnswer(BaseModel):
    """A verdict, now or at an earlier position."""

    as_of: AsOf
    verdict: Verdict


class Health(BaseModel):
    """The process can read its log, which stands here."""

    ok: bool
    as_of: AsOf
