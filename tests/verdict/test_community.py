import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.verdict.community import Z_95, community_verdict, wilson_interval

counts = st.integers(0, 100_000)


def is_inside(share: Fraction, ship: int, votes: int) -> bool:
    """The score test that Wilson's interval inverts, in exact arithmetic."""
    observed = Fraction(ship, votes)
    return (observed - share) ** 2 * votes <= Fraction(Z_95) ** 2 * share * (1 - share)


def exact_range(ship: int, votes: int) -> tuple[int, int]:
    """The smallest range in whole percent around the interval, one percent at a time."""
    low = 0
    while low < 100 and 100 * ship > (low + 1) * votes and not is_inside(Fraction(low + 1, 100), ship, votes):
        low += 1
    high = 100
    while (
        high > 0 and 100 * ship < (high - 1) * votes and not is_inside(Fraction(high - 1, 100), ship, votes)
    ):
        high -= 1
    return low, high


@pytest.mark.parametrize(
    ("ship", "votes", "lower", "upper"),
    [
        (0, 4, 0.0, 0.489891),
        (1, 4, 0.045587, 0.699358),
        (2, 4, 0.150039, 0.849961),
        (3, 4, 0.300642, 0.954413),
        (4, 4, 0.510109, 1.0),
        (1, 1, 0.206549, 1.0),
        (7, 10, 0.396778, 0.892209),
        (8, 10, 0.490162, 0.943318),
        (9, 10, 0.59585, 0.982124),
        (10, 10, 0.722467, 1.0),
        (14, 20, 0.481027, 0.854523),
        (15, 20, 0.531299, 0.888138),
        (20, 30, 0.487801, 0.807695),
        (30, 50, 0.461814, 0.723916),
        (70, 100, 0.604151, 0.781051),
        (600, 1000, 0.569309, 0.629925),
    ],
)
def test_the_interval_equals_published_implementations(
    ship: int, votes: int, lower: float, upper: float
) -> None:
    assert wilson_interval(ship, votes) == pytest.approx((lower, upper), abs=5e-7)


@pytest.mark.parametrize(
    ("ship", "skip", "cell", "label"),
    [
        (7, 3, "70% ship (7 of 10, 95% range 39–90%)", "Too close to call"),
        (8, 2, "80% ship (8 of 10, 95% range 49–95%)", "Too close to call"),
        (9, 1, "90% ship (9 of 10, 95% range 59–99%)", "Ship"),
        (1, 9, "10% ship (1 of 10, 95% range 1–41%)", "Skip"),
        (70, 30, "70% ship (70 of 100, 95% range 60–79%)", "Ship"),
        (55, 45, "55% ship (55 of 100, 95% range 45–65%)", "Too close to call"),
        (10, 0, "100% ship (10 of 10, 95% range 72–100%)", "Ship"),
        (0, 10, "0% ship (0 of 10, 95% range 0–28%)", "Skip"),
    ],
)
def test_from_ten_votes_on_a_percent_stands_with_its_range(
    ship: int, skip: int, cell: str, label: str
) -> None:
    verdict = community_verdict(ship, skip)
    assert (verdict.cell, verdict.label) == (cell, label)
    assert verdict.card == f"{verdict.percent}% ship"


def test_no_votes_is_a_dash_and_never_a_percent() -> None:
    verdict = community_verdict(0, 0)
    assert (verdict.cell, verdict.card) == ("No community votes yet", "—")
    assert (verdict.percent, verdict.low, verdict.high, verdict.label) == (None, None, None, None)


def test_below_ten_votes_there_is_a_count_only() -> None:
    seven = community_verdict(4, 3)
    assert (seven.cell, seven.card) == ("7 votes so far – result at 10", "7 votes so far")
    assert (seven.percent, seven.label) == (None, None)
    assert community_verdict(1, 0).card == "1 vote so far"


@pytest.mark.parametrize("votes", [10, 11, 37, 100, 101, 250])
def test_every_printed_range_is_the_exact_one(votes: int) -> None:
    for ship in range(votes + 1):
        verdict = community_verdict(ship, votes - ship)
        assert (verdict.low, verdict.high) == exact_range(ship, votes)


@given(counts, counts)
def test_swapping_ship_and_skip_mirrors_range_and_label(ship: int, skip: int) -> None:
    mirror = {"Ship": "Skip", "Skip": "Ship"}
    one, other = community_verdict(ship, skip), community_verdict(skip, ship)
    assert other.label == (mirror.get(one.label, one.label) if one.label else None)
    if one.low is not None and one.high is not None:
        assert (other.low, other.high) == (100 - one.high, 100 - one.low)


@given(counts, counts)
def test_the_printed_range_never_contradicts_the_label(ship: int, skip: int) -> None:
    verdict = community_verdict(ship, skip)
    if verdict.percent is None:
        assert ship + skip < 10
        return
    assert verdict.low is not None
    assert verdict.high is not None
    assert 0 <= verdict.low <= verdict.percent <= verdict.high <= 100
    assert (verdict.label == "Ship") == (verdict.low >= 50)
    assert (verdict.label == "Skip") == (verdict.high <= 50)


@given(st.integers(1, 100_000), st.data())
def test_the_bounds_are_the_roots_of_the_score_test(votes: int, data: st.DataObject) -> None:
    ship = data.draw(st.integers(1, votes))
    lower, _ = wilson_interval(ship, votes)
    step = 1e-9
    assert is_inside(Fraction(lower + step), ship, votes)
    assert not is_inside(Fraction(max(lower - step, 0.0)), ship, votes) or math.isclose(
        lower, 0, abs_tol=step
    )
