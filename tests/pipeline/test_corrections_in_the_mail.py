"""A correction goes out with the next issue, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.errors import DigestError
from digest.events import CorrectionIssued
from digest.log.streams import stream_events
from digest.pipeline.approve import reject
from digest.pipeline.corrections import correct
from digest.pipeline.freeze import Frozen, load_frozen
from digest.pipeline.redact import redact

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

WEEK, NEXT, AFTER = "2026-W17", "2026-W18", "2026-W19"
SENTENCE = "We said Alpha is paid; it is free."


def frozen(world: World, newsletter: Newsletter, week: str, *, sent: bool = False) -> Frozen:
    """Freeze a later week's issue of two tools that are new by then, and send it if that is wanted."""
    world.clock.now += timedelta(days=7)
    names = ("gamma", "delta") if week == NEXT else ("epsilon", "zeta")
    world.reviewed(newsletter, *names)
    world.run(newsletter, week, auto_approve=sent)
    return load_frozen(newsletter, week)


def said(issue: Frozen) -> list[str]:
    return [one.text for one in issue.issue.corrections]


def test_the_next_issue_says_what_was_wrong_and_the_one_after_does_not(
    ready: Newsletter, world: World
) -> None:
    world.run(ready, auto_approve=True)
    correct(ready, WEEK, said="Alpha is paid", true="free")
    after = frozen(world, ready, NEXT, sent=True)
    (one,) = after.issue.corrections
    assert (one.week, one.number, one.text) == (WEEK, 1, SENTENCE)
    for part in (after.html, after.text):
        assert SENTENCE in " ".join("".join(part).replace("&#160;", " ").replace("\xa0", " ").split())
    assert said(frozen(world, ready, AFTER)) == []


def test_an_issue_that_is_frozen_anew_says_it_again(ready: Newsletter, world: World) -> None:
    world.run(ready, auto_approve=True)
    correct(ready, WEEK, said="Alpha is paid", true="free")
    assert said(frozen(world, ready, NEXT)) == [SENTENCE]
    reject(ready, NEXT, "look again")
    world.run(ready, NEXT)
    assert said(load_frozen(ready, NEXT)) == [SENTENCE]


def test_corrections_stand_in_the_order_in_which_they_were_made_without_the_removed(
    ready: Newsletter, world: World
) -> None:
    world.run(ready, auto_approve=True)
    for wrong in ("Alpha is paid", "Beta is paid", "Beta needs a key"):
        correct(ready, WEEK, said=wrong, true="free")
    with db.reading(ready.engine) as connection:
        event = stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"][-2]
    assert isinstance(event.data, CorrectionIssued)
    redact(ready, [event.data.text], reason="a slip")
    assert said(frozen(world, ready, NEXT)) == [SENTENCE, "We said Beta needs a key; it is free."]


def test_words_removed_later_are_removed_from_the_issue_that_printed_them(
    ready: Newsletter, world: World
) -> None:
    world.run(ready, auto_approve=True)
    correct(ready, WEEK, said="Alpha is paid", true="free")
    frozen(world, ready, NEXT, sent=True)
    with db.reading(ready.engine) as connection:
        event = stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"][-1]
    assert isinstance(event.data, CorrectionIssued)
    redact(ready, [event.data.text], reason="a slip")
    with pytest.raises(DigestError, match="cannot be reproduced"):
        load_frozen(ready, NEXT)
