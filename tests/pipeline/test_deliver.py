"""The delivery stage over a real log: approval, audience, totals, and a process that is killed."""

from __future__ import annotations

import os
import signal
import time
import uuid
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import insert

from digest import db
from digest.delivery import recipients
from digest.delivery.folder import FolderTransport
from digest.delivery.pace import Pace
from digest.delivery.recipients import Counts
from digest.errors import DigestError, NotApproved
from digest.events import (
    DeliveryCompleted,
    DeliveryStarted,
    NewEvent,
    SubscriptionConfirmed,
    SubscriptionRequested,
    fact_id,
    seal,
)
from digest.issue.freeze import frozen_event
from digest.issue.model import Brand, Issue
from digest.links import KeyRing
from digest.log.codec import canonical_json
from digest.log.schema import subscriber_vault
from digest.log.store import EventLog
from digest.log.streams import stream_events
from digest.pipeline.approve import approve
from digest.pipeline.deliver import deliver
from digest.pipeline.issue_stream import issue_event
from digest.pipeline.newsletter import Newsletter, Sender
from digest.pipeline.subscribe import unsubscribe
from digest.sources.raw import BodyStore

if TYPE_CHECKING:
    from digest.delivery.transport import Accepted, Envelope
    from digest.events import Recorded

FIXTURE = Path(__file__).parents[2] / "templates" / "email" / "fixtures" / "plain.json"
WEEK = "2026-W47"
NOW = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
READERS = 9


def quiet(_done: int, _total: int) -> None:
    pass


def no_fetch(*_arguments: object) -> None:
    raise AssertionError("a delivery fetches nothing")


def opened(home: Path) -> Newsletter:
    engine = db.open_engine(f"sqlite:///{home}/digest.db")
    db.migrate(engine)
    return Newsletter(
        home=home,
        log=EventLog(engine, now=lambda: NOW),
        zone=ZoneInfo("Europe/Berlin"),
        brand=Brand(name="Ship or Skip", postal_address="1 Example Street", reason="You signed up."),
        sender=Sender(
            address="digest@example.org",
            name="Ship or Skip",
            list_id="weekly.example.org",
            public_url="https://digest.example.org",
        ),
        sources=(),
        templates=(),
        fetch=no_fetch,
        bodies=BodyStore(home / "bodies"),
        transport=FolderTransport(home / "outbox"),
        pace=Pace(None, now_s=time.monotonic, sleep=time.sleep),
        content_key=b"c" * 32,
        ring=KeyRing(current=1, keys={1: b"k" * 32}),
        new_id=lambda: str(uuid.uuid4()),
        actor="test",
    )


def add_reader(newsletter: Newsletter, number: int) -> None:
    reader = str(uuid.uuid5(uuid.NAMESPACE_OID, str(number)))
    stream = f"subscriber/{reader}"
    with db.writing(newsletter.engine) as connection:
        connection.execute(
            insert(subscriber_vault).values(
                subscriber_id=reader,
                address=f"reader{number}@example.net",
                folded=f"reader{number}@example.net",
                name=f"Reader {number}",
            )
        )
        newsletter.log.append(
            [
                NewEvent(event_id=fact_id(stream, kind.__name__), stream=stream, occurred_at=NOW, data=data)
                for kind in (SubscriptionRequested, SubscriptionConfirmed)
                for data in [kind(subscriber_id=reader, via="import")]
            ],
            connection=connection,
        )


def freeze(newsletter: Newsletter) -> None:
    issue = msgspec.json.decode(FIXTURE.read_bytes(), type=Issue)
    whole, before, after = (
        seal(newsletter.content_key, WEEK, body) for body in (canonical_json(issue), "Leave: ", "\n")
    )
    segments = {"html": (before.hash, after.hash), "text": (before.hash, after.hash)}
    slots = {"html_slots": ("unsubscribe",), "text_slots": ("unsubscribe",)}
    data = frozen_event(
        issue, shelf=(), issue_hash=whole.hash, templates="0" * 64, html_bytes=9, words=1, **segments, **slots
    )
    event = issue_event(WEEK, 0, data, occurred_at=NOW, actor="test", contents=(whole, before, after))
    newsletter.log.append([event])


@pytest.fixture
def newsletter(tmp_path: Path) -> Newsletter:
    """A frozen issue and its readers, waiting for an editor."""
    found = opened(tmp_path)
    for number in range(READERS):
        add_reader(found, number)
    freeze(found)
    return found


def mailed(newsletter: Newsletter) -> Counter[str]:
    """How many mails lie in the outbox folder, by address."""
    return Counter(
        message_from_bytes(file.read_bytes(), policy=policy.default)["To"].addresses[0].addr_spec
        for file in (newsletter.home / "outbox").glob("*.eml")
    )


def story(newsletter: Newsletter) -> list[Recorded]:
    with db.reading(newsletter.engine) as connection:
        return [
            event
            for event in stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"]
            if isinstance(event.data, DeliveryStarted | DeliveryCompleted)
        ]


def test_nothing_is_sent_before_an_editor_approves(newsletter: Newsletter) -> None:
    with pytest.raises(NotApproved, match="digest issue approve"):
        deliver(newsletter, WEEK, on_progress=quiet)
    assert mailed(newsletter) == Counter()
    assert story(newsletter) == []


def test_an_approved_issue_reaches_every_confirmed_reader_and_the_log_says_so(newsletter: Newsletter) -> None:
    approve(newsletter, WEEK)
    progress: list[tuple[int, int]] = []
    delivered = deliver(newsletter, WEEK, on_progress=lambda done, total: progress.append((done, total)))

    assert delivered.counts == Counts(accepted=READERS)
    assert mailed(newsletter) == Counter({f"reader{number}@example.net": 1 for number in range(READERS)})
    assert progress == [(done, READERS) for done in range(1, READERS + 1)]
    started, completed = (event.data for event in story(newsletter))
    with db.reading(newsletter.engine) as connection:
        root = recipients.root(connection, WEEK)
    assert isinstance(started, DeliveryStarted)
    assert isinstance(completed, DeliveryCompleted)
    assert (started.recipients, completed.accepted, completed.root) == (READERS, READERS, root)


def test_a_second_delivery_of_the_week_repeats_nothing(newsletter: Newsletter) -> None:
    approve(newsletter, WEEK)
    first = deliver(newsletter, WEEK, on_progress=quiet)
    add_reader(newsletter, READERS)
    told = story(newsletter)

    assert deliver(newsletter, WEEK, on_progress=quiet) == first
    assert story(newsletter) == told
    assert mailed(newsletter).total() == READERS


def test_two_processes_do_not_deliver_one_issue_at_once(newsletter: Newsletter) -> None:
    approve(newsletter, WEEK)
    with (
        db.exclusive(newsletter.engine, f"delivery-{WEEK}"),
        pytest.raises(DigestError, match="another process"),
    ):
        deliver(newsletter, WEEK, on_progress=quiet)
    assert story(newsletter) == []


def test_a_sender_that_no_mail_can_name_is_refused_before_the_audience_is_frozen(
    newsletter: Newsletter,
) -> None:
    approve(newsletter, WEEK)
    broken = replace(newsletter, sender=replace(newsletter.sender, list_id="weekly example"))
    with pytest.raises(DigestError, match="list id"):
        deliver(broken, WEEK, on_progress=quiet)
    assert story(newsletter) == []


class DiesAfter(FolderTransport):
    """Kills the process once so many mails are in the folder, the last not yet recorded."""

    def __init__(self, folder: Path, mails: int) -> None:
        super().__init__(folder)
        self._place, self._mails = folder, mails

    def send(self, envelope: Envelope) -> Accepted:
        accepted = super().send(envelope)
        if len(list(self._place.glob("*.eml"))) == self._mails:
            os.kill(os.getpid(), signal.SIGKILL)
        return accepted


def killed_after(home: Path, mails: int) -> None:
    child = os.fork()
    if child == 0:
        try:
            dying = replace(opened(home), transport=DiesAfter(home / "outbox", mails))
            deliver(dying, WEEK, on_progress=quiet)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_killed_again_and_again_it_starts_once_completes_once_and_mails_nobody_twice(
    newsletter: Newsletter,
) -> None:
    approve(newsletter, WEEK)
    newsletter.engine.dispose()
    for mails in (1, 4, READERS):
        killed_after(newsletter.home, mails)

    assert deliver(newsletter, WEEK, on_progress=quiet).counts == Counts(accepted=READERS)
    assert set(mailed(newsletter).values()) == {1}
    assert [type(event.data) for event in story(newsletter)] == [DeliveryStarted, DeliveryCompleted]


def test_whoever_leaves_before_their_turn_is_skipped_and_counted(newsletter: Newsletter) -> None:
    approve(newsletter, WEEK)
    newsletter.engine.dispose()
    killed_after(newsletter.home, 3)
    waiting = {f"reader{number}@example.net" for number in range(READERS)} - mailed(newsletter).keys()
    left = sorted(waiting)[0]
    unsubscribe(newsletter, left, via="operator")

    delivered = deliver(newsletter, WEEK, on_progress=quiet)
    assert delivered.counts == Counts(accepted=READERS - 1, skipped=1)
    assert left not in mailed(newsletter)
