"""A reader votes by a link of a mail: look at the ballot, cast it, take it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from digest import db
from digest.errors import LinkExpired, NotSentToReader
from digest.events import Choice, Recorded
from digest.intake.ballots import Ballots
from digest.intake.groups import Groups
from digest.intake.masking import masked_address
from digest.intake.votes import DecidedVotes, Said, decide_word
from digest.links import Vote
from digest.log.codec import parse_time
from digest.pipeline.decide import append_decided
from digest.pipeline.groups import load_groups, votes_of_readers
from digest.projections.live import live_tables
from digest.verdict.community import CommunityVerdict, community_verdict

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter

#: How long after its issue was issued a link can vote.
OPEN_FOR = timedelta(days=60)


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """One reader's vote on one tool of an issue, as a page shows it.

    ``choice`` is the link's. ``current`` is what the reader said last, whether or not it counts; null
    for nothing, or if it was taken back. ``tally`` is what all readers say now, null before this one
    has acted. Nothing is accepted from ``closes_at`` on.
    """

    week: str
    tool_id: str
    slug: str
    name: str
    choice: Choice
    current: Choice | None
    masked_address: str
    closes_at: datetime
    is_open: bool
    tally: CommunityVerdict | None = None


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the mail asked this reader, and what they said before, if anything counts as that."""

    tool_id: str
    slug: str
    name: str
    masked_address: str
    closes_at: datetime
    groups: Groups
    history: list[Recorded]

    def current(self, voter: str) -> Choice | None:
        last = Ballots(self.history).last_word(self.groups.members(self.tool_id), voter)
        return None if last is None else last.choice


# The reader's row of the issue, with the address, and the tool that the link is about.
_MAILED = """
SELECT issue.tool_a, issue.tool_b, issue.issued_at, reader.address
FROM outbox mail
JOIN subscriber_vault reader ON reader.subscriber_id = mail.subscriber_id
JOIN "ISSUES" issue ON issue.week = mail.issue
WHERE mail.issue = {} AND mail.subscriber_id = {} AND mail.state IN ('accepted', 'uncertain')
"""
_TOOL = 'SELECT slug, name FROM "TOOLS" WHERE tool_id = {}'
_TALLY = 'SELECT ship, skip FROM "TALLIES" WHERE tool_id = {}'


def ballot(newsletter: Newsletter, link: Vote) -> Ballot:
    """What the link would do; nothing is changed.

    Raises:
        NotSentToReader: the reader was not sent this issue.
    """
    with db.reading(newsletter.engine) as connection:
        asked = _asked(connection, link)
    return _ballot(link, asked, asked.current(link.subscriber_id), newsletter.now())


def cast_vote(newsletter: Newsletter, link: Vote) -> Ballot:
    """Cast the reader's vote, or change it; one that says what the reader said last changes nothing.

    Raises:
        NotSentToReader: the reader was not sent this issue.
        LinkExpired: the issue is too old to be voted on.
    """
    return _say(newsletter, link, link.choice)


def withdraw_vote(newsletter: Newsletter, link: Vote) -> Ballot:
    """Take back what the reader said of the tool, whichever choice the link has.

    Raises:
        NotSentToReader: the reader was not sent this issue.
        LinkExpired: the issue is too old to be voted on.
    """
    return _say(newsletter, link, "withdrawn")


def _say(newsletter: Newsletter, link: Vote, choice: Choice | Literal["withdrawn"]) -> Ballot:
    latest: list[_Asked] = []

    def decide(connection: Connection) -> DecidedVotes:
        asked = _asked(connection, link)
        latest[:] = [asked]
        # The moment of this decision: of two presses at once, the one that is decided second holds.
        now = newsletter.now()
        if now >= asked.closes_at:
            raise LinkExpired
        said = Said(
            tool_id=asked.tool_id,
            voter=link.subscriber_id,
            choice=choice,
            at=now,
            issue=link.week,
            via="link",
        )
        return decide_word(said, groups=asked.groups, history=asked.history, actor=newsletter.actor)

    append_decided(newsletter.log, decide)
    (asked,) = latest
    shown = _ballot(link, asked, None if choice == "withdrawn" else choice, newsletter.now())
    with db.reading(newsletter.engine) as connection:
        return msgspec.structs.replace(shown, tally=_tally(connection, asked))


def _asked(connection: Connection, link: Vote) -> _Asked:
    """Look up what the mail asked.

    Raises:
        NotSentToReader: there was no such mail, or the reader is forgotten.
    """
    tables, reader = live_tables(connection), link.subscriber_id
    mailed = db.rows_of(connection, _MAILED.replace("ISSUES", tables["issue"].name), (link.week, reader))
    if not mailed or mailed[0][2] is None:
        raise NotSentToReader
    ((left, right, issued_at, address),) = mailed
    tool_id = left if link.side == "left" else right
    ((slug, name),) = db.rows_of(connection, _TOOL.replace("TOOLS", tables["tool"].name), (tool_id,))
    groups = load_groups(connection)
    return _Asked(
        tool_id=tool_id,
        slug=slug,
        name=name,
        masked_address=masked_address(address),
        closes_at=parse_time(issued_at) + OPEN_FOR,
        groups=groups,
        history=votes_of_readers(connection, [(member, reader) for member in groups.members(tool_id)]),
    )


def _ballot(link: Vote, asked: _Asked, current: Choice | None, now: datetime) -> Ballot:
    return Ballot(
        week=link.week,
        tool_id=asked.tool_id,
        slug=asked.slug,
        name=asked.name,
        choice=link.choice,
        current=current,
        masked_address=asked.masked_address,
        closes_at=asked.closes_at,
        is_open=now < asked.closes_at,
    )


def _tally(connection: Connection, asked: _Asked) -> CommunityVerdict:
    tallies = live_tables(connection)["tally"].name
    root = asked.groups.root(asked.tool_id)
    rows = db.rows_of(connection, _TALLY.replace("TALLIES", tallies), (root,))
    return community_verdict(*rows[0]) if rows else community_verdict(0, 0)
