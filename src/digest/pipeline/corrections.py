"""Put right what a sent issue said: its page shows both, and the issue stays as it was sent."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest.email.plain import plain
from digest.errors import DigestError
from digest.events import CorrectionIssued, seal
from digest.intake.fields import line_of_text
from digest.issue.model import Corrected
from digest.log import codec
from digest.log.codec import parse_time
from digest.log.content import removals, texts
from digest.log.schema import event
from digest.log.streams import stream_events, stream_versions
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.issue_stream import SENT, issue_event, issue_row, require_frozen

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter

_HALF = line_of_text(500)
#: A correction is read in passing.
MOST_WORDS = 40


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What was put right, and when; ``text`` says so if it was removed."""

    at: datetime
    text: str


def correct(newsletter: Newsletter, week: str, *, said: str, true: str) -> str:
    """Record that the week's issue said one thing where another is so; returns the sentence readers get.

    Raises:
        DigestError: the issue was not sent, it was corrected so before, or the words cannot be kept, or are
            too many.
    """
    halves = [_HALF.read(half) for half in (said, true)]
    if None in halves:
        raise DigestError(f"say what it said and what is so; allowed for each: {_HALF.allowed}")
    told, so = (str(half).rstrip(".") for half in halves)
    sentence = f"We said {told}; it is {so}."
    words = len(sentence.split())
    if words > MOST_WORDS:
        raise DigestError(f"a correction has at most {MOST_WORDS} words, and this one {words}: {sentence}")

    def decide(connection: Connection) -> Events:
        row = require_frozen(connection, week)
        if row.state not in SENT:
            raise DigestError(
                f"issue {week} is {row.state}, so nobody has read it."
                f" Send it back and freeze it anew: digest issue reject {week}"
            )
        if sentence in {one.text for one in corrections_of(connection, week)}:
            raise DigestError(f"issue {week} was corrected so before: {sentence}")
        stream = f"issue/{week}"
        version = stream_versions(connection, [stream])[stream]
        text = seal(newsletter.content_key, f"{stream}/{version}/correction", sentence)
        issued = issue_event(
            week,
            version,
            CorrectionIssued(week=week, issue=row.issue, text=text.hash),
            occurred_at=newsletter.now(),
            actor=newsletter.actor,
            contents=(text,),
        )
        return Events(events=(issued,), expected={stream: version})

    append_decided(newsletter.log, decide)
    return sentence


def corrections_between(
    connection: Connection, *, after: int, up_to: int, zone: tzinfo
) -> tuple[Corrected, ...]:
    """What was put right at positions after ``after`` and up to ``up_to``, without what was removed."""
    rows = connection.execute(
        select(event)
        .where(event.c.position > after, event.c.position <= up_to, event.c.type == CorrectionIssued.__name__)
        .order_by(event.c.position)
    )
    issued = [data for row in rows if isinstance(data := codec.decode(row).data, CorrectionIssued)]
    bodies = texts(connection, {data.text for data in issued})
    found = []
    for data in issued:
        row = issue_row(connection, data.week)
        if row is not None and data.text in bodies:
            issued_on = parse_time(row.issued_at).astimezone(zone).date()
            said = plain(bodies[data.text])
            found.append(Corrected(week=data.week, number=row.number, issued_on=issued_on, text=said))
    return tuple(found)


def corrections_of(connection: Connection, week: str) -> tuple[Correction, ...]:
    """What was put right of the week's issue, the latest first."""
    stream = f"issue/{week}"
    issued = {
        item.data.text: item.occurred_at
        for item in stream_events(connection, [stream]).get(stream, ())
        if isinstance(item.data, CorrectionIssued)
    }
    bodies, removed = texts(connection, issued), removals(connection, issued)
    return tuple(
        Correction(at=at, text=plain(bodies[hash_]) if hash_ in bodies else str(removed[hash_]))
        for hash_, at in reversed(issued.items())
    )
