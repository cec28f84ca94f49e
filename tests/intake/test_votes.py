from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from digest.events import NewEvent, Recorded, VoteCast, VoteWithdrawn
from digest.intake.groups import Groups
from digest.intake.records import VoteRecord
from digest.intake.votes import DecidedVotes, decide_votes, vote_id
from tests.history import recorded

DAY = datetime(2026, 4, 20, tzinfo=UTC)


def vote(line: int, choice: str = "ship", at: datetime = DAY, voter: str = "r1") -> VoteRecord:
    return VoteRecord(file="v.jsonl", line=line, tool="a", voter=voter, choice=choice, at=at)


def cast(event: NewEvent | Recorded) -> VoteCast:
    assert isinstance(event.data, VoteCast)
    return event.data


def decide(records: list[VoteRecord], history: list[Recorded] | None = None) -> DecidedVotes:
    return decide_votes(
        [(record, "t1") for record in records], groups=Groups({}), history=history or [], actor="operator"
    )


def cast_before(*records: VoteRecord) -> list[Recorded]:
    return recorded(decide(list(records)).events)


def tally(events: tuple[NewEvent, ...]) -> Counter[str]:
    """Fold as a projection does: up by the choice, down by the previous one."""
    counts: Counter[str] = Counter()
    for event in events:
        data = event.data
        if isinstance(data, VoteCast) and data.counts:
            counts[data.choice] += 1
        if isinstance(data, VoteCast | VoteWithdrawn) and data.previous:
            counts[data.previous] -= 1
    return +counts


def test_a_first_vote_counts_and_replaces_none() -> None:
    (event,) = decide([vote(1)]).events
    assert (event.stream, event.occurred_at, event.actor) == ("vote/t1/r1", DAY, "operator")
    assert (cast(event).counts, cast(event).previous, cast(event).via) == (True, None, "import")


def test_a_later_vote_replaces_the_one_before() -> None:
    (event,) = decide([vote(2, "skip", DAY + timedelta(hours=1))], cast_before(vote(1))).events
    assert (cast(event).counts, cast(event).previous) == (True, "ship")


def test_a_vote_that_arrives_after_a_later_one_is_kept_but_does_not_count() -> None:
    decided = decide([vote(2, "skip", DAY - timedelta(hours=1))], cast_before(vote(1)))
    (event,) = decided.events
    assert (cast(event).counts, cast(event).previous, decided.late) == (False, None, 1)


def test_a_withdrawal_takes_the_vote_away_and_says_which() -> None:
    decided = decide([vote(2, "withdrawn", DAY + timedelta(hours=1))], cast_before(vote(1)))
    (event,) = decided.events
    assert isinstance(event.data, VoteWithdrawn)
    assert (event.stream, event.data.previous, decided.withdrawn) == ("vote/t1/r1", "ship", 1)


def test_a_vote_after_a_withdrawal_counts_and_replaces_none() -> None:
    history = cast_before(vote(1), vote(2, "withdrawn", DAY + timedelta(hours=1)))
    decided = decide([vote(3, "skip", DAY + timedelta(hours=2))], history)
    assert (cast(decided.events[0]).counts, cast(decided.events[0]).previous) == (True, None)
    assert (decided.cast, decided.changed) == (1, 0)


def test_a_vote_from_before_a_withdrawal_that_arrives_after_it_does_not_count() -> None:
    history = cast_before(vote(1, "withdrawn", DAY))
    assert not cast(decide([vote(2, "ship", DAY - timedelta(hours=1))], history).events[0]).counts


def test_a_withdrawal_older_than_the_vote_that_counts_leaves_it() -> None:
    (event,) = decide([vote(2, "withdrawn", DAY - timedelta(hours=1))], cast_before(vote(1))).events
    assert isinstance(event.data, VoteWithdrawn)
    assert event.data.previous is None


def test_of_two_votes_at_one_moment_the_one_recorded_later_counts() -> None:
    first, second = decide([vote(1), vote(2, "skip")]).events
    assert (cast(first).counts, cast(second).counts, cast(second).previous) == (True, True, "ship")


def test_votes_older_than_the_current_one_leave_it_the_current_one() -> None:
    older = [vote(2, "skip", DAY - timedelta(days=2)), vote(3, "skip", DAY - timedelta(days=1))]
    newest = vote(4, "skip", DAY + timedelta(days=1))
    *late, last = decide([*older, newest], cast_before(vote(1))).events
    assert [cast(event).counts for event in late] == [False, False]
    assert cast(last).previous == "ship"


def test_the_same_moment_in_another_zone_is_the_same_vote() -> None:
    elsewhere = DAY.astimezone(timezone(timedelta(hours=5)))
    assert vote_id(vote(1), "t1") == vote_id(vote(2, at=elsewhere), "t1")


def test_the_expected_version_of_a_stream_is_the_one_before_the_batch() -> None:
    hours = [DAY + timedelta(hours=hour) for hour in range(4)]
    history = cast_before(*(vote(line, at=at) for line, at in enumerate(hours)))
    decided = decide([vote(5), vote(6, "skip", DAY + timedelta(1)), vote(7, voter="r2")], history)
    assert decided.expected == {"vote/t1/r1": 4, "vote/t1/r2": 0}


votes = st.lists(
    st.tuples(
        st.sampled_from(["ship", "skip", "withdrawn"]),
        st.integers(0, 5).map(lambda hours: DAY + timedelta(hours=hours)),
        st.sampled_from(["r1", "r2", "r3"]),
    ),
    max_size=20,
).map(lambda drawn: [vote(line, *facts) for line, facts in enumerate(drawn, start=1)])


def naive(records: list[VoteRecord]) -> Counter[str]:
    last: dict[str, str] = {}
    for record in sorted(records, key=lambda item: (item.at, item.line)):
        last[record.voter] = record.choice
    return Counter(choice for choice in last.values() if choice != "withdrawn")


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
    second = decide(records[:cut], recorded(first.events))
    assert tally(first.events + second.events) == naive(records)
    stood = Counter(event.stream for event in first.events)
    assert all(second.expected[event.stream] == stood[event.stream] for event in second.events)


@given(records=votes)
def test_an_import_repeated_decides_nothing(records: list[VoteRecord]) -> None:
    again = decide(records, cast_before(*records))
    assert again == DecidedVotes(events=(), expected={}, unchanged=len(records))
