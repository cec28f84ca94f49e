"""The chart of the mail counts what the tally counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.pipeline.discount_votes import discount_votes
from digest.pipeline.freeze import load_frozen
from digest.pipeline.import_files import voters_named

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

WEEK = "2026-W17"


def vote(voter: int, at: str, choice: str = "ship") -> dict[str, Any]:
    return {"tool": "alpha", "voter": f"r{voter}", "choice": choice, "at": at}


def test_a_changed_vote_moves_on_and_what_does_not_count_is_not_there(
    ready: Newsletter, world: World
) -> None:
    world.take_in(
        ready,
        *(vote(n, "2026-04-08") for n in range(6)),
        *(vote(n, "2026-04-15", "skip") for n in range(6, 12)),
        *(vote(n, "2026-02-02") for n in (12, 13)),
        vote(0, "2026-04-21", "skip"),
        vote(1, "2026-04-21", "withdrawn"),
    )
    discount_votes(ready.log, "alpha", voters_named(["r2"], file="f"), reason="a ring", actor="ed")
    world.run(ready, WEEK)
    issue = load_frozen(ready, WEEK).issue
    assert issue.turnout is not None
    place = [tool.slug for tool in issue.comparison.tools].index("alpha")
    votes = dict(zip(issue.turnout.weeks, issue.turnout.votes[place], strict=True))
    assert {week: count for week, count in votes.items() if count} == {
        "2026-W15": 3,
        "2026-W16": 6,
        WEEK: 1,
    }
    # Two are older than the picture.
    assert issue.comparison.tools[place].community.votes == sum(votes.values()) + 2
    assert issue.turnout.votes[1 - place] == (0,) * 6


def test_nine_votes_are_no_picture(ready: Newsletter, world: World) -> None:
    world.take_in(ready, *(vote(n, "2026-04-21") for n in range(9)))
    world.run(ready, WEEK)
    assert load_frozen(ready, WEEK).issue.turnout is None
