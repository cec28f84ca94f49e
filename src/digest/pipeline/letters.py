"""Write to readers about their subscription: queued with the decision, sent apart from it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import db
from digest.delivery import letters
from digest.delivery.headers import wire_address
from digest.delivery.letters import Due, Kind
from digest.delivery.note import Note, encode_note
from digest.delivery.transport import Envelope
from digest.email.letter import About, write_letter
from digest.errors import MessageDeferred, MessageRejected, MessageUncertain, TransportUnavailable
from digest.intake.suppression import address_hash
from digest.issue.wording import counted
from digest.links import Preferences, Unsubscribe, confirmation, message_id, sign
from digest.log.schema import subscriber_vault
from digest.pipeline.deliver import require_settings
from digest.pipeline.pause import pause_of

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Row

    from digest.pipeline.newsletter import Newsletter

#: How long a link to confirm an address is good for.
VALID_FOR = timedelta(days=7)
#: Letters that anybody can cause by typing an address, and how many of them go to it within a day.
CAUSED_BY_ANYBODY: tuple[Kind, ...] = ("confirm", "known", "address")
MOST_A_DAY = 3


class LettersSent(msgspec.Struct, frozen=True, kw_only=True):
    """How many letters have left, and how many ended otherwise."""

    sent: int
    failed: int

    def __bool__(self) -> bool:
        return bool(self.sent or self.failed)

    def __str__(self) -> str:
        failed = f", {self.failed} not" if self.failed else ""
        return f"{counted(self.sent, 'letter')} sent{failed}"


def queue_letter(
    connection: Connection, newsletter: Newsletter, subscriber_id: str, kind: Kind, at: datetime
) -> None:
    """Let a letter wait for :func:`send_letters`, in the transaction of what it tells of.

    One that anybody can cause is left out, in silence, once the address had its share for the day.
    """
    if kind in CAUSED_BY_ANYBODY:
        since = at - timedelta(days=1)
        if letters.written_since(connection, subscriber_id, CAUSED_BY_ANYBODY, since) >= MOST_A_DAY:
            return
    letter_id = newsletter.new_id()
    ring = newsletter.ring
    identity = message_id(
        ring.keys[ring.current], letter_id, subscriber_id, newsletter.sender.address.rpartition("@")[2]
    )
    due = Due(letter_id=letter_id, subscriber_id=subscriber_id, kind=kind, created_at=at, message_id=identity)
    letters.queue(connection, due)


def send_letters(newsletter: Newsletter) -> LettersSent:
    """Send what waits; nothing while another process does, or while every delivery is paused.

    A letter that was on its way when its worker died is sent again only if the transport is sure.

    Raises:
        TransportUnavailable: nobody can be mailed now; what waits keeps waiting.
        DigestError: mail may not go out in this sender's name.
    """
    ends = {"accepted": 0, "other": 0}
    with db.exclusive(newsletter.engine, "letters") as had:
        if not had:
            return LettersSent(sent=0, failed=0)
        with db.writing(newsletter.engine) as connection:
            letters.recover(connection, newsletter.transport)
        try:
            while True:
                while not newsletter.pace.room(1):
                    newsletter.pace.wait()
                with db.writing(newsletter.engine) as connection:
                    claimed = None if pause_of(connection, None) else _claim_next(connection, newsletter)
                if claimed is None:
                    return LettersSent(sent=ends["accepted"], failed=ends["other"])
                newsletter.pace.spend(1)
                ends["accepted" if _send(newsletter, *claimed) else "other"] += 1
        finally:
            newsletter.transport.close()


def _claim_next(connection: Connection, newsletter: Newsletter) -> tuple[Due, Envelope] | None:
    while (due := letters.next_due(connection, newsletter.now())) is not None:
        require_settings(newsletter)
        row = connection.execute(
            select(subscriber_vault).where(subscriber_vault.c.subscriber_id == due.subscriber_id)
        ).one_or_none()
        note = None if row is None else _note(newsletter, due, row)
        if note is None:
            letters.settle(connection, due.letter_id, "skipped", detail="no address to mail to")
            continue
        data = encode_note(note)
        digest = hashlib.sha256(data).hexdigest()
        letters.claim(connection, due.letter_id, sha256=digest, at=newsletter.now())
        return due, Envelope(message_id=due.message_id, recipient=note.to_address, data=data)
    return None


def _mailable(address: str) -> str | None:
    """The address as it stands in a header; null if it cannot.

    Suppression is not asked: a letter answers somebody, and its link is how they come off it.
    """
    try:
        return wire_address(address)
    except ValueError:
        return None


def _note(newsletter: Newsletter, due: Due, row: Row[Any]) -> Note | None:
    """The letter, a function of its row and the reader's: the same at every try; null if it must not go."""
    address = row.pending_address if due.kind == "address" else row.address
    wire = None if address is None else _mailable(address)
    if wire is None:
        return None
    sender, ring, reader = newsletter.sender, newsletter.ring, due.subscriber_id
    key = address_hash(newsletter.content_key, address)
    confirm = confirmation(reader, key, due.created_at, VALID_FOR)
    written = write_letter(
        due.kind,
        About(
            brand=newsletter.brand.name,
            postal_address=newsletter.brand.postal_address,
            asked_at=due.created_at,
            days=VALID_FOR.days,
            link=f"{sender.public_url}/c/{sign(ring, confirm)}",
            preferences=f"{sender.public_url}/p/{sign(ring, Preferences(subscriber_id=reader))}",
            unsubscribe=f"{sender.public_url}/u/{sign(ring, Unsubscribe(subscriber_id=reader))}",
            sign_up=f"{sender.public_url}/sign-up",
        ),
        newsletter.templates,
        language=newsletter.brand.language,
    )
    return Note(
        from_name=sender.name,
        from_address=sender.address,
        to_name=row.name,
        to_address=wire,
        subject=written.subject,
        list_id=sender.list_id,
        message_id=due.message_id,
        sent_at=due.created_at,
        text=written.text,
        html=written.html,
    )


def _send(newsletter: Newsletter, due: Due, envelope: Envelope) -> bool:
    """Send one claimed letter and settle it; whether it was taken."""
    try:
        detail = newsletter.transport.send(envelope).detail
    except TransportUnavailable:
        with db.writing(newsletter.engine) as connection:
            letters.release(connection, due.letter_id)
        raise
    except MessageDeferred as deferred:
        with db.writing(newsletter.engine) as connection:
            letters.defer(connection, due.letter_id, detail=deferred.reason, at=newsletter.now())
        return False
    except MessageRejected as rejected:
        with db.writing(newsletter.engine) as connection:
            letters.settle(connection, due.letter_id, "rejected", detail=rejected.reason)
        return False
    except MessageUncertain as uncertain:
        with db.writing(newsletter.engine) as connection:
            letters.settle(connection, due.letter_id, "uncertain", detail=uncertain.reason)
        return False
    with db.writing(newsletter.engine) as connection:
        letters.settle(connection, due.letter_id, "accepted", detail=detail)
    return True
