from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.email.plain import link, plain

anything = st.text(st.characters(exclude_categories=()), max_size=40)


@given(anything)
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(anything)
def test_plain_text_can_be_encoded_and_holds_no_control_character(text: str) -> None:
    plain(text).encode()
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in plain(text))


def test_letters_and_accents_are_joined() -> None:
    assert plain("Cafe\u0301") == "Café"


def test_marks_that_turn_text_around_are_dropped_and_the_letters_kept() -> None:
    assert plain("a\u202eb\u2067c\u200fd") == "abcd"


def test_joiners_stay_where_they_shape_something() -> None:
    family, persian = "👩\u200d👧", "می\u200cخواهم"
    assert plain(family) == family
    assert plain(persian) == persian
    assert plain(f"\u200d{family}\u200c \u200dx\u200d\u200d") == f"{family} x"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "example.org",
        "/path",
        "//example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///path",
        "https://user:pass@example.org/",
        "https://example.org:port/",
        "https://[::1/",
        'https://example.org/"onclick',
        "https://example.org/a b",
        "https://exämple.org/",
        "https://example.org/" + "x" * 190,
    ],
)
def test_what_is_no_plain_web_address_is_no_link(url: str | None) -> None:
    assert link(url) is None


def test_a_web_address_stays_as_given() -> None:
    url = "http://example.org:8080/a?b=1&c=%20#d"
    assert link(url) == url
