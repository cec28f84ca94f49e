from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.intake.pricing import entry_label, pricing_flags


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("Free / Open Source (Apache 2.0)", "Free"),
        ("Open Source / Research", "Open source"),
        ("Free trial, then $29/mo", "From $29/mo"),
        ("Free tier, Pro $20/mo", "Free tier"),
        ("No free tier, $49/mo", "From $49/mo"),
        ("Freedom plan", "Not stated"),
        ("Contact sales", "Contact sales"),
        ("", "Not stated"),
        (None, "Not stated"),
        ("TBD", "Not stated"),
        ("Not free", "Paid"),
        ("FREE", "Free"),
        ("$0", "Free"),
        ("Free, or $12 a month for teams", "Free tier"),
        ("Free and paid plans", "Free tier"),
        ("Freemium", "Free tier"),
        ("Free for personal use", "Free tier"),
        ("14-day free trial", "Paid (trial)"),
        ("No longer free", "Paid"),
        ("Isn’t free", "Paid"),
        ("Not open source", "Not stated"),
        ("MIT license", "Open source"),
        ("Open-weights", "Open source"),
        ("Team $50/month, Pro $20/month", "From $20/mo"),
        ("$240/year", "From $240/yr"),
        ("$240/year or $25/mo", "From $240/yr"),
        ("29 USD per month", "From $29/mo"),
        ("€9.50 / seat", "From €9.50/user"),
        ("$49 once", "From $49"),
        ("$3 per 1M tokens", "Usage-based"),
        ("Pay as you go", "Usage-based"),
        ("Subscription", "Paid"),
        ("Enterprise: talk to sales", "Contact sales"),
    ],
)
def test_the_entry_label_follows_from_the_words_of_the_price(raw: str | None, label: str) -> None:
    assert entry_label(raw, None) == label


def test_a_stated_label_stands_as_it_is_stated() -> None:
    assert entry_label("Open Source / Research", "Paid") == "Paid"
    assert entry_label("Free", "  ") == "Free"


def test_a_stated_label_that_the_pricing_contradicts_is_flagged() -> None:
    assert any(
        "Paid" in flag and "Open source" in flag for flag in pricing_flags("Open Source / Research", "Paid")
    )
    assert pricing_flags("$20/mo", "Free") == ("the label says Free, the pricing reads as From $20/mo",)


def test_a_stated_label_that_fits_is_not_flagged() -> None:
    assert pricing_flags("Free / Open Source (Apache 2.0)", "Free") == ()
    assert pricing_flags("$20/mo", "Paid") == ()
    assert pricing_flags(None, "Paid") == ()


def test_words_without_a_price_are_flagged_rather_than_guessed() -> None:
    assert pricing_flags("Freedom plan", None) == ("no price could be read from the pricing",)


@given(st.text())
def test_any_text_gives_a_label_that_is_never_empty(raw: str) -> None:
    assert entry_label(raw, None)
    pricing_flags(raw, "Paid")
