"""Re-create a log from an export of it: the same events, appends, positions and hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import db
from digest.errors import BadRecord, DigestError
from digest.log.chain import BrokenAppend, Fault
from digest.log.cloudevents import ATTRIBUTES, bad_line, from_line
from digest.log.recreate import recreate
from digest.pipeline.project import project

if TYPE_CHECKING:
    from pathlib import Path

    from digest.log.chain import OnProgress
    from digest.log.store import EventLog, Head

#: What would have been taken instead, by the column that does not fit.
_FITTING = {
    "position": "the number of its line",
    "event_id": "an id that no line before it has",
    "version": "the number of the event in its stream",
    "event_hash": "the hash of this line's event, which was changed",
    "chain_hash": "the chain hash of the events it was appended with",
}


def import_log(log: EventLog, path: Path, *, on_progress: OnProgress) -> Head:
    """Take an export into an empty log, all of it or nothing, and build the read models.

    Line N holds position N. Every line is checked against its hashes and the lines before it; a file
    that was cut between two appends is a whole log, only shorter. Events are not decoded: those of a
    newer release go in, and stop the read models.

    Raises:
        BadRecord: a line does not fit; nothing was taken.
        DigestError: the log is not empty, or the file is.
        PoisonEvent: the log is in, and this release cannot fold one of its events.
    """
    name = str(path)
    with path.open("rb") as lines, db.writing(log.engine) as connection:
        rows = (from_line(name, number, line) for number, line in enumerate(lines, start=1))
        head = recreate(
            connection, rows, refuse=lambda fault, place: _bad(name, fault, place), on_progress=on_progress
        )
        if not head.position:
            raise DigestError(f"{name} holds no event; name a file that digest log export wrote")
    project(log)
    return head


def _bad(name: str, fault: Fault, place: int) -> BadRecord:
    allowed = _FITTING[fault.column]
    if isinstance(fault, BrokenAppend):
        allowed += f", which are not just those of lines {place} to {fault.end}: was the file cut?"
    return bad_line(name, place, ATTRIBUTES[fault.column], fault.value, allowed)
