"""What became of an uncertain message is settled by Message-ID, and what was not accepted goes out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from digest import db
from digest.delivery import recipients
from digest.delivery.outbox import outbox
from digest.delivery.recipients import Counts
from digest.errors import DigestError
from digest.events import DeliveryCompleted, DeliveryReconciled
from digest.log.streams import stream_events
from digest.pipeline.deliver import deliver
from digest.pipeline.project import check
from digest.pipeline.reconcile import list_uncertain, reconcile
from digest.pipeline.send import due_weeks
from digest.projections.live import live_tables
from tests.pipeline.conftest import by_smtp
from tests.stages import approved_week

if TYPE_CHECKING:
    from digest.events import Event
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Reach, World
    from tests.delivery.mail_server import MailServer
    from tests.stages import Stages

WEEK = "2026-W17"


def quiet(_done: int, _total: int) -> None:
    pass


@pytest.fixture
def unsure(reach: Reach, server: MailServer) -> Newsletter:
    """A complete delivery to three readers; the server dropped two of them after the dot."""
    return delivered(reach(approved_week), server)


def delivered(newsletter: Newsletter, server: MailServer) -> Newsletter:
    mailing = by_smtp(newsletter, server)
    server.faults["dot", 1] = server.faults["dot", 3] = "drop"
    assert deliver(mailing, WEEK, on_progress=quiet).counts == Counts(accepted=1, uncertain=2)
    return mailing


def uncertain(newsletter: Newsletter) -> list[str]:
    return [one.message_id for one in list_uncertain(newsletter, WEEK)]


def counts(newsletter: Newsletter) -> Counts:
    with db.reading(newsletter.engine) as connection:
        return recipients.counts(connection, WEEK)


def story(newsletter: Newsletter, stream: str, kind: type[Event]) -> list[Event]:
    with db.reading(newsletter.engine) as connection:
        events = stream_events(connection, [stream]).get(stream, [])
    return [event.data for event in events if isinstance(event.data, kind)]


def accepted_by_read_model(newsletter: Newsletter) -> int:
    with db.reading(newsletter.engine) as connection:
        return int(connection.execute(select(live_tables(connection)["issue"].c.accepted)).scalar_one())


def test_a_message_that_the_server_took_is_accepted_from_then_on(
    unsure: Newsletter, world: World, server: MailServer
) -> None:
    first, second = uncertain(unsure)
    done = reconcile(unsure, WEEK, accepted=[first], not_accepted=[])
    assert str(done) == "1 message accepted, 0 not; 1 still uncertain"
    assert counts(unsure) == Counts(accepted=2, uncertain=1)
    assert uncertain(unsure) == [second]
    assert (world.state(unsure), accepted_by_read_model(unsure)) == ("delivered", 2)
    assert all(one.equal for one in check(unsure.log))
    assert deliver(unsure, WEEK, on_progress=quiet).counts == Counts(accepted=2, uncertain=1)
    assert len(server.taken) == 3


def test_a_message_that_was_not_accepted_is_sent_again_as_the_same_message(
    unsure: Newsletter, world: World, server: MailServer
) -> None:
    first, second = uncertain(unsure)
    done = reconcile(unsure, WEEK, accepted=[second], not_accepted=[first])
    assert str(done) == (
        "1 message accepted, 1 not; 0 still uncertain. To send again what was not accepted, run: digest send"
    )
    assert counts(unsure) == Counts(accepted=2, pending=1)
    assert (world.state(unsure), due_weeks(unsure)) == ("delivering", (WEEK,))

    assert deliver(unsure, WEEK, on_progress=quiet).counts == Counts(accepted=3)
    again = [taken for taken in server.taken if taken.message_id == first]
    assert len({taken.sha256 for taken in again}) == 1
    assert len(again) == 2, "the server did have it, and whoever said otherwise was wrong"
    completions = story(unsure, f"issue/{WEEK}", DeliveryCompleted)
    assert [(one.accepted, one.uncertain) for one in completions if isinstance(one, DeliveryCompleted)] == [
        (1, 2),
        (3, 0),
    ]
    assert (world.state(unsure), accepted_by_read_model(unsure)) == ("delivered", 3)
    assert all(one.equal for one in check(unsure.log))


def test_naming_a_message_again_records_nothing_more(unsure: Newsletter) -> None:
    first, _ = uncertain(unsure)
    reconcile(unsure, WEEK, accepted=[first], not_accepted=[])
    done = reconcile(unsure, WEEK, accepted=[first], not_accepted=[])
    assert (done.accepted, done.uncertain) == (0, 1)
    assert len(story(unsure, f"delivery/{WEEK}", DeliveryReconciled)) == 1


def test_what_contradicts_itself_or_what_is_known_changes_nothing(unsure: Newsletter) -> None:
    first, second = uncertain(unsure)
    with db.reading(unsure.engine) as connection:
        taken = connection.execute(
            select(outbox.c.message_id).where(outbox.c.state == "accepted")
        ).scalar_one()
    for accepted, not_accepted, says in (
        ([first], [first], "named as accepted and as not accepted"),
        ([first, "<typo@example.org>"], [second], "<typo@example.org> is no Message-ID of 2026-W17"),
        ([first], [taken], "is accepted, not uncertain"),
    ):
        with pytest.raises(DigestError, match=says):
            reconcile(unsure, WEEK, accepted=accepted, not_accepted=not_accepted)
    assert counts(unsure) == Counts(accepted=1, uncertain=2)
    assert story(unsure, f"delivery/{WEEK}", DeliveryReconciled) == []


def test_a_delivery_under_way_is_not_reconciled_under_its_hands(unsure: Newsletter) -> None:
    with db.exclusive(unsure.engine, f"delivery-{WEEK}") as had:
        assert had
        with pytest.raises(DigestError, match="let it finish"):
            reconcile(unsure, WEEK, accepted=uncertain(unsure), not_accepted=[])


def test_uncertain_messages_are_listed_and_settled_by_command(
    stages: Stages, world: World, server: MailServer, digest: Digest
) -> None:
    delivered(stages.at_home(world, approved_week), server)
    first, second = (one["message_id"] for one in digest("deliveries", "reconcile", WEEK, "--json").json)
    told = digest("deliveries", "reconcile", WEEK).out
    assert told.startswith(f"{first}  2026-04-23T")
    assert told.endswith("2026-W17: 2 uncertain\n")

    found = world.folder / "took.txt"
    found.write_text(f"{first}\n\n  {second}\n", encoding="utf-8")
    settled = digest("deliveries", "reconcile", WEEK, "--accepted", found)
    assert settled.out == "2 messages accepted, 0 not; 0 still uncertain\n"
    found.write_text("<nobody@example.org>\n", encoding="utf-8")
    refused = digest("deliveries", "reconcile", WEEK, "--not-accepted", found)
    assert (refused.code, "<nobody@example.org> is no Message-ID of" in refused.err) == (1, True)
    missing = digest("deliveries", "reconcile", WEEK, "--accepted", world.folder / "nowhere.txt")
    assert (missing.code, "nowhere.txt" in missing.err) == (2, True)
