"""What the mail itself says, in the newsletter's language."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import msgspec
import pytest

from digest.email.render import render
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue

    Edit = Callable[[str], str]


@pytest.fixture
def catalogue(templates: Path, tmp_path: Path) -> Callable[[str, Edit], list[Path]]:
    """Folders with the English catalogue, edited, as that of another language."""

    def make(tag: str, edit: Edit) -> list[Path]:
        path = tmp_path / "own" / "words" / f"{tag}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit((templates / "words" / "en.toml").read_text(encoding="utf-8")), encoding="utf-8")
        return [tmp_path / "own", templates]

    return make


def in_language(issue: Issue, tag: str) -> Issue:
    return msgspec.structs.replace(issue, brand=msgspec.structs.replace(issue.brand, language=tag))


def in_danish(english: str) -> str:
    return english.replace('ship = "Ship it"', 'ship = "Send & glem"').replace(
        'bookmark = "Bookmark {name}"', 'bookmark = "{name} gemmes"'
    )


@pytest.mark.parametrize("tag", ["da", "da-DK", "DA"])
def test_both_parts_speak_the_language_of_the_newsletter(
    tag: str, read_issue: Callable[[str], Issue], catalogue: Callable[[str, Edit], list[Path]]
) -> None:
    rendered = render(in_language(read_issue("votes"), tag), catalogue("da", in_danish))
    html, text = "".join(rendered.html), "".join(rendered.text)
    assert f'lang="{tag}"' in html
    assert "Send &amp; glem" in html
    assert "Send & glem:" in text
    assert re.search(r'<span dir="auto">SmolVLM2</span> gemmes</a>', html)


def test_a_language_without_a_catalogue_is_written_in_english(
    read_issue: Callable[[str], Issue], templates: Path
) -> None:
    assert "Ship it" in "".join(render(in_language(read_issue("votes"), "fo"), [templates]).html)


def test_the_moment_of_the_numbers_is_told_with_its_zone(plain_issue: Issue, templates: Path) -> None:
    rendered = render(plain_issue, [templates])
    for part in (rendered.html, rendered.text):
        assert "Frozen on 19 November 2026, 07:00 UTC." in "".join(part)


def test_a_language_that_is_written_leftwards_turns_the_mail_around(
    read_issue: Callable[[str], Issue], templates: Path
) -> None:
    for tag, way in (("he", "rtl"), ("en", "ltr")):
        html = "".join(render(in_language(read_issue("votes"), tag), [templates]).html)
        assert re.search(rf'<html[^>]* dir="{way}"', html)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('skip = "Skip it"\n', "", "lacks skip"),
        ('skip = "Skip it"', 'skip = "Skip it"\nskipped = "x"', "skipped is no sentence"),
        ('bookmark = "Bookmark {name}"', 'bookmark = "Bookmark it"', "bookmark must fill in"),
        ('bookmark = "Bookmark {name}"', 'bookmark = "{name} {side}"', "bookmark must fill in"),
        ('skip = "Skip it"', "skip = Skip it", "line"),
    ],
)
def test_a_catalogue_that_says_less_or_more_is_refused_by_its_file(
    old: str,
    new: str,
    why: str,
    read_issue: Callable[[str], Issue],
    catalogue: Callable[[str, Edit], list[Path]],
) -> None:
    folders = catalogue("da", lambda english: english.replace(old, new))
    with pytest.raises(TemplateError, match=why) as refused:
        render(in_language(read_issue("votes"), "da"), folders)
    assert refused.value.file.endswith("words/da.toml")


def test_every_sentence_is_used_and_no_heading_stands_in_a_template(templates: Path) -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in templates.rglob("*.j2"))
    sentences = tomllib.loads((templates / "words" / "en.toml").read_text(encoding="utf-8"))
    assert [name for name in sentences if not re.search(rf"\bw\.{name}\b", written)] == []
    assert re.findall(r'(?:heading|section|lesser)\("[^"]*"\)', written) == []
