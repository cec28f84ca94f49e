"""A reader votes by a link of a mail: look at the ballot, cast it, take it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select

from digest import db
from digest.delivery import recipients
from digest.errors import LinkExpired, NotSentToReader
from digest.events import Choice
from digest.intake.ballots import Ballots
from digest.intake.masking import masked_address
from digest.intake.votes import DecidedVotes, Said, decide_word
from digest.links import Vote
from digest.log.codec import parse_time
from digest.log.schema import subscriber_vault
from digest.pipeline.decide import append_decided
from digest.pipeline.groups import load_groups, votes_of_readers
from digest.pipeline.issue_stream import issue_row
from digest.projections.live import live_tables
from digest.verdict.community import CommunityVerdict, community_verdict

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.intake.groups import Groups
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
    tool_id: str
    masked_address: str
    closes_at: datetime


def ballot(newsletter: Newsletter, link: Vote) -> Ballot:
    """What the link would do; nothing is changed.

    Raises:
        NotSentToReader: the reader was not sent this issue.
    """
    with db.reading(newsletter.engine) as connection:
        return _ballot(connection, link, _asked(connection, link), newsletter.now())


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
    def decide(connection: Connection) -> DecidedVotes:
        asked = _asked(connection, link)
        # The moment of this decision: of two presses at once, the one that is decided second holds.
        now = newsletter.now()
        if now >= asked.closes_at:
            raise LinkExpired
        groups = load_groups(connection)
        said = Said(
            tool_id=asked.tool_id,
            voter=link.subscriber_id,
            choice=choice,
            at=now,
            issue=link.week,
            via="link",
        )
        history = votes_of_readers(connection, _streams(groups, said.tool_id, said.voter))
        return decide_word(said, groups=groups, history=history, actor=newsletter.actor)

    append_decided(newsletter.log, decide)
    with db.reading(newsletter.engine) as connection:
        asked = _asked(connection, link)
        after = _ballot(connection, link, asked, newsletter.now())
        return msgspec.structs.replace(after, tally=_tally(connection, asked.tool_id))


def _asked(connection: Connection, link: Vote) -> _Asked:
    """What the mail asked this reader.

    Raises:
        NotSentToReader: there was no such mail, or the reader is forgotten.
    """
    row = issue_row(connection, link.week)
    address = connection.execute(
        select(subscriber_vault.c.address).where(subscriber_vault.c.subscriber_id == link.subscriber_id)
    ).scalar_one_or_none()
    if row is None or row.issued_at is None or address is None:
        raise NotSentToReader
    if not recipients.may_have(connection, link.week, link.subscriber_id):
        raise NotSentToReader
    return _Asked(
        tool_id=row.tool_a if link.side == "left" else row.tool_b,
        masked_address=masked_address(address),
        closes_at=parse_time(row.issued_at) + OPEN_FOR,
    )


def _ballot(connection: Connection, link: Vote, asked: _Asked, now: datetime) -> Ballot:
    table = live_tables(connection)["tool"]
    tool = connection.execute(select(table).where(table.c.tool_id == asked.tool_id)).one()
    groups = load_groups(connection)
    ballots = Ballots(votes_of_readers(connection, _streams(groups, asked.tool_id, link.subscriber_id)))
    last = ballots.last_word(groups.members(asked.tool_id), link.subscriber_id)
    return Ballot(
        week=link.week,
        tool_id=asked.tool_id,
        slug=tool.slug,
        name=tool.name,
        choice=link.choice,
        current=None if last is None else last.choice,
        masked_address=asked.masked_address,
        closes_at=asked.closes_at,
        is_open=now < asked.closes_at,
    )


def _tally(connection: Connection, tool_id: str) -> CommunityVerdict:
    table = live_tables(connection)["tally"]
    root = load_groups(connection).root(tool_id)
    row = connection.execute(select(table).where(table.c.tool_id == root)).one_or_none()
    return community_verdict(0, 0) if row is None else community_verdict(row.ship, row.skip)


def _streams(groups: Groups, tool_id: str, voter: str) -> list[tuple[str, str]]:
    return [(member, voter) for member in groups.members(tool_id)]
