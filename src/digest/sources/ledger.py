"""The fetch ledger: one row for every poll of a source, only ever added to, beside the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Index, Integer, Table, func, insert, select

from digest.db import String, Text, metadata
from digest.sources.http import Validators

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

#: ``status``: read, unchanged, refused or failed. ``body`` is the SHA-256 of the kept body.
fetch = Table(
    "fetch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("url", String, nullable=False),
    Column("fetched_at", String(27), nullable=False),
    Column("status", String, nullable=False),
    Column("etag", String),
    Column("last_modified", String),
    Column("body", String(64)),
    Column("bytes", Integer),
    Column("detail", Text),
    Index("ix_fetch_url", "url", "id"),
)


def record(
    connection: Connection,
    *,
    source: str,
    url: str,
    fetched_at: str,
    status: str,
    validators: Validators | None = None,
    body: str | None = None,
    size_bytes: int | None = None,
    detail: str | None = None,
) -> None:
    """Add a poll. Leave out the validators of a body that was refused: it must be asked for again."""
    connection.execute(
        insert(fetch).values(
            source=source,
            url=url,
            fetched_at=fetched_at,
            status=status,
            etag=validators.etag if validators else None,
            last_modified=validators.last_modified if validators else None,
            body=body,
            bytes=size_bytes,
            detail=detail,
        )
    )


def validators_of(connection: Connection, url: str) -> Validators | None:
    """What the server gave with the last body that could be read, verbatim (RFC 9110, 13.1)."""
    row = connection.execute(
        select(fetch)
        .where(fetch.c.url == url, fetch.c.status.in_(["read", "unchanged", "refused"]))
        .order_by(fetch.c.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None or (row.etag is None and row.last_modified is None):
        return None
    return Validators(etag=row.etag, last_modified=row.last_modified)


def last_polls(connection: Connection) -> dict[str, Row[Any]]:
    """The newest row of each source, by its name."""
    newest = select(func.max(fetch.c.id)).group_by(fetch.c.source)
    return {row.source: row for row in connection.execute(select(fetch).where(fetch.c.id.in_(newest)))}
