"""Texts beside the log: looked up by the hash an event carries, removed for good when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, select

from digest.db import chunks, insert_missing, rows_among
from digest.events import ContentRedacted
from digest.issue.wording import day_in_words
from digest.log.codec import decode_data, parse_time
from digest.log.schema import content

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from digest.events import Content


_STREAMS = "SELECT type, schema_version, occurred_at, payload FROM event WHERE stream {among}"


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """When a text was removed, and why. As text: ``removed on 24 November 2026`` (UTC)."""

    at: datetime
    reason: str

    def __str__(self) -> str:
        return f"removed on {day_in_words(self.at.date())}"


def content_stream(hash_: str) -> str:
    """Name the stream that says what became of a text."""
    return f"content/{hash_}"


def store(connection: Connection, bodies: Iterable[Content]) -> None:
    """Keep texts; one already there stays as it is, and one that was removed stays away."""
    rows = {body.hash: {"hash": body.hash, "salt": body.salt, "body": body.body} for body in bodies}
    if rows:
        gone = removals(connection, rows)
        insert_missing(connection, content, [row for hash_, row in rows.items() if hash_ not in gone])


def texts(connection: Connection, hashes: Iterable[str | None]) -> dict[str, str]:
    """The bodies that are still there; a removed text is simply absent."""
    found: dict[str, str] = {}
    for chunk in chunks(hash_ for hash_ in hashes if hash_ is not None):
        rows = connection.execute(select(content.c.hash, content.c.body).where(content.c.hash.in_(chunk)))
        found.update((row.hash, row.body) for row in rows)
    return found


def removals(connection: Connection, hashes: Iterable[str | None]) -> dict[str, Removal]:
    """Which of these texts were removed, by what the log says."""
    streams = {content_stream(hash_) for hash_ in hashes if hash_ is not None}
    found: dict[str, Removal] = {}
    for type_, schema_version, occurred_at, payload in rows_among(connection, _STREAMS, streams):
        data = decode_data(type_, schema_version, payload)
        if isinstance(data, ContentRedacted):
            found[data.hash] = Removal(at=parse_time(occurred_at), reason=data.reason)
    return found


def remove(connection: Connection, hashes: Iterable[str]) -> None:
    """Delete texts. The caller appends ContentRedacted for each in the same transaction."""
    for chunk in chunks(hashes):
        connection.execute(delete(content).where(content.c.hash.in_(chunk)))
