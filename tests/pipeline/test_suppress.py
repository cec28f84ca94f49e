"""Whose mailbox takes no mail is not mailed again, by a rule, until they or an operator say so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.delivery.recipients import Counts
from digest.errors import DigestError
from digest.events import SuppressionAdded, SuppressionLifted
from digest.intake.suppression import address_hash
from digest.links import confirmation, sign
from digest.log.streams import stream_events
from digest.pipeline.approve import approve
from digest.pipeline.confirm import confirm
from digest.pipeline.deliver import deliver
from digest.pipeline.erase import erase
from digest.pipeline.project import check
from digest.pipeline.reader import read_reader
from digest.pipeline.sign_up import answer_readers, request_sign_up
from digest.pipeline.subscribe import subscriber_ids
from digest.pipeline.suppress import lift, list_suppressed
from tests.pipeline.conftest import by_smtp

if TYPE_CHECKING:
    from digest.events import Event
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World
    from tests.delivery.mail_server import MailServer

WEEKS = ("2026-W17", "2026-W18", "2026-W19", "2026-W20")
ADDRESS = "reader-1@example.org"
GONE = "550 5.1.1 no such user"
FULL = "552 5.2.2 over quota"


def quiet(_done: int, _total: int) -> None:
    pass


@pytest.fixture
def mailing(anywhere: Newsletter, server: MailServer) -> Newsletter:
    return by_smtp(anywhere, server)


def answer_for(server: MailServer, address: str, reply: str | None) -> None:
    server.refused = {} if reply is None else {address: reply}


def issue(mailing: Newsletter, world: World, week: str) -> Counts:
    """The next issue, of two new tools, to everybody."""
    if week != WEEKS[0]:
        world.clock.now += timedelta(days=7)
        at = world.clock.now - timedelta(days=2)
        world.reviewed(mailing, f"left-{week[-2:]}", f"right-{week[-2:]}", launched_at=f"{at:%Y-%m-%d}")
    world.run(mailing, week)
    approve(mailing, week)
    return deliver(mailing, week, on_progress=quiet).counts


def reader(mailing: Newsletter) -> str:
    with db.reading(mailing.engine) as connection:
        return subscriber_ids(connection, [ADDRESS])[ADDRESS]


def told(mailing: Newsletter) -> list[Event]:
    """What the log says of the reader's address."""
    stream = f"subscriber/{reader(mailing)}"
    with db.reading(mailing.engine) as connection:
        events = [one.data for one in stream_events(connection, [stream])[stream]]
    return [event for event in events if isinstance(event, SuppressionAdded | SuppressionLifted)]


def test_a_mailbox_that_is_gone_is_suppressed_at_once_and_named_in_the_log(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    answer_for(server, ADDRESS, GONE)
    assert issue(mailing, world, WEEKS[0]) == Counts(accepted=2, rejected=1)

    added = SuppressionAdded(subscriber_id=reader(mailing), fault="gone", week=WEEKS[0], status="550 5.1.1")
    assert told(mailing) == [added]
    assert [(one.reason, one.address) for one in list_suppressed(mailing)] == [("undeliverable", ADDRESS)]
    assert issue(mailing, world, WEEKS[1]) == Counts(accepted=2, skipped=1)
    assert told(mailing) == [added]
    assert all(one.equal for one in check(mailing.log))


def test_a_mailbox_that_refuses_is_suppressed_with_the_third_issue_in_a_row(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    answer_for(server, ADDRESS, FULL)
    for week in WEEKS[:2]:
        assert issue(mailing, world, week) == Counts(accepted=2, rejected=1)
    assert told(mailing) == []
    issue(mailing, world, WEEKS[2])
    assert told(mailing) == [
        SuppressionAdded(subscriber_id=reader(mailing), fault="refused", week=WEEKS[2], status="552 5.2.2")
    ]


def test_an_issue_that_arrives_between_begins_the_count_anew(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    for week, reply in zip(WEEKS, (FULL, FULL, None, FULL), strict=True):
        answer_for(server, ADDRESS, reply)
        issue(mailing, world, week)
    assert told(mailing) == []


@pytest.mark.parametrize("reply", ["550 5.7.1 you are listed", "554 5.3.2 not now", "451 4.2.2 full"])
def test_what_a_server_holds_against_us_is_no_fault_of_the_mailbox(
    mailing: Newsletter, world: World, server: MailServer, reply: str
) -> None:
    answer_for(server, ADDRESS, reply)
    issue(mailing, world, WEEKS[0])
    assert told(mailing) == []


def test_a_server_that_refuses_too_many_does_not_empty_the_list(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    world.readers(mailing, 40)
    server.faults["RCPT"] = GONE
    assert issue(mailing, world, WEEKS[0]).rejected == 40
    assert len(list_suppressed(mailing)) == 20


def test_whoever_signs_up_again_and_confirms_is_mailed_again(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    answer_for(server, ADDRESS, GONE)
    issue(mailing, world, WEEKS[0])
    answer_for(server, ADDRESS, None)
    identity = reader(mailing)
    shown = read_reader(mailing, identity)
    assert shown is not None
    assert shown.undeliverable

    request_sign_up(mailing, ADDRESS, name=None, consent_text="Yes.", source="form")
    assert answer_readers(mailing).sent == 1
    key = address_hash(mailing.content_key, ADDRESS)
    link = confirmation(identity, key, mailing.now(), timedelta(days=7))
    assert confirm(mailing, sign(mailing.ring, link)).what == "subscribed"

    assert told(mailing)[1:] == [SuppressionLifted(subscriber_id=identity, via="link")]
    assert list_suppressed(mailing) == []
    assert confirm(mailing, sign(mailing.ring, link)).what == "already"
    assert issue(mailing, world, WEEKS[1]) == Counts(accepted=3)


def test_an_operator_lifts_what_the_rule_suppressed_and_nothing_else(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    answer_for(server, ADDRESS, GONE)
    issue(mailing, world, WEEKS[0])
    identity = reader(mailing)
    assert lift(mailing, ADDRESS.upper())
    assert told(mailing)[1:] == [SuppressionLifted(subscriber_id=identity, via="operator")]
    assert not lift(mailing, ADDRESS)
    assert len(told(mailing)) == 2
    erase(mailing, ADDRESS, via="operator")
    with pytest.raises(DigestError, match="asked to be forgotten"):
        lift(mailing, ADDRESS)


def test_who_took_no_mail_and_is_forgotten_stays_forgotten(
    mailing: Newsletter, world: World, server: MailServer
) -> None:
    answer_for(server, ADDRESS, GONE)
    issue(mailing, world, WEEKS[0])
    erase(mailing, ADDRESS, via="operator")
    assert [(one.reason, one.address) for one in list_suppressed(mailing)] == [("erased", None)]


def test_suppressed_addresses_are_listed_and_lifted_by_command(
    ready: Newsletter, world: World, server: MailServer, digest: Digest
) -> None:
    mailing = by_smtp(ready, server)
    answer_for(server, ADDRESS, GONE)
    issue(mailing, world, WEEKS[0])
    listed = digest("subscribers", "suppressed", "--json").json
    assert [(one["reason"], one["address"]) for one in listed] == [("undeliverable", ADDRESS)]
    assert ", takes no mail (" in digest("subscribers", "show", ADDRESS).out
    assert "the next issue goes there" in digest("subscribers", "lift", ADDRESS).out
    assert digest("subscribers", "suppressed").out == "0 addresses on suppression\n"
