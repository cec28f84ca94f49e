"""A reader as a page behind one of their links shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import db
from digest.intake.masking import masked_address
from digest.intake.standing import Preferences, Status
from digest.log.schema import subscriber_vault
from digest.pipeline.subscribe import standing_of

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Enough for its owner to know the address; ``pending_masked_address`` waits to be confirmed.

    ``undeliverable`` if the address takes no mail, so that no issue is sent there.
    """

    subscriber_id: str
    masked_address: str
    pending_masked_address: str | None
    status: Status
    preferences: Preferences
    undeliverable: bool


def read_reader(newsletter: Newsletter, subscriber_id: str) -> Reader | None:
    """The reader of a genuine link; null for one who is forgotten."""
    with db.reading(newsletter.engine) as connection:
        row = connection.execute(
            select(subscriber_vault).where(subscriber_vault.c.subscriber_id == subscriber_id)
        ).one_or_none()
        standing = standing_of(connection, subscriber_id)
    if row is None or standing is None:
        return None
    waits = row.pending_address
    return Reader(
        subscriber_id=subscriber_id,
        masked_address=masked_address(row.address),
        pending_masked_address=None if waits is None else masked_address(waits),
        status=standing.status,
        preferences=standing.preferences,
        undeliverable=standing.undeliverable is not None,
    )
