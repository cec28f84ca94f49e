from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.email.excerpt import excerpt, shortened
from digest.email.plain import plain

texts = st.text(max_size=80).map(plain)


@given(texts, st.integers(5, 60))
def test_an_excerpt_keeps_to_its_limit_and_to_the_text(text: str, limit: int) -> None:
    said = excerpt(text, limit)
    assert len(said) <= limit
    assert text.startswith(said.removesuffix("…"))


@given(texts, st.integers(5, 60))
def test_what_fits_is_not_touched(text: str, limit: int) -> None:
    if len(text) <= limit:
        assert excerpt(text, limit) == shortened(text, limit) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It ships today. It costs nothing at all.", "It ships today."),
        ("Is it any good? Nobody knows as of now.", "Is it any good?"),
        ('He said "it ships." Then he left the room.', 'He said "it ships."'),
        ("It took version 2.5 of it to be of use.", "It took version 2.5 of it…"),
        ("Compare A vs. B here. Then look at the rest.", "Compare A vs. B here."),
        (
            "速くて安い道具です。とても良いと思います。本当に良い道具だと思います。",
            "速くて安い道具です。とても良いと思います。",
        ),
        ("Yes. But then there is a long explanation.", "Yes. But then there is a…"),
    ],
)
def test_an_excerpt_ends_with_a_sentence_else_with_a_word(text: str, said: str) -> None:
    assert excerpt(text, 26) == said


def test_an_emoji_made_of_several_is_not_cut_in_half() -> None:
    family = "👩\u200d👩\u200d👧"
    assert shortened(family * 3, 8) == f"{family}…"


def test_a_letter_keeps_its_accent() -> None:
    assert shortened("xq\u0301xx", 3) == "x…"
