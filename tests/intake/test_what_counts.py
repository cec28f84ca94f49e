"""Votes, withdrawals, discounts, merges and splits: counters moved by what is decided are a recount.

The decisions alone, many times over; tests/projections/test_state_machine.py does the same with a database.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.events import Recorded, ToolMerged, ToolSplit
from digest.intake.discounts import decide_discount, decide_reinstatement
from digest.intake.groups import Groups
from digest.intake.merges import decide_merge, decide_split
from digest.intake.records import VoteRecord
from digest.intake.votes import decide_votes
from digest.pipeline.decide import Decision
from digest.projections.state import KeyedState
from digest.projections.tallies import TALLIES, tally
from tests.history import recorded
from tests.recount import recount

if TYPE_CHECKING:
    from collections.abc import Collection

DAY = datetime(2026, 4, 20, tzinfo=UTC)
TOOLS = ("a", "b", "c", "d")
READERS = ("r1", "r2", "r3")
GIVEN = {"reason": "because", "occurred_at": DAY, "actor": "operator"}


class Book:
    """A log in memory, the merges that hold, and the tallies that its events are folded into."""

    def __init__(self) -> None:
        self.log: list[Recorded] = []
        self.into: dict[str, str] = {}
        self.state = KeyedState({"tally": tally})

    @property
    def groups(self) -> Groups:
        return Groups(self.into)

    def append(self, decision: Decision) -> None:
        """Record what was decided, at the versions it was decided at; count after each event."""
        versions = Counter(event.stream for event in self.log)
        assert {event.stream for event in decision.events} == set(decision.expected)
        assert {stream: versions[stream] for stream in decision.expected} == decision.expected
        assert len({event.event_id for event in decision.events}) == len(decision.events)
        for event in recorded(decision.events, self.log):
            assert event.event_id not in {earlier.event_id for earlier in self.log}
            self.log.append(event)
            self.count(event)
            assert self.tallies() == recount(self.log), event

    def count(self, event: Recorded) -> None:
        match event.data:
            case ToolMerged() as merge:
                self.into[merge.merged[0]] = merge.tool_id
            case ToolSplit() as split:
                del self.into[split.split[0]]
        TALLIES.handlers[type(event.data)](self.state, event.data)

    def tallies(self) -> dict[str, tuple[int, int]]:
        rows = self.state.rows("tally")
        return {row["tool_id"]: (row["ship"], row["skip"]) for row in rows if row["ship"] or row["skip"]}

    def history(self, tools: Collection[str], readers: Collection[str] = READERS) -> list[Recorded]:
        """What a pipeline would load: the streams of these readers on these tools, and the discounts."""
        streams = {f"vote/{tool}/{reader}" for tool in tools for reader in readers}
        streams |= {f"votes/{tool}" for tool in tools}
        return [event for event in self.log if event.stream in streams]

    def vote(self, *records: VoteRecord) -> None:
        tools = {member for record in records for member in self.groups.members(record.tool)}
        self.append(
            decide_votes(
                [(record, record.tool) for record in records],
                groups=self.groups,
                history=self.history(tools, {record.voter for record in records}),
                actor="operator",
            )
        )

    def discount(self, tool: str, readers: Collection[str]) -> None:
        history = self.history(self.groups.members(tool), readers)
        self.append(decide_discount(readers, tool_id=tool, groups=self.groups, history=history, **GIVEN))

    def reinstate(self, tool: str, readers: Collection[str]) -> None:
        history = self.history(self.groups.members(tool), readers)
        self.append(decide_reinstatement(readers, tool_id=tool, groups=self.groups, history=history, **GIVEN))

    def merge(self, tool: str, into: str) -> None:
        if tool != into and not {tool, into} & self.into.keys():
            both = (*self.groups.members(into), *self.groups.members(tool))
            self.append(
                decide_merge(
                    tool,
                    into=into,
                    groups=self.groups,
                    history=self.history(both),
                    version=sum(event.stream == f"tool/{into}" for event in self.log),
                    **GIVEN,
                )
            )

    def split(self, tool: str) -> None:
        if tool in self.into:
            root = self.groups.root(tool)
            self.append(
                decide_split(
                    tool,
                    groups=self.groups,
                    history=self.history(self.groups.members(tool)),
                    version=sum(event.stream == f"tool/{root}" for event in self.log),
                    **GIVEN,
                )
            )


def record(tool: str, reader: str, choice: str, hour: int, line: int = 1) -> VoteRecord:
    at = DAY + timedelta(hours=hour)
    return VoteRecord(file="v.jsonl", line=line, tool=tool, voter=reader, choice=choice, at=at)


tools, readers = st.sampled_from(TOOLS), st.sampled_from(READERS)
words = st.tuples(tools, readers, st.sampled_from(["ship", "skip", "withdrawn"]), st.integers(0, 5))
imports = st.lists(words, min_size=1, max_size=4).map(
    lambda said: tuple(record(*word, line) for line, word in enumerate(said, 1))
)
some = st.frozensets(readers, min_size=1)
steps = st.one_of(
    imports.map(lambda records: ("vote", *records)),
    st.tuples(st.just("discount"), tools, some),
    st.tuples(st.just("reinstate"), tools, some),
    st.tuples(st.just("merge"), tools, tools),
    st.tuples(st.just("split"), tools),
)

#: Chance alone rarely builds a tool within a tool within a tool.
begun = st.sampled_from([(), (("merge", "b", "a"),), (("merge", "c", "b"), ("merge", "b", "a"))])
histories = st.tuples(begun, st.lists(steps, max_size=25)).map(lambda parts: [*parts[0], *parts[1]])


@settings(max_examples=300)
@given(steps=histories)
def test_counters_moved_by_any_decisions_are_a_recount_after_each_event(
    steps: list[tuple[str, ...]],
) -> None:
    book = Book()
    for step, *arguments in steps:
        getattr(book, step)(*arguments)


@given(steps=histories, merged=st.lists(st.tuples(tools, tools), max_size=3))
def test_merges_undone_in_reverse_leave_every_count_as_it_was(
    steps: list[tuple[str, ...]], merged: list[tuple[str, str]]
) -> None:
    book = Book()
    for step, *arguments in steps:
        getattr(book, step)(*arguments)
    before, stood = book.tallies(), dict(book.into)
    for tool, into in merged:
        book.merge(tool, into)
    for tool in reversed([tool for tool in book.into if tool not in stood]):
        book.split(tool)
    assert (book.tallies(), book.into) == (before, stood)


@given(steps=histories, again=imports)
def test_a_file_that_was_taken_is_no_news_after_any_merges_and_splits(
    steps: list[tuple[str, ...]], again: tuple[VoteRecord, ...]
) -> None:
    book = Book()
    book.vote(*again)
    for step, *arguments in steps:
        getattr(book, step)(*arguments)
    stood = len(book.log)
    book.vote(*again)
    assert len(book.log) == stood


def test_a_reader_who_voted_on_both_counts_once_after_the_merge_and_with_the_later_vote() -> None:
    book = Book()
    book.vote(record("a", "r1", "ship", 1), record("b", "r1", "skip", 2), record("b", "r2", "skip", 1))
    book.merge("b", "a")
    assert book.tallies() == {"a": (0, 2)}
    book.split("b")
    assert book.tallies() == {"a": (1, 0), "b": (0, 2)}


def test_a_vote_on_a_merged_tool_counts_for_the_one_that_stays_and_goes_with_a_split() -> None:
    book = Book()
    book.merge("b", "a")
    book.vote(record("b", "r1", "ship", 1))
    assert book.tallies() == {"a": (1, 0)}
    book.split("b")
    assert book.tallies() == {"b": (1, 0)}


def test_a_withdrawal_of_a_group_holds_on_every_part_after_a_split() -> None:
    book = Book()
    book.vote(record("b", "r1", "ship", 1))
    book.merge("b", "a")
    book.vote(record("a", "r1", "withdrawn", 2))
    assert book.tallies() == {}
    book.split("b")
    assert book.tallies() == {}


def test_a_discount_of_a_group_holds_on_every_part_after_a_split() -> None:
    book = Book()
    book.vote(record("b", "r1", "ship", 1))
    book.merge("b", "a")
    book.discount("a", {"r1"})
    book.split("b")
    assert book.tallies() == {}
    book.reinstate("b", {"r1"})
    assert book.tallies() == {"b": (1, 0)}


def test_a_reinstatement_of_a_group_lifts_what_was_decided_of_any_part() -> None:
    book = Book()
    book.vote(record("a", "r1", "ship", 1), record("b", "r1", "skip", 2))
    book.discount("b", {"r1"})
    book.merge("b", "a")
    assert book.tallies() == {}
    book.reinstate("a", {"r1"})
    assert book.tallies() == {"a": (0, 1)}


def test_a_withdrawn_vote_does_not_come_back_with_a_reinstatement() -> None:
    book = Book()
    book.vote(record("a", "r1", "ship", 1))
    book.discount("a", {"r1"})
    book.vote(record("a", "r1", "withdrawn", 2))
    book.reinstate("a", {"r1"})
    assert book.tallies() == {}


def test_what_a_discounted_reader_says_meanwhile_counts_once_reinstated() -> None:
    book = Book()
    book.vote(record("a", "r1", "ship", 1))
    book.discount("a", {"r1"})
    book.vote(record("a", "r1", "skip", 2))
    assert book.tallies() == {}
    book.reinstate("a", {"r1"})
    assert book.tallies() == {"a": (0, 1)}


def test_a_split_takes_along_what_was_merged_into_the_tool_before() -> None:
    book = Book()
    book.vote(record("c", "r1", "ship", 1), record("b", "r2", "skip", 1), record("a", "r3", "ship", 1))
    book.merge("c", "b")
    book.merge("b", "a")
    assert book.tallies() == {"a": (2, 1)}
    book.split("b")
    assert book.tallies() == {"a": (1, 0), "b": (1, 1)}
    book.vote(record("c", "r3", "skip", 2))
    assert book.tallies() == {"a": (1, 0), "b": (1, 2)}


def test_discounting_and_reinstating_twice_decides_nothing_the_second_time() -> None:
    book = Book()
    for act in (book.discount, book.reinstate):
        act("a", {"r1"})
        stood = len(book.log)
        act("a", {"r1"})
        assert len(book.log) == stood
