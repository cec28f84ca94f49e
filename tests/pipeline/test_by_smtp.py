"""A newsletter that mails the world: what it must be told first, and what becomes of its recipients."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from digest import db
from digest.delivery import outbox, recipients
from digest.delivery.recipients import Counts
from digest.errors import BadToken, DigestError, TransportUnavailable
from digest.events import DeliveryCompleted, DeliveryDeferred, DeliveryRejected, DeliveryUncertain
from digest.intake.suppression import address_hash
from digest.links import Unsubscribe, read_token
from digest.log.schema import suppression
from digest.log.store import read_rows
from digest.log.streams import stream_events
from digest.log.verify import verify
from digest.pipeline.approve import reject
from digest.pipeline.cancel import cancel
from digest.pipeline.deliver import deliver
from digest.pipeline.erase import erase
from digest.pipeline.pause import pause, resume
from digest.pipeline.proof import send_proof
from digest.pipeline.send import due_weeks
from tests.pipeline.conftest import by_smtp
from tests.stages import approved_week

if TYPE_CHECKING:
    from digest.events import Event
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Reach, World
    from tests.delivery.mail_server import MailServer

WEEK = "2026-W17"
OWN = {
    "DIGEST_SENDER": "The Weekly <weekly@ours.example>",
    "DIGEST_PUBLIC_URL": "https://digest.ours.example",
    "DIGEST_POSTAL_ADDRESS": "Ours, 1 Real Street, Springfield",
    "DIGEST_SMTP_PLAIN_TEXT": "true",
}


def quiet(_done: int, _total: int) -> None:
    pass


@pytest.fixture
def mailing(reach: Reach, server: MailServer) -> Newsletter:
    """An approved issue and three readers, by SMTP, on each engine."""
    return by_smtp(reach(approved_week), server)


def rows(newsletter: Newsletter) -> dict[str, str]:
    """Who stands where."""
    with db.reading(newsletter.engine) as connection:
        return {mail.subscriber_id: mail.state for mail in recipients.mails(connection, [WEEK])}


def completions(newsletter: Newsletter) -> list[DeliveryCompleted]:
    with db.reading(newsletter.engine) as connection:
        story = stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"]
    return [event.data for event in story if isinstance(event.data, DeliveryCompleted)]


def test_a_reader_put_off_keeps_the_delivery_open_until_the_next_try_succeeds(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    server.faults["RCPT", 2] = "451 4.7.1 greylisted"
    first = deliver(mailing, WEEK, on_progress=quiet)
    assert first.counts == Counts(accepted=2, pending=1)
    assert str(first) == (
        "3 recipients: 1 pending, 2 accepted; 1 put off by the server,"
        " the next try is due 2026-04-23 07:05 UTC; then run: digest send"
    )
    assert completions(mailing) == []
    assert due_weeks(mailing) == (WEEK,), "the hourly run asks again"

    world.clock.now += timedelta(minutes=5)
    assert deliver(mailing, WEEK, on_progress=quiet).counts == Counts(accepted=3)
    assert [done.accepted for done in completions(mailing)] == [3]
    assert len({taken.message_id for taken in server.taken}) == len(server.taken) == 3


def mishaps(newsletter: Newsletter) -> list[Event]:
    with db.reading(newsletter.engine) as connection:
        story = stream_events(connection, [f"delivery/{WEEK}"]).get(f"delivery/{WEEK}", [])
    return [event.data for event in story]


def test_the_log_keeps_what_went_wrong_with_a_recipient_by_code_and_nothing_of_the_others(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    server.faults["RCPT", 1] = "550 5.1.1 <reader-1@example.org>: no such user"
    server.faults["dot", 1] = "drop"
    server.faults["RCPT", 3] = "451 4.7.1 reader-1@example.org is greylisted"
    deliver(mailing, WEEK, on_progress=quiet)
    readers = rows(mailing)
    assert sorted(readers.values()) == ["pending", "rejected", "uncertain"]
    by_state = {state: reader for reader, state in readers.items()}
    assert mishaps(mailing) == [
        DeliveryRejected(week=WEEK, subscriber_id=by_state["rejected"], step="RCPT", status="550 5.1.1"),
        DeliveryUncertain(week=WEEK, subscriber_id=by_state["uncertain"], cause="no-answer"),
        DeliveryDeferred(
            week=WEEK,
            subscriber_id=by_state["pending"],
            attempt=1,
            next_try_at=world.clock.now + timedelta(minutes=5),
            step="RCPT",
            status="451 4.7.1",
        ),
    ]
    world.clock.now += timedelta(minutes=5)
    deliver(mailing, WEEK, on_progress=quiet)
    assert len(mishaps(mailing)) == 3, "whoever is accepted has no event"
    with db.reading(mailing.engine) as connection:
        assert verify(connection).ok
        written = [row.payload for row in read_rows(connection)]
    assert not [payload for payload in written if "reader-1" in payload]


def test_a_reader_whom_a_dead_worker_left_is_named_in_the_log_by_whatever_ends_the_delivery(
    mailing: Newsletter, server: MailServer
) -> None:
    server.faults["RCPT"] = "451 4.7.1 greylisted"
    deliver(mailing, WEEK, on_progress=quiet)
    with db.writing(mailing.engine) as connection:
        left = min(rows(mailing))
        outbox.claim(connection, WEEK, left, worker="dead", sha256="0" * 64, at=mailing.now())
    assert cancel(mailing, WEEK) == Counts(uncertain=1, cancelled=2)
    assert mishaps(mailing)[3:] == [DeliveryUncertain(week=WEEK, subscriber_id=left, cause="worker-died")]


def test_a_server_that_lets_nobody_in_costs_nobody_a_turn(mailing: Newsletter, server: MailServer) -> None:
    server.faults["greeting", 1] = "554 5.7.1 not you"
    with pytest.raises(TransportUnavailable, match="554"):
        deliver(mailing, WEEK, on_progress=quiet)
    with db.reading(mailing.engine) as connection:
        assert recipients.counts(connection, WEEK) == Counts(pending=3)
    assert deliver(mailing, WEEK, on_progress=quiet).counts == Counts(accepted=3)


def test_an_address_suppressed_after_the_freeze_is_skipped(mailing: Newsletter, server: MailServer) -> None:
    pause(mailing, WEEK, "first this")
    deliver(mailing, WEEK, on_progress=quiet)
    key = address_hash(mailing.content_key, "READER-1@example.org")
    with db.writing(mailing.engine) as connection:
        connection.execute(insert(suppression).values(address_hash=key, reason="complained", at="2026"))
    resume(mailing, WEEK)
    assert deliver(mailing, WEEK, on_progress=quiet).counts == Counts(accepted=2, skipped=1)
    assert "reader-1@example.org" not in {taken.recipient for taken in server.taken}


def test_a_cancelled_delivery_is_complete_and_mails_nobody_more(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    with pytest.raises(DigestError, match=f"digest issue reject {WEEK}"):
        cancel(mailing, WEEK)
    server.faults["RCPT", 2] = "451 4.7.1 greylisted"
    deliver(mailing, WEEK, on_progress=quiet)

    assert cancel(mailing, WEEK) == Counts(accepted=2, cancelled=1)
    assert world.state(mailing) == "delivered"
    assert [(done.accepted, done.cancelled) for done in completions(mailing)] == [(2, 1)]
    world.clock.now += timedelta(days=1)
    assert deliver(mailing, WEEK, on_progress=quiet).counts == Counts(accepted=2, cancelled=1)
    assert len(server.taken) == 2
    with pytest.raises(DigestError, match="delivered; there is no delivery to cancel"):
        cancel(mailing, WEEK)


def test_a_delivery_of_another_process_is_not_cancelled_under_its_hands(mailing: Newsletter) -> None:
    with db.exclusive(mailing.engine, f"delivery-{WEEK}") as had:
        assert had
        with pytest.raises(DigestError, match=f"digest deliveries pause {WEEK}"):
            cancel(mailing, WEEK)


def test_a_proof_goes_to_one_address_acts_for_nobody_and_leaves_no_trace(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    reject(mailing, WEEK, "look again")
    world.run(mailing)
    position = world.position(mailing)
    assert "queued" in send_proof(mailing, WEEK, "ed@ours.example")
    world.clock.now += timedelta(seconds=1)
    send_proof(mailing, WEEK, "ed@ours.example")

    assert world.position(mailing) == position
    assert world.state(mailing) == "frozen", "a proof approves nothing"
    with db.reading(mailing.engine) as connection:
        assert connection.execute(select(outbox.outbox)).all() == []
    assert [taken.recipient for taken in server.taken] == ["ed@ours.example"] * 2
    assert len({taken.message_id for taken in server.taken}) == 2
    mail = message_from_bytes(server.taken[0].data, policy=policy.default)
    tokens = re.findall(r"/u/([A-Za-z0-9_-]+)", mail["List-Unsubscribe"])
    assert len(tokens) == 1
    with pytest.raises(BadToken):
        read_token(mailing.ring, tokens[0], Unsubscribe)


def test_a_proof_to_who_asked_to_be_forgotten_or_to_nobody_is_refused(mailing: Newsletter) -> None:
    erase(mailing, "reader-0@example.org", via="operator")
    with pytest.raises(DigestError, match="asked to be forgotten"):
        send_proof(mailing, WEEK, "Reader-0@example.org")
    with pytest.raises(DigestError, match="no address"):
        send_proof(mailing, WEEK, "nobody")


def test_mails_of_a_folder_that_was_used_before_are_still_taken_back(
    mailing: Newsletter, world: World
) -> None:
    deliver(replace(mailing, transport=mailing.former[0], former=()), WEEK, on_progress=quiet)
    assert len(world.mails()) == 3
    erase(mailing, "reader-0@example.org", via="operator")
    assert len(world.mails()) == 2


@pytest.fixture
def own(digest: Digest, monkeypatch: pytest.MonkeyPatch, server: MailServer) -> Digest:
    """The command line of an operator who has set everything by the environment."""
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DIGEST_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
    return digest


def test_set_by_the_environment_alone_an_issue_goes_out_by_smtp(
    ready: Newsletter, own: Digest, server: MailServer
) -> None:
    del ready
    assert own("weekly", "--week", WEEK).code == 0
    assert "as a test (250 2.0.0 Ok" in own("send", "--week", WEEK, "--test", "ed@ours.example").out
    done = own("weekly", "--week", WEEK, "--auto-approve")
    assert "by smtp (3 recipients: 3 accepted)" in done.out
    assert len(server.taken) == 4
    mail = message_from_bytes(server.taken[-1].data, policy=policy.default)
    assert mail["From"] == "The Weekly <weekly@ours.example>"
    assert mail["List-Unsubscribe"].startswith("<https://digest.ours.example/u/")
    assert mail["Message-ID"].endswith("@ours.example>")
    assert "1 Real Street" in mail.get_body(("plain",)).get_content()


def test_by_smtp_nothing_is_sent_in_the_name_of_an_example(
    ready: Newsletter, own: Digest, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    del ready
    for name in ("DIGEST_SENDER", "DIGEST_PUBLIC_URL", "DIGEST_POSTAL_ADDRESS"):
        monkeypatch.delenv(name)
    assert own("weekly", "--week", WEEK).code == 0
    assert own("issue", "approve", WEEK).code == 0
    for arguments in (("send",), ("send", "--week", WEEK, "--test", "ed@ours.example")):
        refused = own(*arguments)
        assert refused.code == 1
        for name in ("DIGEST_SENDER", "DIGEST_PUBLIC_URL", "DIGEST_POSTAL_ADDRESS"):
            assert name in refused.err
    monkeypatch.setenv("DIGEST_SENDER", OWN["DIGEST_SENDER"])
    monkeypatch.setenv("DIGEST_PUBLIC_URL", OWN["DIGEST_PUBLIC_URL"])
    refused = own("send")
    assert "DIGEST_POSTAL_ADDRESS" in refused.err
    assert "DIGEST_SENDER" not in refused.err

    monkeypatch.setenv("DIGEST_POSTAL_ADDRESS", OWN["DIGEST_POSTAL_ADDRESS"])
    refused = own("send")
    assert f"issue {WEEK} was frozen with another postal address" in refused.err
    assert server.commands == []


def test_a_delivery_is_cancelled_and_counted_by_command(
    ready: Newsletter, own: Digest, server: MailServer
) -> None:
    del ready
    server.faults["RCPT"] = "451 4.7.1 greylisted"
    own("weekly", "--week", WEEK, "--auto-approve")
    waiting = own("deliveries", "status", WEEK)
    assert "3 pending\n3 put off by the server, the next try is due" in waiting.out
    assert own("deliveries", "cancel", WEEK).out == (
        f"cancelled 3 of 3 recipients of {WEEK}; the delivery is complete\n"
    )
    assert own("deliveries", "status", WEEK, "--json").json == {
        "week": WEEK,
        "frozen": 3,
        "accepted": 0,
        "rejected": 0,
        "skipped": 0,
        "cancelled": 3,
        "uncertain": 0,
        "pending": 0,
    }
