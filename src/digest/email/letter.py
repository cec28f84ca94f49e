"""Letters: short mails to one reader about their subscription, from templates of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest.email.compile import html_of
from digest.email.excerpt import shortened
from digest.email.language import direction
from digest.email.markup import environment, fill
from digest.email.templates import TemplateFolders
from digest.email.words import load_words
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SUBJECT = "Subject: "
#: A client shows about so many characters of a mail in its list.
_PREHEADER = 90


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A letter's subject and its two parts."""

    subject: str
    text: str
    html: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of the HTML part says."""

    language: str
    direction: str
    subject: str
    preheader: str


def write_letter(
    kind: str, values: Mapping[str, object], templates: Sequence[Path], *, language: str = "en"
) -> Written:
    """Fill ``letters/KIND.txt.j2``, whose first line is the subject, and ``letters/KIND.mjml.j2``, framed.

    Its sentences are those of the language's catalogue. The text's first paragraph is what clients show of
    the mail in their lists.

    Raises:
        TemplateError: one of them, or the catalogue, is missing or broken.
    """
    name = f"letters/{kind}.txt.j2"
    folders = TemplateFolders(templates)
    jinja = environment(folders)
    said = {**values, "w": load_words(folders, language)}
    first, _, text = fill(jinja, folders, name, said).partition("\n")
    if not first.startswith(_SUBJECT):
        raise TemplateError(str(folders.paths[name]), 1, None, f"does not begin with {_SUBJECT!r}")
    subject = first.removeprefix(_SUBJECT)
    head = Head(
        language=language,
        direction=direction(language),
        subject=subject,
        preheader=shortened(" ".join(text.split("\n\n")[0].split()), _PREHEADER),
    )
    placed = {**said, "kind": kind, "v": head}
    return Written(subject=subject, text=text, html=html_of(jinja, folders, "letters/letter.mjml.j2", placed))
