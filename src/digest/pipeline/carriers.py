"""Where a text stands besides its own row: its copies, and the frozen issues that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest.events import IssueFrozen
from digest.log.codec import decode_data
from digest.log.content import texts
from digest.log.schema import content, event
from digest.projections.live import live_tables
from digest.sources.traces import holds, strings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy import Connection


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """A week whose issue, as it stands, carries a text; ``issue`` is that issue's content hash."""

    week: str
    state: str
    issue: str


class Carriers(msgspec.Struct, frozen=True, kw_only=True):
    """All that has to go with some texts. ``reasons`` is by content hash, the texts' own among them.

    ``parts`` are the hashes of every frozen issue's JSON and segments, ``bodies`` the texts that are
    still there and no such part.
    """

    reasons: dict[str, str]
    weeks: tuple[Affected, ...]
    parts: frozenset[str]
    bodies: tuple[str, ...]

    @property
    def moving(self) -> set[str]:
        """Weeks whose mails can be on their way."""
        return {found.week for found in self.weeks if found.state in ("approved", "delivering")}


def find_carriers(connection: Connection, given: Mapping[str, str]) -> Carriers:
    """Look for texts (content hash -> reason) wherever they were copied to.

    A copy is a text that is equal. A frozen issue carries a text if the words of it stand in one of the
    issue's own; then all of it goes, but for a segment that an issue without the text has as well.
    """
    frozen = list(_frozen_issues(connection))
    parts = {issue.issue: {issue.issue, *issue.html, *issue.text} for issue in frozen}
    all_parts = frozenset[str]().union(*parts.values())
    # A part of an issue is looked for nowhere else: its footer would be found in every other one.
    bodies = texts(connection, given.keys() - all_parts)
    reasons = dict(given)
    for hash_, body in bodies.items():
        for copy in connection.execute(select(content.c.hash).where(content.c.body == body)).scalars():
            reasons.setdefault(copy, f"{given[hash_]} (a copy of {hash_})")
    carried = {}
    for issue in frozen:
        why = next((hash_ for hash_ in given if hash_ in parts[issue.issue]), None)
        why = why or _carried(connection, issue.issue, bodies)
        if why is not None:
            carried[issue.issue] = f"{given[why]} (issue {issue.week} carried {why})"
    kept = set[str]().union(*(parts[issue] for issue in parts.keys() - carried.keys()))
    for issue_hash, reason in carried.items():
        for part in sorted(parts[issue_hash] - kept):
            reasons.setdefault(part, reason)
    return Carriers(
        reasons=reasons,
        weeks=_affected(connection, carried),
        parts=all_parts,
        bodies=tuple(bodies.values()),
    )


def find_holding(connection: Connection, bodies: Collection[str], *, besides: Collection[str]) -> list[str]:
    """Hashes of the other texts that have one of these in them."""
    if not bodies:
        return []
    return sorted(
        row.hash
        for row in connection.execute(select(content.c.hash, content.c.body))
        if row.hash not in besides and any(holds(row.body, body) for body in bodies)
    )


def find_taglines(connection: Connection, bodies: Collection[str]) -> list[str]:
    """Slugs of the tools whose tagline repeats words of these texts, as a feed's first lines do.

    A tagline is a fact of the log and cannot be removed from it; only another one can be given.
    """
    table = live_tables(connection)["tool"]
    rows = connection.execute(select(table.c.slug, table.c.tagline).where(table.c.tagline.is_not(None)))
    return sorted(row.slug for row in rows if any(holds(body, row.tagline) for body in bodies))


def _frozen_issues(connection: Connection) -> Iterator[IssueFrozen]:
    """Every issue that was ever frozen, those sent back among them."""
    for row in connection.execute(select(event).where(event.c.type == IssueFrozen.__name__)):
        data = decode_data(row.type, row.schema_version, row.payload)
        if isinstance(data, IssueFrozen):
            yield data


def _carried(connection: Connection, issue: str, bodies: Mapping[str, str]) -> str | None:
    """The hash of one of the texts that an issue carries.

    The issue's JSON decides: it has every text in full, where the mail may show an excerpt.
    """
    stored = texts(connection, [issue]).get(issue)
    if stored is None or not bodies:
        return None
    said = list(strings(msgspec.json.decode(stored)))
    return next((hash_ for hash_, body in bodies.items() if any(holds(line, body) for line in said)), None)


def _affected(connection: Connection, issues: Collection[str]) -> tuple[Affected, ...]:
    table = live_tables(connection)["issue"]
    rows = connection.execute(select(table.c.week, table.c.state, table.c.issue))
    found = [Affected(week=row.week, state=row.state, issue=row.issue) for row in rows if row.issue in issues]
    return tuple(sorted(found, key=lambda affected: affected.week))
