"""The folder an editor fills in: per tool a ``tool.md`` and a take by each persona, read back as records.

::

    reviews/skillclaw/tool.md       the tool's own facts
    reviews/skillclaw/builder.md    one file a persona: choice and score on top, the take below
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec

from digest.intake.imported import Imported, read_all
from digest.intake.records import (
    RawRecord,
    ReviewRecord,
    ToolRecord,
    read_review,
    read_tool_sheet,
)
from digest.issue.facts import Persona
from digest.pipeline.front_matter import front_matter_text, read_markdown

TOOL_FILE = "tool.md"


class ToolSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a tool, to be shown for completion; None leaves a blank."""

    slug: str
    name: str
    tagline: str | None = None
    category: str | None = None
    job_tags: tuple[str, ...] = ()
    best_for: str | None = None
    homepage: str | None = None
    pricing: str | None = None
    pricing_source: str | None = None
    pricing_checked_at: datetime | None = None
    entry: str | None = None


class WrittenFolder(msgspec.Struct, frozen=True, kw_only=True):
    """The files written, and those kept because they were there already."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


class ReviewFolder(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder says: takes, facts of tools, and the take files that nobody has begun."""

    reviews: Imported[ReviewRecord]
    tools: Imported[ToolRecord]
    left_blank: tuple[Path, ...]


def write_review_folder(
    folder: Path,
    tool: ToolSheet,
    *,
    personas: Sequence[Persona],
    sources: Sequence[str],
    today: date,
) -> WrittenFolder:
    """Write the files for one tool below ``folder``; a file that is there stays as it is.

    ``sources`` are addresses to read: they become the evidence and are repeated in each file.
    """
    links = [f"- {link.replace('-->', '--%3E')}" for link in sources] or ["- no source is known yet"]
    place = folder / tool.slug
    texts = {place / TOOL_FILE: _tool_text(tool, links)}
    for persona in sorted(personas, key=lambda persona: persona.place):
        texts[place / f"{persona.persona}.md"] = _take_text(tool, persona, sources, links, today)
    kept = tuple(path for path in texts if path.exists())
    place.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        if path not in kept:
            path.write_text(text, encoding="utf-8", newline="\n")
    return WrittenFolder(written=tuple(path for path in texts if path not in kept), kept=kept)


def read_review_folder(path: Path) -> ReviewFolder:
    """Read a folder of front-matter files, whoever wrote it; or a single file.

    A take without choice, score and text is left blank; one with only some of them is refused.
    An empty field of a ``tool.md`` says nothing of the tool.
    """
    raws = read_markdown(path)
    sheets = [_sheet(raw) for raw in raws.records if Path(raw.file).name == TOOL_FILE]
    takes = [raw for raw in raws.records if Path(raw.file).name != TOOL_FILE]
    begun = [_scored(raw) for raw in takes if not _left_blank(raw)]
    return ReviewFolder(
        reviews=read_all(begun, read_review, raws.bad),
        tools=read_all(sheets, read_tool_sheet),
        left_blank=tuple(Path(raw.file) for raw in takes if _left_blank(raw)),
    )


def _tool_text(tool: ToolSheet, links: Sequence[str]) -> str:
    checked = tool.pricing_checked_at
    if checked is not None:
        checked = checked.astimezone(UTC)
    fields: dict[str, object] = {
        "tool": tool.slug,
        "name": tool.name,
        "tagline": tool.tagline,
        "category": tool.category,
        "job_tags": list(tool.job_tags),
        "best_for": tool.best_for,
        "homepage": tool.homepage,
        "pricing": tool.pricing,
        "pricing_source": tool.pricing_source,
        "pricing_checked_at": checked.date() if checked and checked.time() == time() else checked,
        "entry": tool.entry,
    }
    body = (
        "Correct or complete the facts above; a field left empty changes nothing.\n"
        "State a price with the page that says so and the day you looked.\n\nSources:\n"
    )
    return front_matter_text(fields, body + "\n".join(links))


def _take_text(
    tool: ToolSheet, persona: Persona, sources: Sequence[str], links: Sequence[str], today: date
) -> str:
    fields: dict[str, object] = {
        "tool": tool.slug,
        "persona": persona.persona,
        "choice": None,
        "score": None,
        "at": today,
        "reviewer": None,
        "drafted_by": "person",
        "tried": False,
        "conflicts": "none",
        "evidence": list(sources),
    }
    asked = f"{tool.name}, as the {persona.name}: {persona.question}".replace("-->", "-- >")
    prompt = [
        "<!--",
        asked,
        "choice is ship or skip, score a whole number from 0 to 100; say yes under tried if you used it.",
        "Write the take below this comment. Read first:",
        *links,
        "-->",
    ]
    return front_matter_text(fields, "\n".join(prompt))


def _sheet(raw: RawRecord) -> RawRecord:
    given = {name: value for name, value in raw.fields.items() if name != "take" and value != []}
    return msgspec.structs.replace(raw, fields=given)


def _left_blank(raw: RawRecord) -> bool:
    return not any(raw.fields.get(name) for name in ("choice", "score", "take"))


def _scored(raw: RawRecord) -> RawRecord:
    """Front matter is words; the score is the one number among a review's fields."""
    score = raw.fields.get("score")
    if isinstance(score, str) and re.fullmatch(r"\d{1,3}", score, re.ASCII):
        return msgspec.structs.replace(raw, fields={**raw.fields, "score": int(score)})
    return raw
