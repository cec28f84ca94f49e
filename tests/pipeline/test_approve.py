"""An editor's word: nothing goes out before it, and a rejected issue is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.errors import DigestError, NotApproved
from digest.pipeline.approve import approve, reject
from digest.pipeline.deliver import deliver
from digest.pipeline.facts import load_claims, load_history, load_listed
from digest.pipeline.freeze import freeze_issue, load_frozen
from digest.pipeline.select import select_pair
from digest.pipeline.send import due_weeks, send

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

WEEK = "2026-W17"


def test_nothing_is_delivered_before_an_approval(ready: Newsletter, world: World) -> None:
    result = world.run(ready)
    assert result.state == "frozen"
    assert result.delivered is None
    assert world.mails() == {}
    with pytest.raises(NotApproved, match=f"digest issue approve {WEEK}"):
        deliver(ready, WEEK, on_progress=lambda _done, _total: None)
    assert due_weeks(ready) == ()
    again = world.run(ready)
    assert again.state == "frozen"
    assert world.mails() == {}


def test_an_approved_issue_goes_to_every_confirmed_reader_once(ready: Newsletter, world: World) -> None:
    world.run(ready)
    assert approve(ready, WEEK) is True
    assert approve(ready, WEEK) is False
    assert due_weeks(ready) == (WEEK,)
    (delivered,) = send(ready, due_weeks(ready), on_progress=lambda _done, _total: None)
    assert (delivered.counts.accepted, delivered.counts.frozen) == (3, 3)
    assert len(world.mails()) == 3
    assert due_weeks(ready) == ()
    assert world.state(ready) == "delivered"


def test_a_rejected_issue_is_frozen_anew_with_what_is_known_then(ready: Newsletter, world: World) -> None:
    first = world.run(ready)
    reject(ready, WEEK, "the take on beta is wrong")
    assert world.state(ready) == "rejected"
    with pytest.raises(DigestError, match="rejected"):
        approve(ready, WEEK)
    world.take_in(ready, world.take("beta", "skeptic", "skip", score=5, at="2026-04-22"))
    second = world.run(ready)
    assert second.state == "frozen"
    assert first.issue is not None
    assert second.issue is not None
    sides = {side.slug: side.panel.skip for side in second.issue.comparison.tools}
    assert sides["beta"] == 1
    assert {side.slug: side.panel.skip for side in first.issue.comparison.tools}["beta"] == 0
    assert world.run(ready, auto_approve=True).delivered is not None
    with pytest.raises(DigestError, match="cannot be taken back"):
        reject(ready, WEEK, "too late")


def test_what_is_learned_after_the_freeze_does_not_change_the_issue(ready: Newsletter, world: World) -> None:
    before = world.run(ready).issue
    world.take_in(ready, world.take("alpha", "builder", "skip", score=1, at="2026-04-22"))
    assert world.run(ready, auto_approve=True).issue == before
    frozen = load_frozen(ready, WEEK)
    assert frozen.issue == before
    stood = world.position(ready)
    assert freeze_issue(ready, WEEK) == frozen
    assert world.position(ready) == stood


def test_once_the_week_is_chosen_anew_the_rejected_issue_cannot_be_approved(
    ready: Newsletter, world: World
) -> None:
    world.run(ready)
    reject(ready, WEEK, "the take on beta is wrong")
    select_pair(ready, WEEK)
    assert world.state(ready) == "selected"
    with pytest.raises(DigestError, match=f"no frozen issue {WEEK}"):
        approve(ready, WEEK)


def test_a_rejected_issue_of_a_week_that_is_skipped_then_is_no_past_issue(
    ready: Newsletter, world: World
) -> None:
    world.run(ready)
    reject(ready, WEEK, "alpha is gone")
    world.take_in(ready, world.tool("beta", job_tags=["sewing"]))
    assert world.run(ready).state == "skipped"
    with db.reading(ready.engine) as connection:
        assert load_history(connection, before="2026-W18") == ()
        assert load_claims(connection, before="2026-W18") == {}


def test_what_only_a_rejected_issue_showed_as_new_is_still_to_be_shown(
    ready: Newsletter, world: World
) -> None:
    world.take_in(ready, world.tool("fresh", launched_at="2026-04-21"))

    def listed() -> int:
        with db.reading(ready.engine) as connection:
            return len(load_listed(connection, besides="2026-W18"))

    world.run(ready)
    assert listed() == 1
    reject(ready, WEEK, "wrong pair")
    assert listed() == 0
    world.run(ready)
    assert listed() == 1
