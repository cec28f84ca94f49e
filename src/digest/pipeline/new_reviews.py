"""Write the files an editor fills in for a tool: a take per persona, and the tool's own facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import db
from digest.intake.key_links import link_of
from digest.pipeline.facts import find_tools, load_personas
from digest.pipeline.groups import load_groups
from digest.pipeline.review_folder import ToolSheet, write_review_folder
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from digest.issue.facts import ToolFacts
    from digest.pipeline.newsletter import Newsletter


class NewReviews(msgspec.Struct, frozen=True, kw_only=True):
    """The folder of one tool; ``kept`` files were there already and stay as they are."""

    path: Path
    written: tuple[Path, ...]
    kept: tuple[Path, ...]

    @property
    def kept_note(self) -> str:
        """Said after the count, if there is anything to say."""
        return f", {len(self.kept)} kept as they are" if self.kept else ""


def new_reviews(newsletter: Newsletter, slugs: Sequence[str], folder: Path) -> tuple[NewReviews, ...]:
    """Write a folder per tool below ``folder``, with its sources linked; overwrite nothing.

    Raises:
        DigestError: a slug is nobody's; nothing was written.
    """
    with db.reading(newsletter.engine) as connection:
        tools = find_tools(connection, slugs)
        personas = load_personas(connection)
        links = {tool.tool_id: source_links(connection, tool) for tool in tools}
    made = []
    for tool in tools:
        files = write_review_folder(
            folder,
            _sheet(tool),
            personas=personas,
            sources=links[tool.tool_id],
            today=newsletter.now().astimezone(newsletter.zone).date(),
        )
        made.append(NewReviews(path=folder / tool.slug, written=files.written, kept=files.kept))
    return tuple(made)


def source_links(connection: Connection, tool: ToolFacts) -> tuple[str, ...]:
    """Addresses where the tool can be read about: its home page and what its keys lead to."""
    keys = live_tables(connection)["tool_key"]
    members = load_groups(connection).members(tool.tool_id)
    found = connection.execute(select(keys.c.key).where(keys.c.tool_id.in_(members))).scalars()
    candidates = (tool.homepage, *(link_of(key) for key in sorted(found)), tool.pricing_source)
    return tuple(dict.fromkeys(link for link in candidates if link))


def _sheet(tool: ToolFacts) -> ToolSheet:
    return ToolSheet(
        slug=tool.slug,
        name=tool.name,
        tagline=tool.tagline,
        category=tool.category,
        job_tags=tool.job_tags,
        best_for=tool.best_for,
        homepage=tool.homepage,
        pricing=tool.pricing_raw,
        pricing_source=tool.pricing_source,
        pricing_checked_at=tool.pricing_checked_at,
    )
