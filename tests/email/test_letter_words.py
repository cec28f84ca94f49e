"""What letters say themselves, in the newsletter's language."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, get_args

import msgspec
import pytest

from digest.delivery.letters import Kind
from digest.email.letter import write_letter
from digest.errors import TemplateError
from digest.pipeline.letter_sample import ASKED_AT
from tests.email.test_letters import ABOUT, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KINDS = get_args(Kind)


@pytest.fixture(scope="session")
def english(templates: Path) -> dict[str, str]:
    return tomllib.loads((templates / "words" / "en.toml").read_text(encoding="utf-8"))


@pytest.fixture
def danish(templates: Path, tmp_path: Path) -> Callable[[dict[str, str]], list[Path]]:
    """Folders in which these sentences are the Danish ones."""

    def written(sentences: dict[str, str]) -> list[Path]:
        path = tmp_path / "own" / "words" / "da.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        # A string of JSON is one of TOML too.
        lines = (f"{name} = {json.dumps(sentence)}\n" for name, sentence in sentences.items())
        path.write_text("".join(lines), encoding="utf-8")
        return [tmp_path / "own", templates]

    return written


def in_numbers(sentences: dict[str, str]) -> dict[str, str]:
    """A language without letters: each sentence is its number and what it fills in."""
    return {
        name: " ".join([f"«{number}»", *re.findall(r"\{\w+\}", sentence)])
        for number, (name, sentence) in enumerate(sentences.items())
    }


def english_in(said: str) -> list[str]:
    """The words of it that no sentence of :func:`in_numbers` says and no value."""
    said = re.sub(r"«\d+»", "", " ".join(said.split()))
    values = [f"{ASKED_AT:%Y-%m-%d %H:%M} UTC", *map(str, msgspec.structs.astuple(ABOUT))]
    for value in sorted(values, key=len, reverse=True):
        said = said.replace(value, "")
    return re.findall(r"[A-Za-z]+", said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_in_another_language_says_nothing_in_english(
    kind: str, english: dict[str, str], danish: Callable[[dict[str, str]], list[Path]]
) -> None:
    letter = write_letter(kind, ABOUT, danish(in_numbers(english)), language="da")
    unseen = re.findall(r'\b(?:aria-label|alt|title)="([^"]*)"', letter.html)
    for said in (letter.subject, letter.text, words(letter.html), *unseen):
        assert "«" in said
        assert english_in(said) == []
    assert re.search(r'<html[^>]* lang="da"', letter.html)


@pytest.mark.parametrize("kind", KINDS)
def test_a_catalogue_that_lacks_a_sentence_of_a_letter_is_refused_by_its_file_and_the_sentences_name(
    kind: str, english: dict[str, str], danish: Callable[[dict[str, str]], list[Path]]
) -> None:
    own = [name for name in english if name.startswith((f"{kind}_", "letter_"))]
    assert f"{kind}_subject" in own
    for name in own:
        folders = danish({key: sentence for key, sentence in english.items() if key != name})
        with pytest.raises(TemplateError, match=f"lacks {name}, which is") as refused:
            write_letter(kind, ABOUT, folders, language="da")
        assert refused.value.file == str(folders[0] / "words" / "da.toml")


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_of_a_letters_text_is_long_whatever_the_brand_is_called(kind: str, templates: Path) -> None:
    brand = "The Weekly Comparison of Two Tools for Whoever Builds with Them and of Their Reviews"
    letter = write_letter(kind, msgspec.structs.replace(ABOUT, brand=brand), [templates])
    assert brand in " ".join(letter.text.split())
    assert max(map(len, letter.text.splitlines())) <= 72
