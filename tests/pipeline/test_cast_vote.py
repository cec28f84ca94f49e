"""Voting by link: who may, until when, what counts, and that looking changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect, select, table, text, update

from digest import db
from digest.delivery.outbox import outbox
from digest.errors import LinkExpired, NotSentToReader
from digest.events import Recorded, VoteCast, VoteWithdrawn
from digest.links import Vote
from digest.log import store
from digest.pipeline.cast_vote import OPEN_FOR, ballot, cast_vote, withdraw_vote
from digest.pipeline.discount_votes import discount_votes, reinstate_votes
from digest.pipeline.erase import erase
from digest.pipeline.facts import slugs_of
from digest.pipeline.import_files import voters_named
from digest.pipeline.issue_stream import issue_row
from digest.pipeline.merge_tools import merge_tools, split_tool
from digest.pipeline.project import check
from digest.pipeline.subscribe import subscriber_ids
from digest.projections.live import live_tables
from tests.conftest import NOW
from tests.recount import recount
from tests.stages import mailed_week

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Reach, World

WEEK = "2026-W17"


@pytest.fixture
def mailed(reach: Reach) -> Newsletter:
    """The week's issue went to three readers."""
    return reach(mailed_week)


def reader(newsletter: Newsletter, number: int = 0) -> str:
    address = f"reader-{number}@example.org"
    with db.reading(newsletter.engine) as connection:
        return subscriber_ids(connection, [address])[address]


def link(newsletter: Newsletter, choice: str = "ship", *, number: int = 0, **changed: Any) -> Vote:
    given = {"week": WEEK, "side": "left", "choice": choice, **changed}
    return Vote(subscriber_id=reader(newsletter, number), **given)


def slugs(newsletter: Newsletter) -> tuple[str, ...]:
    """The slugs of the issue's tools, left and right."""
    with db.reading(newsletter.engine) as connection:
        row = issue_row(connection, WEEK)
        assert row is not None
        return slugs_of(connection, (row.tool_a, row.tool_b))


def events(newsletter: Newsletter) -> list[Recorded]:
    with db.reading(newsletter.engine) as connection:
        return list(store.read(connection))


def words(newsletter: Newsletter) -> list[Recorded]:
    """What readers said, in order."""
    return [event for event in events(newsletter) if isinstance(event.data, (VoteCast, VoteWithdrawn))]


def tallies(newsletter: Newsletter) -> dict[str, tuple[int, int]]:
    """The counters, which must be what a recount of the log and a rebuild give."""
    with db.reading(newsletter.engine) as connection:
        tally = live_tables(connection)["tally"]
        rows = {row.tool_id: (row.ship, row.skip) for row in connection.execute(select(tally))}
    counted = {tool_id: count for tool_id, count in rows.items() if count != (0, 0)}
    assert counted == recount(events(newsletter))
    assert all(one.equal for one in check(newsletter.log))
    return counted


def whole(newsletter: Newsletter) -> dict[str, list[str]]:
    """Every row of every table."""
    with db.reading(newsletter.engine) as connection:
        return {
            name: sorted(
                repr(tuple(row)) for row in connection.execute(select(text("*")).select_from(table(name)))
            )
            for name in inspect(connection).get_table_names()
        }


def test_a_vote_is_for_the_tool_that_the_mail_showed_on_that_side(mailed: Newsletter) -> None:
    left, right = slugs(mailed)
    assert cast_vote(mailed, link(mailed, side="left")).slug == left
    assert cast_vote(mailed, link(mailed, "skip", side="right")).slug == right
    with db.reading(mailed.engine) as connection:
        row = issue_row(connection, WEEK)
    assert row is not None
    assert tallies(mailed) == {row.tool_a: (1, 0), row.tool_b: (0, 1)}
    said = [event.data for event in words(mailed)]
    assert [(vote.via, vote.issue, vote.voter) for vote in said] == [("link", WEEK, reader(mailed))] * 2


def test_a_ballot_says_whose_it_is_and_what_it_would_do(mailed: Newsletter) -> None:
    shown = ballot(mailed, link(mailed, "skip"))
    left, _ = slugs(mailed)
    assert (shown.slug, shown.name, shown.choice, shown.current) == (left, left.title(), "skip", None)
    assert (shown.masked_address, shown.is_open, shown.tally) == ("r•••@example.org", True, None)
    assert shown.closes_at - NOW == OPEN_FOR == timedelta(days=60)
    after = cast_vote(mailed, link(mailed, "skip"))
    assert after.current == ballot(mailed, link(mailed, "ship")).current == "skip"
    assert after.tally is not None
    assert (after.tally.votes, after.tally.ship) == (1, 0)


def test_looking_at_a_ballot_changes_no_row_of_any_table(mailed: Newsletter) -> None:
    cast_vote(mailed, link(mailed))
    before = whole(mailed)
    assert before["event"]
    for number, side, choice in product(range(3), ("left", "right"), ("ship", "skip")):
        ballot(mailed, link(mailed, choice, side=side, number=number))
    assert whole(mailed) == before


def test_a_vote_pressed_twice_is_one_event(mailed: Newsletter, world: World) -> None:
    first = cast_vote(mailed, link(mailed))
    world.clock.now += timedelta(seconds=1)
    assert cast_vote(mailed, link(mailed)) == first
    assert len(words(mailed)) == 1


def test_the_latest_word_holds_and_a_withdrawn_vote_can_be_cast_again(
    mailed: Newsletter, world: World
) -> None:
    # The clock stands: of words at one moment, the one recorded later holds.
    for choice, ship, skip in (("ship", 1, 0), ("skip", 0, 1), ("ship", 1, 0)):
        cast_vote(mailed, link(mailed, choice))
        assert list(tallies(mailed).values()) == [(ship, skip)]
    gone = withdraw_vote(mailed, link(mailed))
    assert (gone.current, gone.tally and gone.tally.votes, tallies(mailed)) == (None, 0, {})
    position = world.position(mailed)
    assert withdraw_vote(mailed, link(mailed, "skip")).current is None
    assert world.position(mailed) == position
    assert cast_vote(mailed, link(mailed, "skip")).current == "skip"
    assert list(tallies(mailed).values()) == [(0, 1)]


def test_taking_back_what_was_never_said_records_nothing(mailed: Newsletter, world: World) -> None:
    position = world.position(mailed)
    withdraw_vote(mailed, link(mailed))
    assert world.position(mailed) == position


def test_a_vote_for_a_tool_merged_since_counts_where_it_counts_now_and_goes_back_with_a_split(
    mailed: Newsletter, world: World
) -> None:
    left, right = slugs(mailed)
    merge_tools(mailed.log, left, right, reason="one thing", actor="ed")
    assert cast_vote(mailed, link(mailed)).slug == left
    counted = cast_vote(mailed, link(mailed, "skip", side="right"))
    assert counted.tally is not None
    assert counted.tally.votes == 1
    assert ballot(mailed, link(mailed)).current == "skip"
    assert list(tallies(mailed).values()) == [(0, 1)]
    split_tool(mailed.log, left, reason="two things", actor="ed")
    assert sorted(tallies(mailed).values()) == [(0, 1), (1, 0)]
    merge_tools(mailed.log, left, right, reason="one thing", actor="ed")
    world.clock.now += timedelta(seconds=1)
    withdraw_vote(mailed, link(mailed))
    split_tool(mailed.log, left, reason="two things", actor="ed")
    assert tallies(mailed) == {}


def test_a_discounted_reader_sees_the_vote_taken_and_it_counts_once_reinstated(mailed: Newsletter) -> None:
    left, _ = slugs(mailed)
    ring = voters_named([reader(mailed)], file="f")
    discount_votes(mailed.log, left, ring, reason="a ring", actor="ed")
    assert cast_vote(mailed, link(mailed)).current == "ship"
    cast_vote(mailed, link(mailed))
    assert (len(words(mailed)), tallies(mailed)) == (1, {})
    reinstate_votes(mailed.log, left, ring, reason="no ring", actor="ed")
    assert list(tallies(mailed).values()) == [(1, 0)]


def test_sixty_days_after_its_issue_a_link_votes_no_more(mailed: Newsletter, world: World) -> None:
    world.clock.now = NOW + OPEN_FOR - timedelta(seconds=1)
    cast_vote(mailed, link(mailed))
    world.clock.now = NOW + OPEN_FOR
    before = whole(mailed)
    assert not ballot(mailed, link(mailed, "skip")).is_open
    for act in (cast_vote, withdraw_vote):
        with pytest.raises(LinkExpired, match="has expired; nothing was changed"):
            act(mailed, link(mailed, "skip"))
    assert whole(mailed) == before


@pytest.mark.parametrize("state", ["accepted", "uncertain", "rejected", "skipped", "cancelled", "claimed"])
def test_only_who_was_sent_the_issue_or_may_have_been_can_vote(mailed: Newsletter, state: str) -> None:
    voter = link(mailed)
    with db.writing(mailed.engine) as connection:
        row = outbox.c.subscriber_id == voter.subscriber_id
        connection.execute(update(outbox).where(row).values(state=state))
    if state in ("accepted", "uncertain"):
        assert cast_vote(mailed, voter).current == "ship"
        return
    before = whole(mailed)
    for act in (ballot, cast_vote, withdraw_vote):
        with pytest.raises(NotSentToReader, match="was not sent this issue"):
            act(mailed, voter)
    assert whole(mailed) == before


def test_who_joined_later_or_is_forgotten_and_a_week_without_an_issue_are_refused(
    mailed: Newsletter, world: World
) -> None:
    forgotten = link(mailed, number=1)
    erase(mailed, "reader-1@example.org", via="operator")
    world.readers(mailed, 5)
    before = whole(mailed)
    for refused in (forgotten, link(mailed, number=4), link(mailed, week="2026-W16")):
        for act in (ballot, cast_vote, withdraw_vote):
            with pytest.raises(NotSentToReader):
                act(mailed, refused)
    assert whole(mailed) == before


def test_of_votes_that_come_at_once_each_sees_the_ones_before_it_and_the_last_holds(
    mailed: Newsletter, world: World
) -> None:
    url = mailed.engine.url.render_as_string(hide_password=False)
    # Clocks of several machines, none of them right.
    skews = (0, 5, -5, 1)

    def press(number: int) -> None:
        own = world.open(database_url=url)
        try:
            at = NOW + timedelta(seconds=10 + skews[number])
            clocked = replace(own, log=store.EventLog(own.engine, now=lambda: at))
            for choice in ("ship", "skip", "skip", "ship"):
                cast_vote(clocked, link(mailed, choice))
        finally:
            own.engine.dispose()

    with ThreadPoolExecutor(len(skews)) as pool:
        for done in [pool.submit(press, number) for number in range(len(skews))]:
            done.result()
    said = [event.data for event in words(mailed)]
    assert all(one.counts and one.choice != one.previous for one in said)
    assert [one.previous for one in said] == [None, *(one.choice for one in said[:-1])]
    assert ballot(mailed, link(mailed)).current == said[-1].choice
    assert sum(tallies(mailed).popitem()[1]) == 1
    assert cast_vote(mailed, link(mailed, "ship")).current == "ship"
    assert cast_vote(mailed, link(mailed, "skip")).current == "skip"
    assert list(tallies(mailed).values()) == [(0, 1)]
