"""A sent issue is put right in public, and stays as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.errors import DigestError
from digest.events import CorrectionIssued
from digest.log.streams import stream_events
from digest.pipeline.corrections import Correction, correct, corrections_of
from digest.pipeline.freeze import load_frozen
from digest.pipeline.project import check
from digest.pipeline.redact import redact

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World

WEEK = "2026-W17"


def corrections(newsletter: Newsletter) -> tuple[Correction, ...]:
    with db.reading(newsletter.engine) as connection:
        return corrections_of(connection, WEEK)


def test_a_correction_says_what_was_said_and_what_is_so(anywhere: Newsletter, world: World) -> None:
    world.run(anywhere, auto_approve=True)
    before = load_frozen(anywhere, WEEK)
    sentence = correct(anywhere, WEEK, said="Alpha is paid.", true="free ")
    assert sentence == "We said Alpha is paid; it is free."
    correct(anywhere, WEEK, said="Beta needs a key", true="open to all")
    assert [one.text for one in corrections(anywhere)] == [
        "We said Beta needs a key; it is open to all.",
        sentence,
    ]
    assert corrections(anywhere)[0].at == world.clock.now
    assert load_frozen(anywhere, WEEK) == before
    assert all(one.equal for one in check(anywhere.log))


def test_its_words_can_be_removed_and_then_it_says_when(anywhere: Newsletter, world: World) -> None:
    world.run(anywhere, auto_approve=True)
    correct(anywhere, WEEK, said="Alpha is paid", true="free")
    with db.reading(anywhere.engine) as connection:
        event = stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"][-1]
    assert isinstance(event.data, CorrectionIssued)
    redact(anywhere, [event.data.text], reason="a slip")
    assert [one.text for one in corrections(anywhere)] == ["removed on 23 April 2026"]


@pytest.mark.parametrize(
    ("said", "true", "says"),
    [
        ("", "free", "say what it said and what is so"),
        ("Alpha is paid", " ", "say what it said and what is so"),
        ("bell \a", "free", "allowed for each: text of 1 to 500"),
        ("Alpha is " + "very " * 40 + "dear", "free", "at most 40 words, and this one 48"),
    ],
)
def test_a_correction_that_nobody_would_read_is_refused(
    ready: Newsletter, world: World, said: str, true: str, says: str
) -> None:
    world.run(ready, auto_approve=True)
    with pytest.raises(DigestError, match=says):
        correct(ready, WEEK, said=said, true=true)
    assert corrections(ready) == ()


def test_what_nobody_has_read_is_frozen_anew_and_not_corrected(ready: Newsletter, world: World) -> None:
    with pytest.raises(DigestError, match="there is no frozen issue"):
        correct(ready, WEEK, said="Alpha is paid", true="free")
    world.run(ready)
    with pytest.raises(DigestError, match=f"digest issue reject {WEEK}"):
        correct(ready, WEEK, said="Alpha is paid", true="free")


def test_the_same_correction_is_issued_once_by_command(
    ready: Newsletter, world: World, digest: Digest
) -> None:
    world.run(ready, auto_approve=True)
    given = ("issue", "correct", WEEK, "--said", "Alpha is paid", "--true", "free")
    assert digest(*given).out == "We said Alpha is paid; it is free.\n"
    again = digest(*given)
    assert (again.code, "was corrected so before" in again.err) == (1, True)
    assert len(corrections(ready)) == 1
