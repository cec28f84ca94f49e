"""Deliver the approved issue: freeze the audience once, then empty the outbox, however often killed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.delivery import outbox, recipients
from digest.delivery.message import Body, Letter, compile_formats
from digest.delivery.recipients import Counts, PutOff
from digest.delivery.send import Post, drain
from digest.errors import DigestError, NotApproved
from digest.events import DeliveryCompleted, DeliveryStarted, Event
from digest.intake.suppression import address_hash
from digest.links import message_id
from digest.pipeline.audience import choose_audience, wish
from digest.pipeline.freeze import Frozen, load_frozen
from digest.pipeline.issue_stream import append_to_issue, require_frozen
from digest.pipeline.mishaps import record_mishaps
from digest.pipeline.pause import Pause, pause_of
from digest.pipeline.project import project
from digest.pipeline.subscribe import suppressed
from digest.projections.pointers import live_pointers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.email.render import Rendered
    from digest.issue.model import Issue
    from digest.pipeline.newsletter import Newsletter, Sender

#: Recipients settled so far, and all of them.
OnProgress = Callable[[int, int], None]


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """Where the issue's recipients stand; ``transport`` is the way they went.

    ``paused`` is null unless it holds back what is still to come; ``put_off`` is whoever the server
    put off, null if nobody.
    """

    week: str
    transport: str
    counts: Counts
    paused: Pause | None
    put_off: PutOff | None = None

    def __str__(self) -> str:
        if self.paused is not None:
            served = self.counts.frozen - self.counts.open
            so_far = f" ({served} of {self.counts.frozen} recipients served)" if self.counts.frozen else ""
            return f"paused: {self.paused.reason}{so_far}; to go on, run: {self.paused.resume}"
        if not self.counts.frozen:
            return "nobody has confirmed a subscription yet; add readers, then run: digest send"
        parts = [
            f"{count} {state}"
            for state, count in msgspec.structs.asdict(self.counts).items()
            if count or state == "accepted"
        ]
        told = f"{self.counts.frozen} recipients: {', '.join(parts)}"
        return told if self.put_off is None else f"{told}; {waiting(self.put_off)}"


def waiting(put_off: PutOff) -> str:
    """Whom the server put off, and what to run when."""
    return (
        f"{put_off.recipients} put off by the server, the next try is due"
        f" {put_off.until:%Y-%m-%d %H:%M} UTC; then run: digest send"
    )


def deliver(newsletter: Newsletter, week: str, *, on_progress: OnProgress) -> Delivered:
    """Send the approved issue to everybody who was confirmed when its delivery began.

    Run it again after a crash: nobody is mailed twice, and everybody frozen has a row that says
    what became of them. A delivery that is complete does nothing. While nobody is confirmed the
    issue stays approved, so that the first readers still get it. While deliveries are paused none
    begins, and one under way stops before its next claim. Whoever the server puts off waits for a
    later run, and the delivery is complete once nobody waits.

    Raises:
        NotApproved: no editor approved the frozen issue.
        TransportUnavailable: nobody can be mailed now; run it again later.
        DigestError: another process is delivering it, or mail may not go out in this sender's name.
    """
    with db.exclusive(newsletter.engine, f"delivery-{week}") as had:
        if not had:
            raise DigestError(f"issue {week} is being delivered by another process; let it finish")
        project(newsletter.log)
        require_settings(newsletter)
        # A letter that nobody could be sent is refused before there is an audience.
        frozen = load_frozen(newsletter, week)
        post = _post(newsletter, week, frozen)
        _start(newsletter, week, frozen)
        with db.reading(newsletter.engine) as connection:
            counts = recipients.counts(connection, week)
        done, total = counts.frozen - counts.open, counts.frozen
        if counts.open:
            for _end in drain(newsletter.engine, post):
                done += 1
                on_progress(done, total)
        return _complete(newsletter, week)


def require_settings(newsletter: Newsletter) -> None:
    """Refuse to mail the world in the name of an example.

    Raises:
        DigestError: a setting is still the starter's; the text names each.
    """
    if newsletter.unset:
        raise DigestError(
            f"nothing is sent by {newsletter.transport.name} before these are your own:"
            f" {', '.join(newsletter.unset)}. Set them in digest.toml or the environment"
        )


def require_postal_address(newsletter: Newsletter, frozen: Frozen) -> None:
    """Refuse to mail the world an issue that was frozen with another postal address.

    Raises:
        DigestError: it was; it has to be frozen anew.
    """
    issue = frozen.issue
    if (
        newsletter.transport.name != "folder"
        and issue.brand.postal_address != newsletter.brand.postal_address
    ):
        raise DigestError(
            f"issue {issue.week} was frozen with another postal address ({issue.brand.postal_address})."
            f" Send it back and freeze it anew: digest issue reject {issue.week},"
            f" then: digest weekly --week {issue.week}"
        )


def _start(newsletter: Newsletter, week: str, frozen: Frozen) -> None:
    """Freeze the audience, a row for each, in the transaction that records the start."""

    def decide(connection: Connection) -> Event | None:
        row = require_frozen(connection, week)
        if row.state in ("delivering", "delivered"):
            return None
        if row.state != "approved":
            raise NotApproved(week)
        if row.issue != frozen.hash:
            raise DigestError(f"issue {week} was frozen anew just now; look at it, then run: digest send")
        if pause_of(connection, week) is not None:
            return None
        require_postal_address(newsletter, frozen)
        audience = choose_audience(connection, week)
        if not audience:
            return None
        outbox.freeze_audience(
            connection, week, {identity: _message_id(newsletter, week, identity) for identity in audience}
        )
        return DeliveryStarted(
            week=week,
            issue=row.issue,
            audience_position=live_pointers(connection)["subscribers"].position,
            recipients=len(audience),
        )

    append_to_issue(newsletter.log, week, newsletter.actor, decide)


def _complete(newsletter: Newsletter, week: str) -> Delivered:
    """Record the totals once no row is open."""
    latest: list[Delivered] = []

    def decide(connection: Connection) -> Event | None:
        counts = recipients.counts(connection, week)
        row = require_frozen(connection, week)
        waits = counts.open or row.state == "approved"
        latest.append(
            Delivered(
                week=week,
                transport=newsletter.transport.name,
                counts=counts,
                paused=pause_of(connection, week) if waits else None,
                put_off=recipients.put_off(connection, week),
            )
        )
        if counts.open or row.state != "delivering":
            return None
        return completed(connection, week, row.issue)

    append_to_issue(newsletter.log, week, newsletter.actor, decide)
    return latest[-1]


def completed(connection: Connection, week: str, issue: str) -> DeliveryCompleted:
    """The totals of a delivery in which no row is open any more."""
    counts = recipients.counts(connection, week)
    return DeliveryCompleted(
        week=week,
        issue=issue,
        accepted=counts.accepted,
        rejected=counts.rejected,
        skipped=counts.skipped,
        cancelled=counts.cancelled,
        uncertain=counts.uncertain,
        root=recipients.root(connection, week),
    )


def _post(newsletter: Newsletter, week: str, frozen: Frozen) -> Post:
    return Post(
        week=week,
        templates=compile_formats(letter(newsletter, frozen)),
        ring=newsletter.ring,
        transport=newsletter.transport,
        wish=wish,
        is_suppressed=lambda connection, address: is_suppressed(connection, newsletter, address),
        is_paused=lambda connection: pause_of(connection, week) is not None,
        record=lambda connection, mishaps: record_mishaps(connection, newsletter, week, mishaps),
        worker=f"{socket.gethostname()}:{os.getpid()}",
        pace=newsletter.pace,
        now=newsletter.now,
    )


def letter(newsletter: Newsletter, frozen: Frozen) -> Letter:
    """The frozen issue as a letter from this newsletter's sender; dated when it was issued."""
    return letter_from(newsletter.sender, frozen.issue, frozen)


def letter_from(sender: Sender, issue: Issue, parts: Frozen | Rendered) -> Letter:
    """An issue's two parts as a letter from this sender; dated when it was issued."""
    return Letter(
        subject=issue.subject,
        from_name=sender.name,
        from_address=sender.address,
        list_id=sender.list_id,
        sent_at=issue.issued_at,
        text=Body(segments=parts.text, slots=parts.text_slots),
        html=Body(segments=parts.html, slots=parts.html_slots),
        public_url=sender.public_url,
    )


def is_suppressed(connection: Connection, newsletter: Newsletter, address: str) -> bool:
    """Whether nobody may mail this address any more."""
    return bool(suppressed(connection, [address_hash(newsletter.content_key, address)]))


def _message_id(newsletter: Newsletter, week: str, subscriber_id: str) -> str:
    ring = newsletter.ring
    domain = newsletter.sender.address.rpartition("@")[2]
    return message_id(ring.keys[ring.current], week, subscriber_id, domain)
