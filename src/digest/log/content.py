"""Texts beside the log: looked up by the hash an event carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from digest.db import chunks, insert_missing
from digest.log.schema import content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from digest.events import Content


def store(connection: Connection, bodies: Iterable[Content]) -> None:
    """Keep texts; one already there stays as it is."""
    insert_missing(
        connection, content, [{"hash": body.hash, "salt": body.salt, "body": body.body} for body in bodies]
    )


def texts(connection: Connection, hashes: Iterable[str | None]) -> dict[str, str]:
    """The bodies that are still there; a removed text is simply absent."""
    found: dict[str, str] = {}
    for chunk in chunks(hash_ for hash_ in hashes if hash_ is not None):
        rows = connection.execute(select(content.c.hash, content.c.body).where(content.c.hash.in_(chunk)))
        found.update((row.hash, row.body) for row in rows)
    return found
