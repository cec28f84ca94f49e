"""Letters: short mails to one reader about their subscription, from templates of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import msgspec

from digest.email.compile import html_of
from digest.email.excerpt import shortened
from digest.email.language import direction
from digest.email.markup import environment, fill
from digest.email.templates import TemplateFolders
from digest.email.words import load_words
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HTML = "letters/letter.mjml.j2"
_SUBJECT = "Subject: "
#: A client shows about so many characters of a mail in its list.
_PREHEADER = 90


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter may tell of, under the names that templates know.

    ``asked_at`` is when it was caused, and ``days`` how long ``link`` is good for, where the reader confirms.
    ``sign_up`` is for everybody; the other addresses are the reader's own.
    """

    brand: str
    postal_address: str
    asked_at: Annotated[datetime, msgspec.Meta(tz=True)]
    days: int
    link: str
    preferences: str
    unsubscribe: str
    sign_up: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A letter's subject, what clients show of it in their lists, and its two parts."""

    subject: str
    preheader: str
    text: str
    html: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of the HTML part says."""

    language: str
    direction: str
    subject: str
    preheader: str


def write_letter(kind: str, about: About, templates: Sequence[Path], *, language: str = "en") -> Written:
    """Fill ``letters/KIND.txt.j2``, whose first line is the subject, and ``letters/KIND.mjml.j2``, framed.

    Its sentences are those of the language's catalogue. The text's first paragraph is what clients show of
    the mail in their lists.

    Raises:
        TemplateError: one of them, or the catalogue, is missing or broken.
    """
    folders = TemplateFolders(templates)
    head, text, values = _filled(kind, about, folders, language)
    html = html_of(environment(folders), folders, _HTML, values)
    return Written(subject=head.subject, preheader=head.preheader, text=text, html=html)


def mjml_of_letter(kind: str, about: About, templates: Sequence[Path], *, language: str = "en") -> str:
    """The letter's HTML part as MJML, as it is before the compiler. Raises as :func:`write_letter` does."""
    folders = TemplateFolders(templates)
    _head, _text, values = _filled(kind, about, folders, language)
    return fill(environment(folders), folders, _HTML, values)


def _filled(
    kind: str, about: About, folders: TemplateFolders, language: str
) -> tuple[Head, str, dict[str, object]]:
    """What the head says, the text part, and what the template of the HTML part knows besides the theme."""
    values = {
        **msgspec.structs.asdict(about),
        "asked_at": f"{about.asked_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        "w": load_words(folders, language),
    }
    name = f"letters/{kind}.txt.j2"
    first, _, text = fill(environment(folders), folders, name, values).partition("\n")
    if not first.startswith(_SUBJECT):
        raise TemplateError(str(folders.paths[name]), 1, None, f"does not begin with {_SUBJECT!r}")
    head = Head(
        language=language,
        direction=direction(language),
        subject=first.removeprefix(_SUBJECT),
        preheader=shortened(" ".join(text.split("\n\n")[0].split()), _PREHEADER),
    )
    return head, text, {**values, "kind": kind, "v": head}
