"""Sign up by oneself: what is asked is noted at once, and looked at later by whoever sends letters.

Whether an address is known is found out only there, so that neither the answer of the form nor its time
tells it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from digest import db
from digest.intake.subscriptions import decide_request
from digest.intake.suppression import folded
from digest.log.codec import canonical_time, parse_time
from digest.log.schema import sign_up, subscriber_vault
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.import_files import mailable_subscriber
from digest.pipeline.letters import LettersSent, queue_letter, send_letters
from digest.pipeline.subscribe import standing_of, subscriber_ids

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Row

    from digest.pipeline.newsletter import Newsletter


def request_sign_up(
    newsletter: Newsletter, address: str, *, name: str | None, consent_text: str, source: str
) -> None:
    """Note that somebody asks for the mail, with what they agreed to and where.

    Raises:
        BadFile: the address or the name cannot be one; the text says what is allowed.
    """
    record = mailable_subscriber(address, name=name, consent_text=consent_text, consent_source=source)
    with db.writing(newsletter.engine) as connection:
        connection.execute(
            insert(sign_up).values(
                request_id=newsletter.new_id(),
                address=record.email,
                name=record.name,
                requested_at=canonical_time(newsletter.now()),
                consent_source=record.consent_source,
                consent_text=record.consent_text,
            )
        )


def take_sign_ups(newsletter: Newsletter) -> int:
    """Decide what was asked for, oldest first, and queue a letter about each; how many there were.

    Who is new, or has left, is pending until they confirm. Nothing changes for who is on the list.
    """
    with db.reading(newsletter.engine) as connection:
        waiting = connection.execute(
            select(sign_up.c.request_id).order_by(sign_up.c.requested_at, sign_up.c.request_id)
        ).scalars()
        requests = list(waiting)
    for request_id in requests:
        append_decided(newsletter.log, partial(_take, newsletter, request_id))
    return len(requests)


def answer_readers(newsletter: Newsletter) -> LettersSent:
    """Take in who asked to sign up, and send every letter that is due; safe to run at any time.

    Raises:
        TransportUnavailable: nobody can be mailed now; what waits keeps waiting.
    """
    take_sign_ups(newsletter)
    return send_letters(newsletter)


def _take(newsletter: Newsletter, request_id: str, connection: Connection) -> Events:
    asked = connection.execute(select(sign_up).where(sign_up.c.request_id == request_id)).one_or_none()
    if asked is None:
        return Events(events=(), expected={})
    connection.execute(delete(sign_up).where(sign_up.c.request_id == request_id))
    at = parse_time(asked.requested_at)
    known = subscriber_ids(connection, [asked.address]).get(folded(asked.address))
    subscriber_id = known or newsletter.new_id()
    state = standing_of(connection, subscriber_id)
    requested = decide_request(subscriber_id=subscriber_id, state=state, actor=newsletter.actor, at=at)
    if state is None or state.status != "confirmed":
        _keep(connection, subscriber_id, asked, is_new=known is None)
    is_on_the_list = state is not None and state.status == "confirmed" and state.undeliverable is None
    queue_letter(connection, newsletter, subscriber_id, "known" if is_on_the_list else "confirm", at)
    version = state.version if state else 0
    return Events(events=(requested,) if requested else (), expected={f"subscriber/{subscriber_id}": version})


def _keep(connection: Connection, subscriber_id: str, asked: Row[Any], *, is_new: bool) -> None:
    """Keep who asked, and what they agreed to; the moment of the confirmation is still to come."""
    agreed = {
        "name": asked.name,
        "confirmed_at": None,
        "consent_source": asked.consent_source,
        "consent_text": asked.consent_text,
    }
    if is_new:
        who = {"subscriber_id": subscriber_id, "address": asked.address, "folded": folded(asked.address)}
        connection.execute(insert(subscriber_vault).values(**who, **agreed))
    else:
        mine = subscriber_vault.c.subscriber_id == subscriber_id
        connection.execute(update(subscriber_vault).where(mine).values(**agreed))
