"""The week's pair: pinned, refused, skipped, or left alone for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.errors import DigestError
from digest.pipeline.select import pin, select_pair, unpin

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

WEEK = "2026-W17"


def test_a_pin_decides_the_pair_and_its_order_and_can_be_taken_back(world: World) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta", "gamma")
    pin(newsletter, WEEK, ("gamma", "alpha"), "they were asked for")
    stood = world.position(newsletter)
    pin(newsletter, WEEK, ("gamma", "alpha"), "they were asked for")
    assert world.position(newsletter) == stood, "the same pin twice is one"
    selection, knowledge = select_pair(newsletter, WEEK)
    names = {tool.tool_id: tool.slug for tool in knowledge.tools}
    assert selection.tools is not None
    assert [names[tool_id] for tool_id in selection.tools] == ["gamma", "alpha"]
    assert unpin(newsletter, WEEK) is True
    assert unpin(newsletter, WEEK) is False
    assert select_pair(newsletter, WEEK)[0].pin is None


def test_a_pin_is_refused_for_unknown_tools_for_one_tool_and_after_the_freeze(
    ready: Newsletter, world: World
) -> None:
    with pytest.raises(DigestError, match="no tool is called gamma"):
        pin(ready, WEEK, ("alpha", "gamma"), "x")
    with pytest.raises(DigestError, match="with itself"):
        pin(ready, WEEK, ("alpha", "alpha"), "x")
    world.run(ready)
    stood = world.position(ready)
    with pytest.raises(DigestError, match=f"digest issue reject {WEEK}"):
        pin(ready, WEEK, ("beta", "alpha"), "x")
    with pytest.raises(DigestError, match="reject it first"):
        unpin(ready, WEEK)
    assert world.position(ready) == stood


def test_a_week_with_nothing_worth_sending_is_skipped_once_and_lists_the_desk(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"), world.tool("beta", job_tags=[]))
    result = world.run(newsletter)
    assert (result.state, result.issue) == ("skipped", None)
    (pair,) = result.desk
    assert [side.slug for side in pair.sides] == ["alpha", "beta"]
    assert "needs 3 more takes" in pair.sides[0].lacks
    stood = world.position(newsletter)
    assert world.run(newsletter).state == "skipped"
    assert world.position(newsletter) == stood
    world.reviewed(newsletter, "alpha", "beta")
    assert world.run(newsletter).state == "frozen", "a skipped week becomes an issue as soon as it can"


def test_two_issues_in_a_row_do_not_compare_the_same_tools(ready: Newsletter, world: World) -> None:
    world.run(ready, auto_approve=True)
    world.clock.now += timedelta(days=7)
    assert world.run(ready, "2026-W18", auto_approve=True).state == "skipped"
    assert len(world.mails()) == 3
