"""Add a source: look first at what it gives and would launch, then keep it and take in that same answer."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.exc import IntegrityError

from digest import db
from digest.errors import DigestError, FeedRefused, FetchFailed
from digest.events import ToolLaunched
from digest.intake.decided import Shown
from digest.intake.launches import decide_launches
from digest.log.codec import canonical_time
from digest.pipeline.gather import Poll, asked_of, why_not
from digest.pipeline.ingest import Outcome, ingest
from digest.pipeline.known import load_known
from digest.sources import added
from digest.sources.deadline import parse_in_time
from digest.sources.discover import feed_of_page
from digest.sources.groups import group_of
from digest.sources.http import Fetched, Validators
from digest.sources.ledger import Held, closed_groups, held
from digest.sources.source import Source

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a source gives now: its items, the tools it would launch, how many items it would link.

    ``source`` is as asked for, but at the address of the feed where a page was named.
    """

    source: Source
    items: int
    launches: tuple[str, ...]
    linked: int
    warnings: tuple[str, ...]
    fetched: Fetched


def preview(newsletter: Newsletter, source: Source, given: Fetched | None = None) -> Preview:
    """Fetch and read a source, and decide as an ingest would; nothing is recorded.

    ``given`` is what it gave, if somebody has asked already.

    Raises:
        DigestError: its server wants to be left alone for now.
        FetchFailed: it cannot be fetched.
        FeedRefused: it is no feed, and no page that names one.
    """
    if given is None and (waits := _waits(newsletter, source)[1]):
        raise DigestError(f"{source.name}: not asked: {waits}")
    fetched = given or newsletter.fetch(source, source.url, None)
    body = fetched.body or b""
    try:
        parsed = parse_in_time(body, source)
    except FeedRefused as refusal:
        found = feed_of_page(body, source.url) if refusal.reason == "html" else None
        if found is None or found == source.url:
            raise
        return preview(newsletter, msgspec.structs.replace(source, url=found))
    with db.reading(newsletter.engine) as connection:
        known = load_known(connection, parsed.observations)
    shown = Shown(observations=parsed.observations, observed_at=newsletter.now(), body=None)
    decided = decide_launches([shown], known, content_key=newsletter.content_key)
    names = tuple(one.data.name for one in decided.events if isinstance(one.data, ToolLaunched))
    return Preview(
        source=source,
        items=len(parsed.observations),
        launches=names,
        linked=decided.counts[0].linked,
        warnings=parsed.warnings,
        fetched=fetched,
    )


def add_source(newsletter: Newsletter, seen: Preview) -> Outcome:
    """Keep a source that was looked at, and take in what it gave; its server is not asked twice.

    Raises:
        DigestError: the name is taken.
    """
    keep(newsletter, seen.source)

    def once(_source: Source, _url: str, _held: Validators | None) -> Fetched:
        return seen.fetched

    poll = Poll(source=seen.source, url=seen.source.url, asked=True)
    (outcome,) = ingest(dataclasses.replace(newsletter, fetch=once), [poll], on_outcome=lambda _: None)
    return outcome


def keep(newsletter: Newsletter, source: Source) -> None:
    """Keep a source for the runs to come.

    Raises:
        DigestError: the name is taken.
    """
    try:
        with db.writing(newsletter.engine) as connection:
            taken = {one.name for one in (*newsletter.sources, *added.added(connection))}
            if source.name in taken:
                raise DigestError(f"a source is called {source.name} already; choose another name")
            added.add(connection, source, newsletter.now())
    except IntegrityError as error:
        raise DigestError(f"a source is called {source.name} already; choose another name") from error


def remove_source(newsletter: Newsletter, name: str) -> None:
    """Ask a source no more; what it showed stays.

    Raises:
        DigestError: there is none, or it stands in digest.toml.
    """
    with db.writing(newsletter.engine) as connection:
        if added.remove(connection, name):
            return
    if any(source.name == name for source in newsletter.sources):
        raise DigestError(f"{name} stands in digest.toml; take its [[sources]] table out there")
    raise DigestError(f"no source is called {name}; see: digest sources list")


def check_source(newsletter: Newsletter, source: Source) -> tuple[bool, str]:
    """Whether a source can be read now, and what it gives or why not, in a line; nothing is recorded.

    It is asked as any poll would ask: whether there is news, and only when its server allows it.
    """
    before, waits = _waits(newsletter, source)
    if waits:
        return True, f"{source.name}: not asked: {waits}"
    try:
        fetched = newsletter.fetch(source, source.url, before.validators)
        if fetched.body is None:
            return True, f"{source.name}: nothing new since the last poll"
        seen = preview(newsletter, source, fetched)
    except (FetchFailed, FeedRefused) as error:
        return False, f"{source.name}: {error.reason}: {error.detail}"
    moved = f"; a page, whose feed is {seen.source.url}" if seen.source.url != source.url else ""
    odd = f" ({'; '.join(seen.warnings)})" if seen.warnings else ""
    return True, f"{source.name}: {seen.items} items, {len(seen.launches)} would launch{odd}{moved}"


def _waits(newsletter: Newsletter, source: Source) -> tuple[Held, str | None]:
    """What is held of a source, and why not to ask it now, though a person wants to."""
    poll = Poll(source=source, url=source.url, asked=True)
    group, now = group_of(source, source.url), newsletter.now()
    with db.reading(newsletter.engine) as connection:
        before = held(connection, [asked_of(poll)]).get(asked_of(poll), Held())
        until = closed_groups(connection, canonical_time(now)).get(group)
    return before, why_not(poll, before.plan, group=group, closed_until=until, now=now)
