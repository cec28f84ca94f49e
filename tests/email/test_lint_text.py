"""The lint of a mail's text part: how long it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.email.budget import WORDS
from digest.email.lint_text import FILLED_TEXT_BYTES, lint_text
from digest.email.render import render

if TYPE_CHECKING:
    from pathlib import Path

    from digest.issue.model import Issue


def test_a_text_that_a_render_lets_pass_has_no_finding(issue: Issue, templates: Path) -> None:
    assert list(lint_text("https://mail.example/u/token".join(render(issue, [templates]).text))) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("word " * WORDS, []),
        ("word " * (WORDS + 1), ["text-words"]),
        ("3-1 https://a.example/ " * (WORDS + 1), ["text-budget"]),
        ("é" * (FILLED_TEXT_BYTES // 2), []),
        ("é" * (FILLED_TEXT_BYTES // 2 + 1), ["text-budget"]),
    ],
    ids=["750 words", "751 words", "figures and addresses", "bytes that fit", "a letter more"],
)
def test_words_and_bytes_past_the_budget_are_found(text: str, codes: list[str]) -> None:
    assert [finding.code for finding in lint_text(text)] == codes
