"""Send the frozen issue to one address, to look at it in a mailbox: nobody's turn, recorded nowhere."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from digest import db
from digest.delivery.headers import wire_address
from digest.delivery.message import Recipient, compile_letter
from digest.delivery.slots import tokens
from digest.delivery.transport import Envelope
from digest.errors import DigestError
from digest.links import KeyRing, message_id
from digest.log.codec import canonical_time
from digest.pipeline.deliver import is_suppressed, letter, require_postal_address, require_settings
from digest.pipeline.freeze import load_frozen
from digest.pipeline.project import project

if TYPE_CHECKING:
    from digest.delivery.template import Template
    from digest.pipeline.newsletter import Newsletter

#: The subscriber id that belongs to no reader.
NOBODY = str(UUID(int=0))


def send_proof(newsletter: Newsletter, week: str, address: str) -> str:
    """Mail the week's frozen issue, approved or not, to one address; returns the transport's evidence.

    Its links have the form of a reader's but are signed with a key of no ring, so they act for
    nobody. Each time is another message with its own Message-ID. A pause does not hold it back.

    Raises:
        DigestError: no issue is frozen, the address is none or suppressed, or it was not taken.
    """
    project(newsletter.log)
    require_settings(newsletter)
    frozen = load_frozen(newsletter, week)
    require_postal_address(newsletter, frozen)
    try:
        recipient = wire_address(address)
    except ValueError as error:
        raise DigestError(f"{address!r} is no address to mail to: {error}") from error
    if recipient is None:
        raise DigestError(f"{address!r} needs SMTPUTF8, which is not used; take an address in ASCII")
    with db.reading(newsletter.engine) as connection:
        if is_suppressed(connection, newsletter, address):
            raise DigestError(f"{address} asked to be forgotten and is not mailed; take another address")
    reader = Recipient(subscriber_id=NOBODY, address=recipient, name=None)
    identity, data = proof(newsletter, week, compile_letter(letter(newsletter, frozen)), reader)
    try:
        return newsletter.transport.send(Envelope(message_id=identity, recipient=recipient, data=data)).detail
    finally:
        newsletter.transport.close()


def proof(newsletter: Newsletter, week: str, template: Template, reader: Recipient) -> tuple[str, bytes]:
    """The Message-ID and the bytes of a message whose links act for nobody."""
    ring = newsletter.ring
    key = ring.keys[ring.current]
    inert = KeyRing(current=ring.current, keys={ring.current: hashlib.sha256(b"test\0" + key).digest()})
    attempt = f"test {week} {canonical_time(newsletter.now())}"
    identity = message_id(key, attempt, NOBODY, newsletter.sender.address.rpartition("@")[2])
    return identity, template.splice(reader, identity, tokens(inert, week, NOBODY, template.slots))
