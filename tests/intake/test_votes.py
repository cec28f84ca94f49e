from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from digest.events import Choice, NewEvent, VoteCast
from digest.intake.records import VoteRecord
from digest.intake.votes import Ballot, DecidedVotes, VoteState, decide_vote, decide_votes, vote_id

DAY = datetime(2026, 4, 20, tzinfo=UTC)


def vote(line: int, choice: Choice = "ship", at: datetime = DAY, voter: str = "r1") -> VoteRecord:
    return VoteRecord(file="v.jsonl", line=line, tool="a", voter=voter, choice=choice, at=at)


def cast(event: NewEvent) -> VoteCast:
    assert isinstance(event.data, VoteCast)
    return event.data


def decide(
    records: list[VoteRecord],
    current: dict[Ballot, VoteState] | None = None,
    known: frozenset[UUID] = frozenset(),
) -> DecidedVotes:
    return decide_votes(
        [(record, "t1") for record in records],
        current=current or {},
        known_ids=known,
        actor="operator",
    )


def tally(events: tuple[NewEvent, ...]) -> Counter[str]:
    """Fold as a projection does: up by the choice, down by the previous one."""
    counts: Counter[str] = Counter()
    for event in events:
        data = cast(event)
        if data.counts:
            counts[data.choice] += 1
            if data.previous:
                counts[data.previous] -= 1
    return +counts


def test_a_first_vote_counts_and_replaces_none() -> None:
    event = decide_vote(vote(1), tool_id="t1", current=None, actor="operator")
    assert (event.stream, event.occurred_at, event.actor) == ("vote/t1/r1", DAY, "operator")
    assert (cast(event).counts, cast(event).previous, cast(event).via) == (True, None, "import")


def test_a_later_vote_replaces_the_one_before() -> None:
    current = VoteState(choice="ship", at=DAY, version=1)
    later = cast(
        decide_vote(vote(1, "skip", DAY + timedelta(hours=1)), tool_id="t1", current=current, actor="o")
    )
    assert (later.counts, later.previous) == (True, "ship")


def test_a_vote_that_arrives_after_a_later_one_is_kept_but_does_not_count() -> None:
    current = VoteState(choice="ship", at=DAY, version=1)
    older = cast(
        decide_vote(vote(1, "skip", DAY - timedelta(hours=1)), tool_id="t1", current=current, actor="o")
    )
    assert (older.counts, older.previous) == (False, None)


def test_of_two_votes_at_one_moment_the_one_recorded_later_counts() -> None:
    first, second = decide([vote(1), vote(2, "skip")]).events
    assert (cast(first).counts, cast(second).counts, cast(second).previous) == (True, True, "ship")


def test_votes_older_than_the_current_one_leave_it_the_current_one() -> None:
    current = {("t1", "r1"): VoteState(choice="ship", at=DAY, version=1)}
    older = [vote(1, "skip", DAY - timedelta(days=2)), vote(2, "skip", DAY - timedelta(days=1))]
    *late, newest = decide([*older, vote(3, "skip", DAY + timedelta(days=1))], current).events
    assert [cast(event).counts for event in late] == [False, False]
    assert cast(newest).previous == "ship"


def test_the_same_moment_in_another_zone_is_the_same_vote() -> None:
    elsewhere = DAY.astimezone(timezone(timedelta(hours=5)))
    assert vote_id(vote(1), "t1") == vote_id(vote(2, at=elsewhere), "t1")


def test_the_expected_version_of_a_stream_is_the_one_before_the_batch() -> None:
    current = {("t1", "r1"): VoteState(choice="ship", at=DAY - timedelta(days=1), version=4)}
    decided = decide([vote(1), vote(2, "skip", DAY + timedelta(1)), vote(3, voter="r2")], current)
    assert decided.expected == {"vote/t1/r1": 4, "vote/t1/r2": 0}


votes = st.lists(
    st.tuples(
        st.sampled_from(["ship", "skip"]),
        st.integers(0, 5).map(lambda hours: DAY + timedelta(hours=hours)),
        st.sampled_from(["r1", "r2", "r3"]),
    ),
    max_size=20,
).map(lambda drawn: [vote(line, *facts) for line, facts in enumerate(drawn, start=1)])


def naive(records: list[VoteRecord]) -> Counter[str]:
    last: dict[str, str] = {}
    for record in sorted(records, key=lambda item: (item.at, item.line)):
        last[record.voter] = record.choice
    return Counter(last.values())


def unambiguous(records: list[VoteRecord]) -> list[VoteRecord]:
    """At most one vote a reader and moment; two at one moment have no order of their own."""
    return list({(item.voter, item.at): item for item in records}.values())


@given(records=votes)
def test_one_import_counts_each_readers_latest_vote(records: list[VoteRecord]) -> None:
    records = unambiguous(records)
    assert tally(decide(records).events) == naive(records)


@given(records=votes, seed=st.integers())
def test_the_order_of_lines_decides_nothing(records: list[VoteRecord], seed: int) -> None:
    shuffled = random.Random(seed).sample(records, len(records))  # noqa: S311 - a shuffle, no secret
    assert decide(shuffled) == decide(records)


@given(records=votes, cut=st.integers(0, 20))
def test_votes_split_over_two_imports_count_the_same(records: list[VoteRecord], cut: int) -> None:
    records = unambiguous(records)
    first = decide(records[cut:])
    current: dict[Ballot, VoteState] = {}
    for event in first.events:
        data = cast(event)
        before = current.get(("t1", data.voter))
        version = before.version + 1 if before else 1
        current[("t1", data.voter)] = VoteState(choice=data.choice, at=event.occurred_at, version=version)
    second = decide(records[:cut], current)
    assert tally(first.events + second.events) == naive(records)
    assert all(
        second.expected[event.stream] == current.get(("t1", cast(event).voter), _NONE).version
        for event in second.events
    )


_NONE = VoteState(choice="ship", at=DAY, version=0)


@given(records=votes)
def test_an_import_repeated_decides_nothing(records: list[VoteRecord]) -> None:
    known = frozenset(event.event_id for event in decide(records).events)
    assert decide(records, known=known) == DecidedVotes(events=(), expected={})
