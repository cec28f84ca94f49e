"""What the mail itself says, from a catalogue for each language."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import pass_eval_context
from markupsafe import Markup, escape

from digest.errors import TemplateError

if TYPE_CHECKING:
    from jinja2.nodes import EvalContext

    from digest.email.templates import TemplateFolders

#: The catalogue that is always there, and says which sentences there are.
FALLBACK = "en"
_NAME = re.compile(r"\{(\w*)\}")


def load_words(folders: TemplateFolders, language: str) -> dict[str, str]:
    """The sentences of a language tag, by name: of ``pt-BR``, else of ``pt``, else the English ones.

    Raises:
        TemplateError: a catalogue is no TOML, lacks a sentence, has one more, or fills in other names.
    """
    english = _read(folders, FALLBACK)
    for tag in (language.lower(), language.lower().partition("-")[0]):
        if folders.has(_file(tag)):
            words = _read(folders, tag)
            _compare(str(folders.paths[_file(tag)]), words, english)
            return words
    return english


@pass_eval_context
def said(context: EvalContext, sentence: str, **names: object) -> str:
    """A sentence with its names filled in; in HTML, names that are no markup are escaped."""
    if not context.autoescape:
        return sentence.format(**names)
    return Markup(escape(sentence)).format(**names)  # noqa: S704 - escaped just here


def _file(tag: str) -> str:
    return f"words/{tag}.toml"


def _read(folders: TemplateFolders, tag: str) -> dict[str, str]:
    text = folders.text(_file(tag))
    try:
        return _sentences(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (None, None)
        raise TemplateError(str(folders.paths[_file(tag)]), line, column, str(error)) from None


@lru_cache(maxsize=8)
def _sentences(text: str) -> dict[str, str]:
    return {name: str(sentence) for name, sentence in tomllib.loads(text).items()}


def _compare(file: str, words: dict[str, str], english: dict[str, str]) -> None:
    for name, sentence in english.items():
        if name not in words:
            raise TemplateError(file, None, None, f"lacks {name}, which is {sentence!r} in English")
        if set(_NAME.findall(words[name])) != set(_NAME.findall(sentence)):
            raise TemplateError(file, None, None, f"{name} must fill in what {sentence!r} does, and no more")
    if unknown := sorted(words.keys() - english.keys()):
        raise TemplateError(file, None, None, f"{unknown[0]} is no sentence of the mail; take it out")
