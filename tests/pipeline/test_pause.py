"""Pausing: no mail goes out, everybody is told why, and what was held back goes out once afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.delivery.recipients import Counts
from digest.errors import DigestError, NotApproved
from digest.events import DeliveryPaused, DeliveryResumed, DeliveryStarted
from digest.log.streams import stream_events
from digest.pipeline.approve import approve
from digest.pipeline.deliver import deliver
from digest.pipeline.pause import Pause, pause, pause_of, resume
from digest.pipeline.project import check
from digest.pipeline.send import due_weeks
from digest.pipeline.weekly import weekly

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World

WEEK = "2026-W17"
WHY = "the price of Beta is wrong"


def quiet(_done: int, _total: int) -> None:
    pass


def started(newsletter: Newsletter) -> int:
    with db.reading(newsletter.engine) as connection:
        story = stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"]
    return sum(isinstance(event.data, DeliveryStarted) for event in story)


@pytest.mark.parametrize("scope", [None, WEEK])
def test_while_paused_no_delivery_begins_and_afterwards_it_goes_out_once(
    anywhere: Newsletter, world: World, scope: str | None
) -> None:
    pause(anywhere, scope, WHY)
    steps: list[tuple[str, str]] = []
    week = weekly(
        anywhere,
        WEEK,
        auto_approve=True,
        on_step=lambda name, line: steps.append((name, line)),
        on_progress=quiet,
    )

    command = " ".join(filter(None, ("digest deliveries resume", scope)))
    assert steps[-1] == ("deliver", f"paused: {WHY}; to go on, run: {command}")
    assert week.state == world.state(anywhere) == "approved"
    assert (world.mails(), started(anywhere)) == ({}, 0)
    assert due_weeks(anywhere) == (WEEK,), "the hourly run asks again"

    assert resume(anywhere, scope) is True
    delivered = deliver(anywhere, WEEK, on_progress=quiet)
    assert (delivered.counts, delivered.paused) == (Counts(accepted=3), None)
    assert (len(world.mails()), started(anywhere)) == (3, 1)


def test_a_delivery_under_way_stops_before_its_next_claim_and_goes_on_from_there(
    anywhere: Newsletter, world: World
) -> None:
    world.run(anywhere)
    approve(anywhere, WEEK)

    def pause_it(_done: int, _total: int) -> None:
        pause(anywhere, WEEK, WHY)

    stopped = deliver(anywhere, WEEK, on_progress=pause_it)

    # The second was claimed together with the settlement of the first.
    assert stopped.counts == Counts(accepted=2, pending=1)
    assert str(stopped) == (
        f"paused: {WHY} (2 of 3 recipients served); to go on, run: digest deliveries resume {WEEK}"
    )
    assert world.run(anywhere).state == world.state(anywhere) == "delivering"
    first = world.mails()
    resume(anywhere, WEEK)

    assert deliver(anywhere, WEEK, on_progress=quiet).counts == Counts(accepted=3)
    assert (len(first), len(world.mails())) == (2, 3)
    assert first.items() <= world.mails().items()
    assert world.run(anywhere).state == "delivered"


def test_a_pause_of_one_week_holds_no_other_back_and_that_of_all_does_not_end_it(
    anywhere: Newsletter, world: World
) -> None:
    pause(anywhere, "2026-W18", WHY)
    pause(anywhere, None, "the server moves")

    def held(week: str) -> Pause | None:
        with db.reading(anywhere.engine) as connection:
            return pause_of(connection, week)

    assert held(WEEK) == held("2026-W18") == Pause(week=None, reason="the server moves")
    resume(anywhere, None)
    assert held(WEEK) is None
    assert held("2026-W18") == Pause(week="2026-W18", reason=WHY)
    assert world.run(anywhere, auto_approve=True).state == "delivered"


def test_pausing_twice_and_resuming_what_runs_record_nothing(anywhere: Newsletter, world: World) -> None:
    assert resume(anywhere, None) is False
    assert pause(anywhere, None, WHY) is True
    assert pause(anywhere, None, "another reason") is False
    assert resume(anywhere, WEEK) is False
    assert resume(anywhere, None) is True
    with db.reading(anywhere.engine) as connection:
        story = stream_events(connection, ["deliveries"])["deliveries"]
    assert [event.data for event in story] == [
        DeliveryPaused(week=None, reason=WHY),
        DeliveryResumed(week=None),
    ]
    assert [event.version for event in story] == [1, 2]
    assert all(one.equal for one in check(anywhere.log))


def test_a_pause_excuses_no_missing_approval(anywhere: Newsletter, world: World) -> None:
    world.run(anywhere)
    pause(anywhere, None, WHY)
    with pytest.raises(NotApproved):
        deliver(anywhere, WEEK, on_progress=quiet)


def test_a_week_that_does_not_exist_cannot_be_paused(anywhere: Newsletter) -> None:
    with pytest.raises(DigestError, match="2026-W60"):
        pause(anywhere, "2026-W60", WHY)


def test_a_delivery_that_is_complete_is_not_called_paused(anywhere: Newsletter, world: World) -> None:
    world.run(anywhere, auto_approve=True)
    pause(anywhere, None, WHY)
    again = deliver(anywhere, WEEK, on_progress=quiet)
    assert (again.paused, str(again)) == (None, "3 recipients: 3 accepted")


def test_an_operator_pauses_looks_and_resumes_by_command(
    digest: Digest, ready: Newsletter, world: World
) -> None:
    world.run(ready)
    digest("issue", "approve", WEEK)
    assert digest("deliveries", "pause").code == 2, "without a reason"
    assert digest("deliveries", "pause", WEEK, "--reason", WHY).out == f"paused {WEEK}\n"
    assert digest("deliveries", "pause", WEEK, "--reason", WHY).out == f"{WEEK} was paused already\n"

    sent = digest("send")
    assert sent.code == 0
    assert f"{WEEK}: paused: {WHY}; to go on, run: digest --home home deliveries resume {WEEK}" in sent.out
    assert f"paused: {WHY}" in digest("deliveries", "status", WEEK).out

    assert digest("deliveries", "resume").out == "every delivery was not paused\n"
    assert digest("deliveries", "resume", WEEK).out == f"resumed {WEEK}. Next: digest --home home send\n"
    assert "paused" not in digest("deliveries", "status", WEEK).out
    assert "3 accepted" in digest("send").out
