"""Letters: short texts to one reader about their subscription, from templates of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest.email.markup import environment, fill
from digest.email.templates import TemplateFolders
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SUBJECT = "Subject: "


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A letter's subject and its text."""

    subject: str
    text: str


def write_letter(kind: str, values: Mapping[str, object], templates: Sequence[Path]) -> Written:
    """Fill the template ``letters/KIND.txt.j2``, whose first line is the subject.

    Raises:
        TemplateError: it is missing or broken.
    """
    name = f"letters/{kind}.txt.j2"
    folders = TemplateFolders(templates)
    first, _, text = fill(environment(folders), folders, name, dict(values)).partition("\n")
    if not first.startswith(_SUBJECT):
        raise TemplateError(str(folders.paths[name]), 1, None, f"does not begin with {_SUBJECT!r}")
    return Written(subject=first.removeprefix(_SUBJECT), text=text)
