"""Read, decide, append: a decision made on an old version is made again, but not for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.errors import WrongExpectedVersion
from digest.events import ComparisonUnpinned
from digest.pipeline.decide import ATTEMPTS, Events, append_decided
from digest.pipeline.issue_stream import issue_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from tests.conftest import World

STREAM = "issue/2026-W17"


def deciding(world: World, versions: list[int]) -> Callable[[Connection], Events]:
    """Decide with these versions in turn, the last one for ever."""
    event = issue_event(
        "2026-W17", 0, ComparisonUnpinned(week="2026-W17"), occurred_at=world.clock.now, actor="ed"
    )

    def decide(_connection: Connection) -> Events:
        version = versions.pop(0) if len(versions) > 1 else versions[0]
        return Events(events=(event,), expected={STREAM: version})

    return decide


def test_a_decision_on_an_old_version_is_made_again(world: World) -> None:
    newsletter = world.open()
    stood = world.position(newsletter)
    versions = [3, 2, 0]
    _, new = append_decided(newsletter.log, deciding(world, versions))
    assert (new, versions) == (1, [0])
    assert world.position(newsletter) == stood + 1


def test_a_decision_that_is_always_late_ends_as_an_error_and_records_nothing(world: World) -> None:
    newsletter = world.open()
    stood = world.position(newsletter)
    versions = list(range(ATTEMPTS + 1, 0, -1))
    with pytest.raises(WrongExpectedVersion, match=STREAM):
        append_decided(newsletter.log, deciding(world, versions))
    assert versions == [1], "it stopped after as many attempts as it says"
    assert world.position(newsletter) == stood
