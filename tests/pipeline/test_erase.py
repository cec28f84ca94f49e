"""Erasing a person: nothing of them is left, nobody mails them again, a crash leaves nothing half done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import select

from digest import db
from digest.bootstrap import open_newsletter
from digest.delivery import outbox
from digest.delivery.folder import FolderTransport
from digest.errors import DigestError
from digest.events import SubscriberErased
from digest.intake.suppression import address_hash
from digest.log.schema import bookmark, suppression
from digest.log.store import EventLog
from digest.log.streams import stream_events
from digest.log.verify import verify
from digest.pipeline.approve import approve
from digest.pipeline.deliver import deliver
from digest.pipeline.erase import erase
from digest.pipeline.freeze import freeze_issue
from digest.pipeline.import_files import one_subscriber, read_subscribers
from digest.pipeline.project import check
from digest.pipeline.subscribe import counts_by_status, subscribe
from tests.children import die_at_step, in_a_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from digest.delivery.transport import Accepted, Envelope
    from digest.events import NewEvent
    from digest.log.store import Appended
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World

    Leftovers = Callable[..., list[str]]

WEEK = "2026-W17"
ADA = "Ada.Lovelace@example.org"
PERSON = ("ada.lovelace", "countess", "reading room")
#: The last of all ids, so that she is served after the three others.
IDENTITY = "ffffffff-ffff-4fff-8fff-ffffffffffff"


def quiet(_done: int, _total: int) -> None:
    pass


def ada(world: World, newsletter: Newsletter) -> None:
    """Subscribe Ada, with a name and evidence of her own."""
    path = world.folder / "ada.csv"
    path.write_text(
        "email,name,confirmed_at,consent_source,consent_text\n"
        f'{ADA},Countess Ada,2026-04-02,the reading room,"Yes, send it"\n'
    )
    subscribe(replace(newsletter, new_id=lambda: IDENTITY), read_subscribers(path), via="import")


def ends(newsletter: Newsletter) -> dict[str, tuple[str, str | None]]:
    """Subscriber id -> state and detail of their row of the week."""
    with db.reading(newsletter.engine) as connection:
        rows = connection.execute(select(outbox.outbox).where(outbox.outbox.c.issue == WEEK))
        return {row.subscriber_id: (row.state, row.detail) for row in rows}


def to_ada(world: World) -> list[str]:
    """Files of the outbox folder, half-written ones too, that are addressed to her."""
    folder = world.home / "outbox"
    return [path.name for path in folder.iterdir() if b"lovelace" in path.read_bytes().lower()]


def statuses(newsletter: Newsletter) -> dict[str, int]:
    with db.reading(newsletter.engine) as connection:
        return counts_by_status(connection)


def test_after_an_erasure_nothing_of_the_person_is_left_anywhere(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    ada(world, anywhere)
    world.run(anywhere, auto_approve=True)
    with db.writing(anywhere.engine) as connection:
        saved = {"subscriber_id": IDENTITY, "tool_id": "what-the-countess-saved", "saved_at": "2026-04-23"}
        connection.execute(bookmark.insert().values(saved))
    assert {"database", "outbox"} <= {place.split()[0] for place in leftovers(anywhere, *PERSON)}
    delivered = ends(anywhere)

    erased = erase(anywhere, ADA, via="operator")

    assert (erased.again, erased.mails) == (False, 1)
    assert leftovers(anywhere, *PERSON) == []
    assert len(world.mails()) == 3
    assert ends(anywhere) == delivered, "what became of the mail is still known, by id"
    assert statuses(anywhere) == {"confirmed": 3, "pending": 0, "unsubscribed": 0, "erased": 1}
    assert all(one.equal for one in check(anywhere.log))
    with db.reading(anywhere.engine) as connection:
        assert verify(connection).ok
    with db.reading(anywhere.engine) as connection:
        last = stream_events(connection, [f"subscriber/{IDENTITY}"])[f"subscriber/{IDENTITY}"][-1]
        kept = connection.execute(select(suppression)).one()
    assert last.data == SubscriberErased(subscriber_id=IDENTITY, via="operator")
    assert kept._mapping == {
        "address_hash": address_hash(anywhere.content_key, ADA),
        "reason": "erased",
        "at": "2026-04-23T07:00:00.000000Z",
    }


def test_no_import_and_no_hand_brings_an_erased_address_back(anywhere: Newsletter, world: World) -> None:
    ada(world, anywhere)
    erase(anywhere, ADA, via="operator")

    again = subscribe(anywhere, read_subscribers(world.folder / "ada.csv"), via="import")
    by_hand = subscribe(
        anywhere,
        one_subscriber(ADA.upper(), confirmed_at=anywhere.now(), consent_source="form"),
        via="operator",
    )

    assert str(again) == "0 subscribers confirmed, 0 pending, 0 unchanged, 1 suppressed and not taken"
    assert (by_hand.suppressed, by_hand.confirmed) == (1, 0)
    assert statuses(anywhere)["confirmed"] == 3
    world.run(anywhere, auto_approve=True)
    assert to_ada(world) == []


def test_an_erasure_knows_the_person_in_any_letter_case_and_says_when_it_was_done_before(
    anywhere: Newsletter, world: World
) -> None:
    ada(world, anywhere)
    assert erase(anywhere, ADA.lower(), via="operator").again is False
    stood = world.position(anywhere)
    again = erase(anywhere, ADA.upper(), via="operator")
    assert str(again) == "was erased before; 0 written mails deleted"
    assert world.position(anywhere) == stood


def test_nobody_of_that_address_cannot_be_erased(anywhere: Newsletter, world: World) -> None:
    stood = world.position(anywhere)
    with pytest.raises(DigestError, match=r"nobody subscribed as nobody@example\.org"):
        erase(anywhere, "nobody@example.org", via="operator")
    assert world.position(anywhere) == stood


def test_whoever_has_left_or_was_never_confirmed_is_erased_as_well(
    digest: Digest, ready: Newsletter, world: World
) -> None:
    digest("subscribers", "add", ADA)
    digest("subscribers", "unsubscribe", "reader-0@example.org")
    assert digest("subscribers", "erase", ADA).out == (
        "erased: address, name and evidence are deleted, no import will mail it again;"
        " 0 written mails deleted\n"
    )
    assert digest("subscribers", "erase", "reader-0@example.org").code == 0
    assert digest("subscribers", "erase", "reader-0@example.org").out.startswith("was erased before")
    assert digest("subscribers", "count", "--json").json["erased"] == 2
    refused = digest("subscribers", "erase", "nobody@example.org")
    assert (refused.code, refused.err) == (
        1,
        "digest: nobody subscribed as nobody@example.org; check the spelling\n",
    )
    assert digest("subscribers", "unsubscribe", ADA).code == 1


class Broken(FolderTransport):
    """A folder whose disk fails when mails are to be deleted."""

    def forget(self, message_ids: Iterable[str]) -> int:
        raise OSError(5, "Input/output error", "outbox")


def test_what_a_crash_after_the_commit_left_is_finished_by_the_same_command(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    ada(world, anywhere)
    world.run(anywhere, auto_approve=True)
    with pytest.raises(OSError, match="Input/output"):
        erase(replace(anywhere, transport=Broken(world.home / "outbox")), ADA, via="operator")
    assert statuses(anywhere)["erased"] == 1
    assert len(to_ada(world)) == 1

    finished = erase(anywhere, ADA, via="operator")

    assert (finished.again, finished.mails) == (True, 1)
    assert leftovers(anywhere, *PERSON) == []


class LosesPower(EventLog):
    """A log whose process dies in the act: what the transaction did is rolled back."""

    def append(
        self,
        events: Sequence[NewEvent],
        *,
        expected_version: Mapping[str, int] | None = None,
        connection: Connection | None = None,
    ) -> Appended:
        raise KeyboardInterrupt


def test_a_crash_before_the_commit_forgets_nothing_and_notes_the_wish_once(
    anywhere: Newsletter, world: World
) -> None:
    ada(world, anywhere)
    dying = LosesPower(anywhere.engine, now=anywhere.log.now)
    with pytest.raises(KeyboardInterrupt):
        erase(replace(anywhere, log=dying), ADA, via="operator")
    assert statuses(anywhere) == {"confirmed": 4, "pending": 0, "unsubscribed": 0, "erased": 0}

    assert erase(anywhere, ADA, via="operator").again is False
    (line,) = (world.home / "erasures.jsonl").read_text().splitlines()
    assert msgspec.json.decode(line) == {
        "at": "2026-04-23T07:00:00.000000Z",
        "address_hash": address_hash(anywhere.content_key, ADA),
        "subscriber_id": IDENTITY,
    }
    assert stat.S_IMODE((world.home / "erasures.jsonl").stat().st_mode) == 0o600


class DiesAfter(FolderTransport):
    """Kills its process when so many mails are in the folder, the last of them not yet settled."""

    def __init__(self, folder: Path, mails: int) -> None:
        super().__init__(folder)
        self._place, self._mails = folder, mails

    def send(self, envelope: Envelope) -> Accepted:
        accepted = super().send(envelope)
        if len(list(self._place.glob("*.eml"))) == self._mails:
            os.kill(os.getpid(), signal.SIGKILL)
        return accepted


def _deliver_and_die(home: Path, url: str, mails: int) -> None:
    newsletter = open_newsletter(home, database_url=url)
    deliver(replace(newsletter, transport=DiesAfter(home / "outbox", mails)), WEEK, on_progress=quiet)


def killed_after(newsletter: Newsletter, mails: int) -> None:
    """Begin the week's delivery in a process that dies on the way."""
    url = newsletter.engine.url.render_as_string(hide_password=False)
    child = multiprocessing.get_context("spawn").Process(
        target=_deliver_and_die, args=(newsletter.home, url, mails)
    )
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    # A server may take a moment to notice that its client is dead, and to free the lock.
    deadline = time.monotonic() + 30
    free = False
    while not free:
        assert time.monotonic() < deadline
        with db.exclusive(newsletter.engine, f"delivery-{WEEK}") as free:
            pass


def approved(newsletter: Newsletter) -> None:
    freeze_issue(newsletter, WEEK)
    approve(newsletter, WEEK)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["claimed", "pending"])
def test_a_mail_that_was_not_settled_is_never_sent_after_the_erasure(
    anywhere: Newsletter, world: World, leftovers: Leftovers, state: str
) -> None:
    ada(world, anywhere)
    approved(anywhere)
    killed_after(anywhere, {"claimed": 4, "pending": 2}[state])
    assert ends(anywhere)[IDENTITY][0] == state

    erase(anywhere, ADA, via="operator")
    delivered = deliver(anywhere, WEEK, on_progress=quiet)

    assert (delivered.counts.accepted, delivered.counts.skipped, delivered.counts.open) == (3, 1, 0)
    assert ends(anywhere)[IDENTITY] == (
        "skipped",
        {"claimed": "not_subscribed", "pending": "no_address"}[state],
    )
    assert leftovers(anywhere, *PERSON) == []


@pytest.mark.slow
def test_a_mail_that_is_being_written_meanwhile_is_waited_for_and_then_deleted(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    ada(world, anywhere)
    approved(anywhere)
    killed_after(anywhere, 4)
    with (
        db.exclusive(anywhere.engine, f"delivery-{WEEK}"),
        pytest.raises(DigestError, match=f"issue {WEEK} is on its way just now"),
    ):
        erase(anywhere, ADA, via="operator")
    assert len(to_ada(world)) == 1, "its sender is still at it"

    assert erase(anywhere, ADA, via="operator").mails == 1
    assert leftovers(anywhere, *PERSON) == []


@pytest.mark.slow
def test_bytes_that_a_reader_keeps_alive_are_reported_and_purged_by_the_next_run(
    world: World, new_database: Callable[[], str], leftovers: Leftovers
) -> None:
    newsletter = world.open(database_url=new_database(), busy_timeout_s=0.1)
    ada(world, newsletter)
    with db.reading(newsletter.engine) as connection:
        connection.execute(select(suppression)).all()
        with pytest.raises(DigestError, match="Run the same command again"):
            erase(newsletter, ADA, via="operator")
        assert leftovers(newsletter, *PERSON) != []

    assert erase(newsletter, ADA, via="operator").again is True
    assert leftovers(newsletter, *PERSON) == []
    newsletter.engine.dispose()


@pytest.mark.slow
def test_killed_at_any_step_the_same_command_finishes_it(
    world: World, new_database: Callable[[], str], leftovers: Leftovers
) -> None:
    url = new_database()

    def again(step: int | None, address: str) -> bool:
        def work() -> None:
            newsletter = world.open(database_url=url)
            if step is not None:
                die_at_step(newsletter.engine, step)
            erase(newsletter, address, via="operator")

        return in_a_child(work)

    newsletter = world.open(database_url=url)
    world.reviewed(newsletter, "alpha", "beta")
    people = [f"person{number}@example.org" for number in range(1, 120)]
    for address in people:
        record = one_subscriber(
            address, name="Zyzzogeton", confirmed_at=world.clock.now, consent_source="form"
        )
        subscribe(newsletter, record, via="operator")
    world.run(newsletter, auto_approve=True)
    newsletter.engine.dispose()

    ended, step = False, 0
    while not ended:
        address = people[step]
        step += 1
        ended = again(step, address)
        assert again(None, address), address
        newsletter = world.open(database_url=url)
        assert leftovers(newsletter, address) == [], step
        newsletter.engine.dispose()
    assert step > 15
    newsletter = world.open(database_url=url)
    assert statuses(newsletter)["erased"] == step
    assert all(one.equal for one in check(newsletter.log))
    newsletter.engine.dispose()
