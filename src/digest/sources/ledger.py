"""The fetch ledger: one row for every poll of a source, only ever added to, beside the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Column, Index, Integer, Table, func, insert, select

from digest.db import String, Text, chunks, metadata
from digest.log.codec import canonical_time
from digest.sources.answer import Answer
from digest.sources.http import Validators
from digest.sources.schedule import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from sqlalchemy import Connection, Row

    from digest.sources.source import Source

#: ``status``: read, unchanged, refused or failed. ``body`` is the SHA-256 of the kept body, of an unchanged
#: one that of the poll before. ``answer`` and ``plan`` are JSON, of :class:`digest.sources.answer.Answer` and
#: :class:`digest.sources.schedule.Plan`.
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
    Column("politeness_group", String),
    Column("group_until", String(27)),
    Column("answer", Text),
    Column("plan", Text),
    Index("ix_fetch_url", "url", "id"),
    Index("ix_fetch_group", "group_until", "politeness_group"),
)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What earlier polls of a URL left: what to send along, the hash of the body held, and the plan."""

    validators: Validators | None = None
    body: str | None = None
    plan: Plan | None = None


def record(connection: Connection, polls: Sequence[dict[str, Any]]) -> None:
    """Add polls, each as :func:`polled` writes it."""
    connection.execute(insert(fetch), polls)


def polled(
    *,
    source: str,
    url: str,
    fetched_at: str,
    status: str,
    validators: Validators | None = None,
    body: str | None = None,
    size_bytes: int | None = None,
    detail: str | None = None,
    group: str | None = None,
    answer: Answer | None = None,
    plan: Plan | None = None,
) -> dict[str, Any]:
    """The row of a poll. Leave out the validators of a body that was refused: it must be asked for again."""
    until = plan.group_until if plan else None
    return {
        "source": source,
        "url": url,
        "fetched_at": fetched_at,
        "status": status,
        "etag": validators.etag if validators else None,
        "last_modified": validators.last_modified if validators else None,
        "body": body,
        "bytes": size_bytes,
        "detail": detail,
        "politeness_group": group,
        "group_until": canonical_time(until) if until else None,
        "answer": msgspec.json.encode(answer).decode() if answer else None,
        "plan": msgspec.json.encode(plan).decode() if plan else None,
    }


#: A source's name, and a URL that was asked on its behalf: two sources read one body each their own way.
Asked = tuple[str, str]


def held(connection: Connection, asked: Iterable[Asked]) -> dict[Asked, Held]:
    """What is held of each of these that was polled before."""
    wanted = set(asked)
    last = _newest(connection, wanted, ())
    bodies = _newest(connection, wanted, ("read", "unchanged", "refused"))
    found: dict[Asked, Held] = {}
    for one, poll in last.items():
        row = bodies.get(one)
        given = Validators() if row is None else Validators(etag=row.etag, last_modified=row.last_modified)
        found[one] = Held(
            validators=None if given == Validators() else given,
            body=row.body if row is not None and row.status != "refused" else None,
            plan=msgspec.json.decode(poll.plan, type=Plan) if poll.plan else None,
        )
    return found


def closed_groups(connection: Connection, now: str) -> dict[str, datetime]:
    """The politeness groups whose servers asked us to stay away, and until when."""
    until = func.max(fetch.c.group_until).label("until")
    rows = connection.execute(
        select(fetch.c.politeness_group, until)
        .where(fetch.c.group_until > now)
        .group_by(fetch.c.politeness_group)
    )
    return {row.politeness_group: datetime.fromisoformat(row.until) for row in rows}


def last_polls(connection: Connection, sources: Iterable[Source]) -> dict[str, Row[Any]]:
    """The newest poll of each source's own URL, by the source's name."""
    rows = _newest(connection, {(source.name, source.url) for source in sources}, ())
    return {name: row for (name, _url), row in rows.items()}


def kept_bodies(connection: Connection) -> Iterator[Row[Any]]:
    """Every poll whose body was read, oldest first."""
    return iter(connection.execute(select(fetch).where(fetch.c.status == "read").order_by(fetch.c.id)))


def _newest(connection: Connection, wanted: Set[Asked], statuses: tuple[str, ...]) -> dict[Asked, Row[Any]]:
    found: dict[Asked, Row[Any]] = {}
    for urls in chunks(url for _, url in wanted):
        newest = (
            select(func.max(fetch.c.id)).where(fetch.c.url.in_(urls)).group_by(fetch.c.source, fetch.c.url)
        )
        if statuses:
            newest = newest.where(fetch.c.status.in_(statuses))
        for row in connection.execute(select(fetch).where(fetch.c.id.in_(newest))):
            if (row.source, row.url) in wanted:
                found[row.source, row.url] = row
    return found
