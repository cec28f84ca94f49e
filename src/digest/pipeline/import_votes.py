"""Import votes: the operator's attestation of what readers said, each reader's latest counting."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from digest import db
from digest.errors import BadRecord
from digest.events import VoteCast
from digest.intake.imported import Imported, accepted, only_known
from digest.intake.records import VoteRecord
from digest.intake.votes import DecidedVotes, VoteState, decide_votes, vote_id, vote_stream
from digest.issue.wording import counted
from digest.log.store import EventLog, known_ids, stream_events
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import tool_ids_by_slug, with_tool_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class VotesImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of votes did. ``late`` votes reached us after a later one and do not count."""

    cast: int
    changed: int
    late: int
    unchanged: int
    bad: tuple[BadRecord, ...]

    def __str__(self) -> str:
        if not (self.cast or self.changed or self.late or self.bad):
            return f"nothing changed: {counted(self.unchanged, 'vote')} recorded before"
        late = f", {self.late} older than the reader's vote and not counted" if self.late else ""
        skipped = f", {counted(len(self.bad), 'bad record')} left out" if self.bad else ""
        cast = counted(self.cast, "vote")
        return f"{cast} cast, {self.changed} changed, {self.unchanged} unchanged{late}{skipped}"


def import_votes(
    log: EventLog, imported: Imported[VoteRecord], *, actor: str, skip_bad: bool = False
) -> VotesImported:
    """Cast every vote that is not recorded yet; all of a file or nothing.

    Raises:
        BadFile: records are bad and ``skip_bad`` is off; nothing was taken.
    """
    with db.reading(log.engine) as connection:
        slugs = tool_ids_by_slug(connection)
    checked = only_known(imported, "tool", slugs, "the slug of a tool (digest tools list)")
    records = accepted(checked, skip_bad=skip_bad)

    def decide(connection: Connection) -> DecidedVotes:
        votes = with_tool_ids(connection, records)
        known = known_ids(connection, [str(vote_id(*vote)) for vote in votes])
        return decide_votes(
            votes,
            current=_current(connection, votes),
            known_ids={UUID(identity) for identity in known},
            actor=actor,
        )

    decided, new = append_decided(log, decide)
    cast = [event.data for event in decided.events if isinstance(event.data, VoteCast)]
    return VotesImported(
        cast=sum(vote.counts and vote.previous is None for vote in cast),
        changed=sum(vote.previous is not None for vote in cast),
        late=sum(not vote.counts for vote in cast),
        unchanged=len(records) - new,
        bad=checked.bad,
    )


def _current(
    connection: Connection, votes: Sequence[tuple[VoteRecord, str]]
) -> dict[tuple[str, str], VoteState]:
    """Each reader's vote that counts now, read from the streams themselves."""
    streams = stream_events(connection, {vote_stream(tool_id, record.voter) for record, tool_id in votes})
    current: dict[tuple[str, str], VoteState] = {}
    for events in streams.values():
        for event in events:
            vote = event.data
            if isinstance(vote, VoteCast):
                ballot = (vote.tool_id, vote.voter)
                if vote.counts:
                    current[ballot] = VoteState(
                        choice=vote.choice, at=event.occurred_at, version=event.version
                    )
                else:
                    current[ballot] = msgspec.structs.replace(current[ballot], version=event.version)
    return current
