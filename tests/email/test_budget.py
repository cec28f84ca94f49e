"""A mail that is too big loses its least parts first, in a fixed order, and says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.email.budget import HTML_BYTES, TEXT_BYTES, WORDS
from digest.email.render import Rendered, render
from digest.errors import DigestError
from digest.issue.model import Issue, Method

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: What goes of an issue that has every section.
WITH_CHART = ("next up", "shelf", "chart", "method note")
ORDER = (
    "next up",
    "shelf",
    "method note",
    "takes to 180 characters",
    "takes to 120 characters",
    "all but the barest",
)


def with_takes(issue: Issue, text: str) -> Issue:
    rows = tuple(
        replace(row, takes=tuple(take and replace(take, text=text) for take in row.takes))
        for row in issue.comparison.reviewers
    )
    return replace(issue, comparison=replace(issue.comparison, reviewers=rows))


def text_bytes(rendered: Rendered) -> int:
    return sum(len(segment.encode()) for segment in rendered.text)


def test_what_fits_is_whole(read_issue: Callable[[str], Issue], templates: Path) -> None:
    rendered = render(read_issue("votes"), [templates])
    assert rendered.gave_way == ()
    assert "New on the shelf" in "".join(rendered.html)
    assert "Next up" in "".join(rendered.html)


def test_next_up_goes_first_then_the_shelf_then_the_chart_then_the_method(
    read_issue: Callable[[str], Issue], templates: Path
) -> None:
    issue = read_issue("votes")
    # Each sentence of the note is one more reason to give way, and the note itself goes last.
    seen = []
    for count in range(0, 300, 20):
        note = replace(issue.method, sentences=("word " * count + ".",))
        seen.append(render(replace(issue, method=note), [templates]).gave_way)
    assert set(seen) <= {WITH_CHART[:count] for count in range(5)}
    assert sorted(seen, key=len) == seen
    assert seen[-1] == WITH_CHART


def test_the_position_and_the_head_stay_when_the_method_note_goes(
    plain_issue: Issue, templates: Path
) -> None:
    method: Method = replace(plain_issue.method, sentences=("word " * 300,))
    rendered = render(replace(plain_issue, method=method), [templates])
    assert "method note" in rendered.gave_way
    assert f"As of log position {method.as_of_position}, head {method.head[:12]}." in "".join(rendered.html)
    assert method.head in "".join(rendered.text)


def test_takes_get_shorter_together(plain_issue: Issue, templates: Path) -> None:
    rendered = render(with_takes(plain_issue, "Today we go. " * 100), [templates])
    assert rendered.gave_way == ORDER[:4]
    assert rendered.html[0].count(("Today we go. " * (180 // 13)).strip() + "</p>") == 8


def test_a_part_that_is_not_there_does_not_give_way(plain_issue: Issue, templates: Path) -> None:
    issue = with_takes(replace(plain_issue, next_up=None, shelf=()), "A be. " * 100)
    assert render(issue, [templates]).gave_way[:1] == ("method note",)


@settings(max_examples=25, deadline=None)
@given(length=st.integers(0, 600), letter=st.sampled_from(["a ", "be. ", "<", "日", "word "]))
def test_takes_of_any_length_fit_in_the_end(
    plain_issue: Issue, templates: Path, length: int, letter: str
) -> None:
    rendered = render(with_takes(plain_issue, letter * length), [templates])
    assert rendered.html_bytes <= HTML_BYTES
    assert text_bytes(rendered) <= TEXT_BYTES
    assert rendered.words <= WORDS
    assert list(rendered.gave_way) == [part for part in ORDER if part in rendered.gave_way]


def test_a_text_that_only_an_editor_can_shorten_is_named(plain_issue: Issue, templates: Path) -> None:
    issue = replace(plain_issue, brand=replace(plain_issue.brand, reason="because " * 900))
    with pytest.raises(DigestError, match=r"too long .* shorten brand\.reason in digest\.toml \(7199 char"):
        render(issue, [templates])
