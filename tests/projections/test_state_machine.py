"""Whatever happens to votes and takes, in any order: read models folded as it came, folded in other cuts,
rebuilt, and recounted reader by reader from the events alone are one and the same.

Real decisions, a real log, real read models, on each engine.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from digest import db
from digest.errors import DigestError
from digest.events import NewEvent, Recorded
from digest.intake.imported import Imported
from digest.intake.records import ReviewRecord, ToolRecord, VoteRecord
from digest.log import store
from digest.log.store import EventLog
from digest.pipeline.discount_votes import discount_votes, reinstate_votes
from digest.pipeline.facts import find_tools, load_tools
from digest.pipeline.import_files import voters_named
from digest.pipeline.import_reviews import import_reviews
from digest.pipeline.import_tools import import_tools
from digest.pipeline.import_votes import import_votes
from digest.pipeline.merge_tools import merge_tools, split_tool
from digest.pipeline.panel import ensure_panel
from digest.pipeline.project import check, project, rebuild
from digest.pipeline.withdraw_review import withdraw_review
from digest.projections.live import live_tables
from tests.recount import panel, recount

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.issue.facts import ToolFacts

DAY = datetime(2026, 4, 20, tzinfo=UTC)
SLUGS = ("a", "b", "c")

slugs = st.sampled_from(SLUGS)
readers = st.sampled_from(["r1", "r2"])
some_readers = st.lists(readers, min_size=1, max_size=2, unique=True)
words = st.sampled_from(["ship", "skip", "withdrawn"])
choices = st.sampled_from(["ship", "skip"])
personas = st.sampled_from(["builder", "skeptic"])
hours = st.integers(0, 3)


class Votes(RuleBasedStateMachine):
    """One newsletter, and a second one that hears the same events in cuts of its own."""

    def __init__(self, new_database: Callable[[], str]) -> None:
        super().__init__()
        self.url = new_database()
        self.log = opened(self.url)
        self.other = opened(new_database())
        self.heard = 0
        self.into: dict[str, str] = {}
        self.votes: list[VoteRecord] = []

    @initialize(merges=st.sampled_from([(), (("b", "a"),), (("c", "b"), ("b", "a"))]))
    def begin(self, merges: tuple[tuple[str, str], ...]) -> None:
        ensure_panel(self.log)
        known = tuple(ToolRecord(file="t", line=1, slug=slug, name=slug, launched_at=DAY) for slug in SLUGS)
        import_tools(self.log, Imported(records=known), content_key=b"key", actor="ed")
        for slug, into in merges:
            self.merge_now(slug, into)

    def merge_now(self, slug: str, into: str) -> None:
        assert merge_tools(self.log, slug, into, reason="one thing", actor="ed")
        assert not merge_tools(self.log, slug, into, reason="one thing", actor="ed")
        self.into[slug] = into

    def events(self) -> list[Recorded]:
        with db.reading(self.log.engine) as connection:
            return list(store.read(connection))

    def root(self, slug: str) -> str:
        while slug in self.into:
            slug = self.into[slug]
        return slug

    def roots(self) -> list[str]:
        return [slug for slug in SLUGS if slug not in self.into]

    @rule(slug=slugs, voter=readers, word=words, hour=hours)
    def cast_change_or_withdraw_at_once_or_late(self, slug: str, voter: str, word: str, hour: int) -> None:
        at = DAY + timedelta(hours=hour)
        said = VoteRecord(file="v", line=1, tool=slug, voter=voter, choice=word, at=at)
        self.votes.append(said)
        import_votes(self.log, Imported(records=(said,)), actor="ed")

    @rule(act=st.sampled_from([discount_votes, reinstate_votes]), slug=slugs, voters=some_readers)
    def discount_or_reinstate(self, act: Callable[..., object], slug: str, voters: list[str]) -> None:
        act(self.log, slug, voters_named(voters, file="f"), reason="a ring", actor="ed")

    @precondition(lambda self: len(self.roots()) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        slug, into = data.draw(st.permutations(self.roots()))[:2]
        self.merge_now(slug, into)

    @precondition(lambda self: self.into)
    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        slug = data.draw(st.sampled_from(sorted(self.into)))
        assert split_tool(self.log, slug, reason="two things", actor="ed").left == self.root(slug)
        del self.into[slug]

    @rule(slug=slugs, into=slugs)
    def merge_or_split_what_cannot_be(self, slug: str, into: str) -> None:
        stood = self.events()
        if slug == into or ({slug, into} & self.into.keys() and self.into.get(slug) != into):
            with pytest.raises(DigestError):
                merge_tools(self.log, slug, into, reason="one thing", actor="ed")
        if slug not in self.into:
            with pytest.raises(DigestError, match="is not part of another tool"):
                split_tool(self.log, slug, reason="two things", actor="ed")
        assert self.events() == stood

    @rule(slug=slugs, persona=personas, choice=choices, score=st.integers(0, 2), hour=hours)
    def publish(self, slug: str, persona: str, choice: str, score: int, hour: int) -> None:
        take = ReviewRecord(
            file="r",
            line=1,
            tool=slug,
            persona=persona,
            choice=choice,
            score=score,
            take="Words.",
            at=DAY + timedelta(hours=hour),
        )
        import_reviews(self.log, Imported(records=(take,)), content_key=b"key", actor="ed")

    @rule(slug=slugs, persona=personas)
    def withdraw_take(self, slug: str, persona: str) -> None:
        had = {take.persona for tool in self.shelf() for take in tool.takes if tool.slug == self.root(slug)}
        assert withdraw_review(self.log, slug, persona, reason="a conflict", actor="ed") == (persona in had)

    @rule(anew=st.booleans())
    def restart_or_build_anew(self, anew: bool) -> None:
        if anew:
            rebuild(self.log)
        else:
            self.log.engine.dispose()
            self.log = opened(self.url)

    @rule(count=st.integers(1, 9))
    def let_the_other_hear(self, count: int) -> None:
        events = self.events()[self.heard : self.heard + count]
        self.heard += len(events)
        self.other.append([as_new(event) for event in events])
        project(self.other)

    @precondition(lambda self: self.votes)
    @rule()
    def take_every_vote_again(self) -> None:
        stood = self.events()
        import_votes(self.log, Imported(records=tuple(self.votes)), actor="ed")
        assert self.events() == stood

    def shelf(self) -> tuple[ToolFacts, ...]:
        with db.reading(self.log.engine) as connection:
            return load_tools(connection)

    @invariant()
    def counters_are_a_recount_per_reader(self) -> None:
        with db.reading(self.log.engine) as connection:
            events = list(store.read(connection))
            if not events:
                return
            tally = live_tables(connection)["tally"]
            rows = {row.tool_id: (row.ship, row.skip) for row in connection.execute(select(tally))}
        assert {tool_id: count for tool_id, count in rows.items() if count != (0, 0)} == recount(events)

    def teardown(self) -> None:
        self.let_the_other_hear(len(self.events()))
        checks = check(self.log)
        assert [one.name for one in checks if not one.equal] == []
        assert [one.live for one in check(self.other)] == [one.live for one in checks]
        self.shelf_shows_groups_and_their_latest_takes()
        for log in (self.log, self.other):
            log.engine.dispose()

    def shelf_shows_groups_and_their_latest_takes(self) -> None:
        events = self.events()
        tools = self.shelf()
        assert sorted(tool.slug for tool in tools if tool.active) == sorted(self.roots())
        assert {
            (tool.tool_id, take.persona): (take.choice, take.score) for tool in tools for take in tool.takes
        } == panel(events)
        assert {
            tool.tool_id: (tool.votes_ship, tool.votes_skip)
            for tool in tools
            if tool.votes_ship + tool.votes_skip
        } == recount(events)
        with db.reading(self.log.engine) as connection:
            named = find_tools(connection, SLUGS)
        assert [tool.slug for tool in named] == [self.root(slug) for slug in SLUGS]


def opened(url: str) -> EventLog:
    engine = db.open_engine(url)
    db.migrate(engine)
    log = EventLog(engine, now=lambda: DAY)
    project(log)
    return log


def as_new(event: Recorded) -> NewEvent:
    return NewEvent(
        event_id=event.event_id,
        stream=event.stream,
        occurred_at=event.occurred_at,
        data=event.data,
        actor=event.meta["actor"],
    )


def run(new_database: Callable[[], str], **profile: int) -> None:
    run_state_machine_as_test(
        lambda: Votes(new_database),
        settings=settings(
            **profile, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
        ),
    )


def test_read_models_a_rebuild_other_cuts_and_a_recount_agree_whatever_happens(new_database) -> None:
    # An example costs a server several times what it costs a file.
    examples = 12 if new_database().startswith("sqlite") else 4
    run(new_database, max_examples=examples, stateful_step_count=25)


@pytest.mark.slow
def test_they_agree_in_many_long_histories(new_database) -> None:
    examples = 100 if new_database().startswith("sqlite") else 25
    run(new_database, max_examples=examples, stateful_step_count=60)
