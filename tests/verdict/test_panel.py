from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.verdict.panel import PanelPolicy, panel_verdict, whole_percent

counts = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("ship", "skip", "label", "contested"),
    [
        (0, 0, "No panel verdict yet", False),
        (1, 0, "Provisional", False),
        (1, 1, "Provisional", False),
        (2, 0, "Provisional", False),
        (0, 2, "Provisional", False),
        (3, 0, "Ship", False),
        (2, 1, "Ship", True),
        (1, 2, "Skip", True),
        (0, 3, "Skip", False),
        (4, 0, "Ship", False),
        (3, 1, "Ship", False),
        (2, 2, "Mixed", True),
        (1, 3, "Skip", False),
        (0, 4, "Skip", False),
        (4, 1, "Ship", False),
        (3, 2, "Mixed", True),
        (2, 3, "Mixed", True),
        (1, 4, "Skip", False),
        (4, 2, "Ship", True),
        (5, 2, "Ship", False),
        (4, 3, "Mixed", True),
        (3, 4, "Mixed", True),
        (2, 5, "Skip", False),
    ],
)
def test_a_count_has_one_label(ship: int, skip: int, label: str, contested: bool) -> None:
    verdict = panel_verdict(ship, skip)
    assert (verdict.label, verdict.contested) == (label, contested)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (4, 4, 100),
        (2, 4, 50),
        (3, 4, 75),
        (2, 3, 67),
        (1, 3, 33),
        (1, 8, 13),
        (3, 8, 38),
        (5, 8, 63),
        (399, 400, 99),
        (1, 400, 1),
        (199, 200, 99),
        (1, 200, 1),
    ],
)
def test_percents_round_half_up_and_keep_clear_of_both_ends(part: int, whole: int, percent: int) -> None:
    assert whole_percent(part, whole) == percent


def test_cells_read_as_they_are_printed() -> None:
    assert panel_verdict(4, 0).cell == "Ship · 4 ship / 0 skip"
    assert panel_verdict(2, 2).cell == "Mixed · 2 ship / 2 skip"
    assert panel_verdict(1, 1).cell == "Provisional · 1 ship / 1 skip"


def test_no_takes_is_no_number() -> None:
    verdict = panel_verdict(0, 0)
    assert (verdict.ship_percent, verdict.cell) == (None, "No panel verdict yet")


def test_a_policy_moves_quorum_and_threshold() -> None:
    strict = PanelPolicy(version=2, quorum=5, ship_numerator=4, ship_denominator=5)
    assert panel_verdict(4, 0, policy=strict).label == "Provisional"
    assert panel_verdict(4, 1, policy=strict).label == "Ship"
    assert panel_verdict(7, 3, policy=strict).label == "Mixed"


@given(counts, counts)
def test_the_label_is_the_exact_fraction_rule(ship: int, skip: int) -> None:
    takes = ship + skip
    if takes < 3:
        expected = "Provisional" if takes else "No panel verdict yet"
    elif Fraction(ship, takes) >= Fraction(2, 3):
        expected = "Ship"
    elif Fraction(ship, takes) <= Fraction(1, 3):
        expected = "Skip"
    else:
        expected = "Mixed"
    assert panel_verdict(ship, skip).label == expected


@given(counts, counts)
def test_swapping_ship_and_skip_swaps_the_label(ship: int, skip: int) -> None:
    mirror = {"Ship": "Skip", "Skip": "Ship"}
    one, other = panel_verdict(ship, skip), panel_verdict(skip, ship)
    assert other.label == mirror.get(one.label, one.label)
    assert other.contested == one.contested


@given(counts, counts)
def test_only_a_unanimous_panel_prints_0_or_100(ship: int, skip: int) -> None:
    percent = panel_verdict(ship, skip).ship_percent
    if ship and skip:
        assert percent is not None
        assert 1 <= percent <= 99
        assert abs(percent - Fraction(100 * ship, ship + skip)) <= 1
    elif ship or skip:
        assert percent == (100 if ship else 0)
