"""Where lines may break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.email.wrapping import held

GAP = "\N{NO-BREAK SPACE}"


@given(st.text(st.sampled_from("ab 19–·("), max_size=40))
def test_holding_changes_nothing_but_spaces(text: str) -> None:
    assert held(text).replace(GAP, " ") == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("45/100 · skip", "45/100_·_skip"),
        ("Mixed · 2 ship / 2 skip", "Mixed_· 2_ship / 2_skip"),
        ("checked 20 April 2026", "checked 20_April_2026"),
        ("SkillClaw splits the panel, 2–2.", "SkillClaw splits the panel,_2–2."),
        ("an open-source vision model", "an open-source vision model"),
    ],
)
def test_a_number_is_not_parted_from_its_word(text: str, kept: str) -> None:
    assert held(text).replace(GAP, "_") == kept
