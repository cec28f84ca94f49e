"""Import reviews: takes from a file or a folder of front matter, and the facts lying beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.errors import BadFile, BadRecord
from digest.events import NewEvent
from digest.intake.imported import Imported, accepted, once_each, only_known
from digest.intake.records import ReviewRecord
from digest.intake.review_history import ReviewHistory, review_history, review_stream
from digest.intake.reviews import DecidedReviews, decide_reviews
from digest.issue.wording import counted
from digest.log.store import EventLog
from digest.log.streams import stream_events
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import load_personas, tool_ids_by_slug, with_tool_ids
from digest.pipeline.import_files import read_reviews
from digest.pipeline.import_tools import DecidedTools, ToolsImported, check_tools, decide_tools
from digest.pipeline.review_folder import read_review_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter


class ReviewsImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of reviews did. ``older`` takes were given before the one on record."""

    published: int
    replaced: int
    unchanged: int
    older: int
    bad: tuple[BadRecord, ...]

    def __str__(self) -> str:
        if not (self.published or self.replaced or self.older or self.bad):
            return f"nothing changed: {counted(self.unchanged, 'take')} as the file says"
        late = f", {self.older} older than the take on record and not counted" if self.older else ""
        skipped = f", {counted(len(self.bad), 'bad record')} left out" if self.bad else ""
        return (
            f"{counted(self.published, 'take')} published, {self.replaced} replaced,"
            f" {self.unchanged} unchanged{late}{skipped}"
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


class _Folder(msgspec.Struct, frozen=True, kw_only=True):
    tools: DecidedTools
    reviews: DecidedReviews

    @property
    def events(self) -> tuple[NewEvent, ...]:
        return self.tools.events + self.reviews.events

    @property
    def expected(self) -> dict[str, int]:
        return self.tools.expected | self.reviews.expected


def import_path(newsletter: Newsletter, path: Path, *, skip_bad: bool) -> PathImported:
    """Import a JSON Lines file, or a folder of Markdown with the facts of its tools.

    Facts and takes of a folder are taken together or not at all.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    log, content_key, actor = newsletter.log, newsletter.content_key, newsletter.actor
    if path.is_file() and path.suffix != ".md":
        takes = import_reviews(
            log, read_reviews(path), content_key=content_key, actor=actor, skip_bad=skip_bad
        )
        return PathImported(reviews=takes, tools=None, left_blank=0)
    folder = read_review_folder(path)
    with db.reading(log.engine) as connection:
        slugs = tool_ids_by_slug(connection)
    sheets = check_tools(only_known(folder.tools, "slug", slugs, "the slug of a tool (digest tools list)"))
    reviews = check_reviews(log, folder.reviews)
    bad = reviews.bad + sheets.bad
    if bad and not skip_bad:
        raise BadFile(sorted(bad, key=lambda problem: (problem.file, problem.line)))

    def decide(connection: Connection) -> _Folder:
        return _Folder(
            tools=decide_tools(
                connection, sheets.records, content_key=content_key, recorded_at=log.now(), actor=actor
            ),
            reviews=_decide(connection, reviews.records, content_key=content_key, actor=actor),
        )

    decided, _ = append_decided(log, decide)
    return PathImported(
        reviews=_outcome(decided.reviews, reviews.bad),
        tools=decided.tools.outcome(sheets.bad),
        left_blank=len(folder.left_blank),
    )


def check_reviews(log: EventLog, imported: Imported[ReviewRecord]) -> Imported[ReviewRecord]:
    """Refuse takes on unknown tools, by unknown personas, and two of one persona on one tool at once."""
    with db.reading(log.engine) as connection:
        slugs = tool_ids_by_slug(connection)
        personas = [persona.persona for persona in load_personas(connection)]
    known = only_known(imported, "tool", slugs, "the slug of a tool (digest tools list)")
    known = only_known(known, "persona", personas, f"one of {', '.join(personas)}")
    return once_each(known, lambda r: f"{r.persona} on {r.tool} at {r.at.isoformat()}", "persona")


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

    decided, _ = append_decided(
        log, lambda connection: _decide(connection, records, content_key=content_key, actor=actor)
    )
    return _outcome(decided, checked.bad)


def _outcome(decided: DecidedReviews, bad: tuple[BadRecord, ...]) -> ReviewsImported:
    return ReviewsImported(
        published=decided.published,
        replaced=decided.replaced,
        unchanged=decided.unchanged,
        older=decided.older,
        bad=bad,
    )


def _decide(
    connection: Connection, records: Sequence[ReviewRecord], *, content_key: bytes, actor: str
) -> DecidedReviews:
    """Decide checked records on the takes as this transaction sees them."""
    reviews = with_tool_ids(connection, records)
    streams = {review_stream(tool_id, record.persona) for record, tool_id in reviews}
    history = load_takes(connection, streams)
    return decide_reviews(reviews, history=history, content_key=content_key, actor=actor)


def load_takes(connection: Connection, streams: Iterable[str]) -> dict[str, ReviewHistory]:
    """What was said in these streams so far; one that nobody has written to is absent."""
    return {stream: review_history(events) for stream, events in stream_events(connection, streams).items()}
