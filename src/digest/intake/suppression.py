"""Suppression: an address that must not be mailed, kept as a keyed hash and nothing else.

Without the key the hash says nothing of the address; with it, an address can be recognised, not read.
An address goes there when its owner is forgotten, or by the rule for rejections: at once if the mailbox is
``gone``, and once it ``refused`` three issues in a row for a reason of its own.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Literal

from digest.errors import Step
from digest.events import DeliveryRejected, NewEvent, SuppressionAdded, SuppressionLifted, fact_id
from digest.events.subscribers import Via

Fault = Literal["gone", "refused"]

#: Issues in a row that a mailbox refuses before nothing more is sent there.
REFUSALS = 3
#: No such mailbox, no such domain, not an address, moved away, takes no mail at all, disabled (RFC 3463,
#: sections 3.2 and 3.3; RFC 7505, section 5).
_GONE = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
#: The second number of an enhanced code where it speaks of the address or its mailbox.
_ITS_OWN = ("5.0.", "5.1.", "5.2.")


def folded(address: str) -> str:
    """The form in which two spellings of an address are one; mail providers ignore letter case.

    >>> folded("Ada@Example.org")
    'ada@example.org'
    """
    return address.casefold()


def address_hash(key: bytes, address: str) -> str:
    """Hex HMAC-SHA256 of the folded address under the newsletter's content key.

    >>> address_hash(b"k", "Ada@Example.org") == address_hash(b"k", "ada@example.org")
    True
    """
    return hmac.digest(key, b"suppression\0" + folded(address).encode(), "sha256").hex()


def fault(step: Step | None, status: str | None) -> Fault | None:
    """What a rejection says of the recipient's mailbox; null if it says something of us, or of the message.

    Only the answer to RCPT speaks of a mailbox; a code without an enhanced one is taken to.

    >>> fault("RCPT", "550 5.1.1"), fault("RCPT", "552 5.2.2"), fault("RCPT", "550")
    ('gone', 'refused', 'refused')
    >>> fault("RCPT", "550 5.7.1"), fault("message", "554 5.1.1"), fault(None, None)
    (None, None, None)
    """
    if step != "RCPT" or status is None or not status.startswith("5"):
        return None
    enhanced = status.partition(" ")[2]
    if enhanced in _GONE:
        return "gone"
    return "refused" if not enhanced or enhanced.startswith(_ITS_OWN) else None


def decide_suppression(
    rejected: DeliveryRejected, *, refused_before: int, version: int, actor: str, at: datetime
) -> NewEvent | None:
    """Suppress whose mailbox is gone, or has refused enough; None otherwise.

    ``refused_before`` is how many of the reader's issues just before this one were refused, in a row.
    Append at ``version`` of the reader's stream.
    """
    found = fault(rejected.step, rejected.status)
    if found is None or rejected.status is None or (found == "refused" and refused_before < REFUSALS - 1):
        return None
    added = SuppressionAdded(
        subscriber_id=rejected.subscriber_id, fault=found, week=rejected.week, status=rejected.status
    )
    return _event(added, "suppression-added", version, actor, at)


def decide_lift(*, subscriber_id: str, version: int, actor: str, via: Via, at: datetime) -> NewEvent:
    """Let mail go again to a subscriber who is on suppression; append at ``version``."""
    lifted = SuppressionLifted(subscriber_id=subscriber_id, via=via)
    return _event(lifted, "suppression-lifted", version, actor, at)


def _event(
    fact: SuppressionAdded | SuppressionLifted, kind: str, version: int, actor: str, at: datetime
) -> NewEvent:
    return NewEvent(
        event_id=fact_id(kind, fact.subscriber_id, version),
        stream=f"subscriber/{fact.subscriber_id}",
        occurred_at=at,
        actor=actor,
        data=fact,
    )
