"""Import votes: the operator's attestation of what readers said, the last word of each holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.errors import BadRecord
from digest.intake.imported import Imported, accepted, only_known
from digest.intake.records import VoteRecord
from digest.intake.votes import DecidedVotes, decide_votes
from digest.issue.wording import counted
from digest.log.store import EventLog
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import tool_ids_by_slug, with_tool_ids
from digest.pipeline.groups import load_groups, votes_of_readers

if TYPE_CHECKING:
    from sqlalchemy import Connection


class VotesImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of votes did.

    Recorded and not counted are ``late`` votes, which reached us after a later word of the reader, and
    those of ``discounted`` readers.
    """

    cast: int
    changed: int
    late: int
    discounted: int
    withdrawn: int
    unchanged: int
    bad: tuple[BadRecord, ...]

    def __str__(self) -> str:
        news = self.cast or self.changed or self.late or self.discounted or self.withdrawn
        if not (news or self.bad):
            return f"nothing changed: {counted(self.unchanged, 'vote')} recorded before"
        withdrawn = f", {self.withdrawn} withdrawn" if self.withdrawn else ""
        late = f", {self.late} older than the reader's vote and not counted" if self.late else ""
        discounted = f", {self.discounted} by discounted readers and not counted" if self.discounted else ""
        skipped = f", {counted(len(self.bad), 'bad record')} left out" if self.bad else ""
        cast = counted(self.cast, "vote")
        done = f"{cast} cast, {self.changed} changed{withdrawn}, {self.unchanged} unchanged"
        return f"{done}{late}{discounted}{skipped}"


def import_votes(
    log: EventLog, imported: Imported[VoteRecord], *, actor: str, skip_bad: bool = False
) -> VotesImported:
    """Cast or withdraw every vote that is not recorded yet; all of a file or nothing.

    A vote is recorded for the tool that its slug names, merged or not, so that the same file is no
    news before and after a merge.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    with db.reading(log.engine) as connection:
        slugs = tool_ids_by_slug(connection)
    checked = only_known(imported, "tool", slugs, "the slug of a tool (digest tools list)")
    records = accepted(checked, skip_bad=skip_bad)

    def decide(connection: Connection) -> DecidedVotes:
        votes = with_tool_ids(connection, records)
        groups = load_groups(connection)
        ballots = {(member, vote.voter) for vote, tool_id in votes for member in groups.members(tool_id)}
        return decide_votes(votes, groups=groups, history=votes_of_readers(connection, ballots), actor=actor)

    decided, _ = append_decided(log, decide)
    return VotesImported(
        cast=decided.cast,
        changed=decided.changed,
        late=decided.late,
        discounted=decided.discounted,
        withdrawn=decided.withdrawn,
        unchanged=decided.unchanged,
        bad=checked.bad,
    )
