"""Import reviews: takes from a file or a folder of front matter, and the facts lying beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.errors import BadFile, BadRecord
from digest.events import NewEvent, ReviewPublished
from digest.intake.imported import Imported, accepted, once_each, only_known
from digest.intake.records import ReviewRecord
from digest.intake.reviews import ReviewState, decide_review
from digest.issue.wording import counted
from digest.log.store import EventLog, stream_events
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import load_personas, tool_ids_by_slug
from digest.pipeline.import_files import read_reviews
from digest.pipeline.import_tools import ToolsImported, import_tools
from digest.pipeline.review_folder import read_review_folder

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter


class ReviewsImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of reviews did. ``kept`` takes were older than the one on record."""

    published: int
    replaced: int
    unchanged: int
    kept: int
    bad: tuple[BadRecord, ...]

    def __str__(self) -> str:
        if not (self.published or self.replaced or self.kept or self.bad):
            return f"nothing changed: {counted(self.unchanged, 'take')} as the file says"
        older = f", {self.kept} older than the take on record and not counted" if self.kept else ""
        skipped = f", {counted(len(self.bad), 'bad record')} left out" if self.bad else ""
        return (
            f"{counted(self.published, 'take')} published, {self.replaced} replaced,"
            f" {self.unchanged} unchanged{older}{skipped}"
        )


class PathImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of a file or folder did: its takes, and the facts of tools beside them.

    ``left_blank`` files of takes have not been begun.
    """

    reviews: ReviewsImported
    tools: ToolsImported | None
    left_blank: int

    @property
    def bad(self) -> tuple[BadRecord, ...]:
        """Every record that was left out."""
        return self.reviews.bad + (self.tools.bad if self.tools else ())

    def __str__(self) -> str:
        lines = [str(self.reviews)]
        if self.tools is not None:
            lines.append(f"tools: {self.tools}")
        if self.left_blank:
            lines.append(f"{self.left_blank} takes left blank")
        return "\n".join(lines)


class _Decided(msgspec.Struct, frozen=True, kw_only=True):
    events: tuple[NewEvent, ...]
    expected: dict[str, int]
    published: int
    replaced: int
    unchanged: int
    kept: int


def import_path(newsletter: Newsletter, path: Path, *, skip_bad: bool) -> PathImported:
    """Import a JSON Lines file, or a folder of Markdown with the facts of its tools.

    Facts and takes of a folder are taken together or not at all.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    if path.is_file() and path.suffix != ".md":
        takes = import_reviews(
            newsletter.log,
            read_reviews(path),
            content_key=newsletter.content_key,
            actor=newsletter.actor,
            skip_bad=skip_bad,
        )
        return PathImported(reviews=takes, tools=None, left_blank=0)
    folder = read_review_folder(path)
    with db.reading(newsletter.engine) as connection:
        slugs = tool_ids_by_slug(connection)
    sheets = only_known(folder.tools, "slug", slugs, "the slug of a tool (digest tools list)")
    bad = check_reviews(newsletter.log, folder.reviews).bad + sheets.bad
    if bad and not skip_bad:
        raise BadFile(sorted(bad, key=lambda problem: (problem.file, problem.line)))
    facts = import_tools(
        newsletter.log,
        sheets,
        content_key=newsletter.content_key,
        actor=newsletter.actor,
        skip_bad=skip_bad,
    )
    takes = import_reviews(
        newsletter.log,
        folder.reviews,
        content_key=newsletter.content_key,
        actor=newsletter.actor,
        skip_bad=skip_bad,
    )
    return PathImported(reviews=takes, tools=facts, left_blank=len(folder.left_blank))


def check_reviews(log: EventLog, imported: Imported[ReviewRecord]) -> Imported[ReviewRecord]:
    """Refuse takes on unknown tools, by unknown personas, and two by one persona on one tool."""
    with db.reading(log.engine) as connection:
        slugs = tool_ids_by_slug(connection)
        personas = [persona.persona for persona in load_personas(connection)]
    known = only_known(imported, "tool", slugs, "the slug of a tool (digest tools list)")
    known = only_known(known, "persona", personas, f"one of {', '.join(personas)}")
    return once_each(known, lambda record: f"{record.persona} on {record.tool}", "persona")


def import_reviews(
    log: EventLog,
    imported: Imported[ReviewRecord],
    *,
    content_key: bytes,
    actor: str,
    skip_bad: bool = False,
) -> ReviewsImported:
    """Publish new takes and replace changed ones; all of a file or nothing.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    checked = check_reviews(log, imported)
    records = accepted(checked, skip_bad=skip_bad)

    def decide(connection: Connection) -> _Decided:
        ids = tool_ids_by_slug(connection, [record.tool for record in records])
        streams = {record: f"review/{ids[record.tool]}/{record.persona}" for record in records}
        last = _last_takes(connection, list(streams.values()))
        events: list[NewEvent] = []
        expected: dict[str, int] = {}
        counts = {"published": 0, "replaced": 0, "unchanged": 0, "kept": 0}
        for record, stream in streams.items():
            before = last.get(stream)
            event = decide_review(
                record, tool_id=ids[record.tool], last=before, content_key=content_key, actor=actor
            )
            if event is None:
                older = before is not None and record.at < before.at
                counts["kept" if older else "unchanged"] += 1
                continue
            counts["published" if before is None else "replaced"] += 1
            expected[stream] = 0 if before is None else before.version
            events.append(event)
        return _Decided(events=tuple(events), expected=expected, **counts)

    decided, _ = append_decided(log, decide)
    return ReviewsImported(
        published=decided.published,
        replaced=decided.replaced,
        unchanged=decided.unchanged,
        kept=decided.kept,
        bad=checked.bad,
    )


def _last_takes(connection: Connection, streams: list[str]) -> dict[str, ReviewState]:
    states = {}
    for stream, events in stream_events(connection, streams).items():
        last = events[-1]
        if isinstance(last.data, ReviewPublished):
            states[stream] = ReviewState(
                event_id=str(last.event_id), at=last.occurred_at, review=last.data, version=last.version
            )
    return states
