"""How a reader wants the mail: how often, in which form, whether at all for now, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from digest.errors import BadToken
from digest.events import NewEvent
from digest.intake.subscriptions import decide_preferences
from digest.log.schema import subscriber_vault
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.import_files import mailable_subscriber
from digest.pipeline.letters import queue_letter
from digest.pipeline.subscribe import standing_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.intake.standing import Preferences
    from digest.pipeline.newsletter import Newsletter


def change_preferences(newsletter: Newsletter, subscriber_id: str, wanted: Preferences) -> bool:
    """Send the mail as the reader wants it from now on; false if it is so already.

    Raises:
        BadToken: the reader is forgotten.
    """
    new: list[NewEvent] = []

    def decide(connection: Connection) -> Events:
        standing = standing_of(connection, subscriber_id)
        if standing is None or standing.status == "erased":
            raise BadToken
        event = decide_preferences(
            wanted,
            subscriber_id=subscriber_id,
            standing=standing,
            actor=newsletter.actor,
            via="link",
            at=newsletter.now(),
        )
        new[:] = [event] if event else []
        return Events(events=tuple(new), expected={f"subscriber/{subscriber_id}": standing.version})

    append_decided(newsletter.log, decide)
    return bool(new)


def request_address_change(newsletter: Newsletter, subscriber_id: str, address: str) -> None:
    """Write to another address; once it is confirmed from there, the mail goes to it.

    Whether somebody else has that address is not told, and found out at the confirmation.

    Raises:
        BadFile: it cannot be an address; the text says what is allowed.
        BadToken: the reader is forgotten.
    """
    record = mailable_subscriber(address)

    def decide(connection: Connection) -> Events:
        standing = standing_of(connection, subscriber_id)
        if standing is None or standing.status == "erased":
            raise BadToken
        mine = subscriber_vault.c.subscriber_id == subscriber_id
        connection.execute(update(subscriber_vault).where(mine).values(pending_address=record.email))
        queue_letter(connection, newsletter, subscriber_id, "address", newsletter.now())
        return Events(events=(), expected={})

    append_decided(newsletter.log, decide)
