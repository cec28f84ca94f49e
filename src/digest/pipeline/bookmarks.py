"""Tools that readers saved for later: kept beside the log, and gone with the reader."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, select

from digest import db
from digest.db import insert_missing
from digest.delivery import recipients
from digest.errors import NotSentToReader
from digest.log.codec import canonical_time, parse_time
from digest.log.schema import bookmark, subscriber_vault
from digest.pipeline.groups import load_groups
from digest.pipeline.issue_stream import issue_row
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.links import Bookmark
    from digest.pipeline.newsletter import Newsletter


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A tool as a list of bookmarks shows it."""

    tool_id: str
    slug: str
    name: str
    tagline: str | None
    saved_at: datetime


def offered(newsletter: Newsletter, link: Bookmark) -> str:
    """The name of the tool that the link would save; nothing is changed.

    Raises:
        NotSentToReader: the reader was not sent this issue, or is forgotten.
    """
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["tool"]
        name = select(table.c.name).where(table.c.tool_id == _tool_id(connection, link))
        return str(connection.execute(name).scalar_one())


def save_bookmark(newsletter: Newsletter, link: Bookmark) -> list[Saved]:
    """Save the tool, if it is not saved yet; returns all that the reader has saved.

    Raises:
        NotSentToReader: the reader was not sent this issue, or is forgotten.
    """
    with db.writing(newsletter.engine) as connection:
        row = {
            "subscriber_id": link.subscriber_id,
            "tool_id": _tool_id(connection, link),
            "saved_at": canonical_time(newsletter.now()),
        }
        insert_missing(connection, bookmark, [row])
    return bookmarks_of(newsletter, link.subscriber_id)


def remove_bookmark(newsletter: Newsletter, subscriber_id: str, tool_id: str) -> bool:
    """Take a tool off the reader's list; false if it is not on it."""
    with db.writing(newsletter.engine) as connection:
        mine = (bookmark.c.subscriber_id == subscriber_id, bookmark.c.tool_id == tool_id)
        return connection.execute(delete(bookmark).where(*mine)).rowcount > 0


def bookmarks_of(newsletter: Newsletter, subscriber_id: str) -> list[Saved]:
    """What a reader saved, the newest first."""
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["tool"]
        rows = connection.execute(
            select(bookmark.c.tool_id, bookmark.c.saved_at, table.c.slug, table.c.name, table.c.tagline)
            .join(table, table.c.tool_id == bookmark.c.tool_id)
            .where(bookmark.c.subscriber_id == subscriber_id)
            .order_by(bookmark.c.saved_at.desc(), table.c.slug)
        ).all()
    return [
        Saved(
            tool_id=row.tool_id,
            slug=row.slug,
            name=row.name,
            tagline=row.tagline,
            saved_at=parse_time(row.saved_at),
        )
        for row in rows
    ]


def _tool_id(connection: Connection, link: Bookmark) -> str:
    """The tool that stands on that side of the issue, or the one it was merged into since."""
    row = issue_row(connection, link.week)
    known = connection.execute(
        select(subscriber_vault.c.subscriber_id).where(subscriber_vault.c.subscriber_id == link.subscriber_id)
    ).one_or_none()
    if row is None or known is None or not recipients.may_have(connection, link.week, link.subscriber_id):
        raise NotSentToReader
    return load_groups(connection).root(row.tool_a if link.side == "left" else row.tool_b)
