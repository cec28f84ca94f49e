"""Every section of the mail: a partial of its own, a fixture that shows it, nothing where it has nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from digest.email.render import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue

#: The partial, the fixture that shows it, the issue without what it prints, and the words it begins with.
SECTIONS = {
    "corrections": ("votes", {"corrections": ()}, "Correction to "),
    "scorecard": ("plain", {"comparison.reviewers": ()}, "Reviewer scorecard"),
    "turnout": ("votes", {"turnout": None}, "Reader votes, last six weeks"),
    "takes": ("plain", {"comparison.reviewers": ()}, "What each reviewer said"),
    "vote": ("votes", {"brand.pages_url": None}, "Your call: ship or skip?"),
    "movers": ("plain", {"movers": ()}, "Verdicts that moved"),
    "last_week": ("plain", {"last_week": None}, "Last week’s readers"),
    "shelf": ("plain", {"shelf": ()}, "New on the shelf"),
    "next_up": ("plain", {"next_up": None}, "Next up"),
}
#: Those that no issue is without.
ALWAYS = {"head", "masthead", "verdicts", "decision", "method", "footer"}


def without(issue: Issue, changes: dict[str, object]) -> Issue:
    for path, value in changes.items():
        outer, _, inner = path.partition(".")
        whole = msgspec.structs.replace(getattr(issue, outer), **{inner: value}) if inner else value
        issue = msgspec.structs.replace(issue, **{outer: whole})
    return issue


def parts(issue: Issue, templates: Path) -> tuple[str, str]:
    rendered = render(issue, [templates])
    return "".join(rendered.html), "".join(rendered.text)


def test_every_partial_is_a_section_that_is_looked_at_here(templates: Path) -> None:
    there = {path.name.removesuffix(".mjml.j2") for path in (templates / "partials").glob("*.j2")}
    assert there == SECTIONS.keys() | ALWAYS


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_stands_in_both_parts_or_in_neither(
    section: str, read_issue: Callable[[str], Issue], templates: Path
) -> None:
    fixture, changes, words = SECTIONS[section]
    issue = read_issue(fixture)
    html, text = parts(issue, templates)
    assert words in html
    assert words.lower() in text.lower()
    html, text = parts(without(issue, changes), templates)
    assert words not in html
    assert words.lower() not in text.lower()
