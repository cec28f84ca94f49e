"""Find tools and issues by words: in names, taglines and takes, and in titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import db
from digest.email.plain import plain_values
from digest.log.schema import content
from digest.pipeline.groups import load_groups
from digest.pipeline.published import Listed, list_published
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from digest.pipeline.newsletter import Newsletter

#: Tools that one search names; who finds that many has asked for too little.
MOST = 50


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A tool that has the words."""

    slug: str
    name: str
    tagline: str | None


class Hits(msgspec.Struct, frozen=True, kw_only=True):
    """What was found; ``tools`` by name, at most :data:`MOST`."""

    tools: tuple[Hit, ...]
    issues: tuple[Listed, ...]


def search(newsletter: Newsletter, words: str) -> Hits:
    """Every word has to stand somewhere in a tool's texts, or in an issue's title, in any letter case."""
    wanted = words.split()
    with db.reading(newsletter.engine) as connection:
        tables = live_tables(connection)
        tool, take = tables["tool"], tables["take"]
        root = load_groups(connection).root

        def has(word: str) -> ColumnElement[bool]:
            said = (
                select(take.c.tool_id)
                .join(content, content.c.hash == take.c.take)
                .where(content.c.body.icontains(word, autoescape=True))
            )
            return (
                tool.c.name.icontains(word, autoescape=True)
                | tool.c.tagline.icontains(word, autoescape=True)
                | tool.c.tool_id.in_(said)
            )

        query = select(tool).where(tool.c.active, *map(has, wanted)).order_by(tool.c.name, tool.c.slug)
        rows = [row for row in connection.execute(query.limit(MOST)) if root(row.tool_id) == row.tool_id]
    return Hits(
        tools=tuple(plain_values(Hit(slug=row.slug, name=row.name, tagline=row.tagline)) for row in rows),
        issues=tuple(
            issue
            for issue in list_published(newsletter)
            if all(word.casefold() in issue.title.casefold() for word in wanted)
        ),
    )
