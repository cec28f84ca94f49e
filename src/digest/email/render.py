"""A frozen issue -> the two parts of its mail, in segments between the links of one reader.

The HTML and the text are rendered once per issue. What differs per reader stands in slots: slot ``i``
goes between segment ``i`` and ``i + 1``, so a mail is joined, never searched and replaced.
"""

from __future__ import annotations

import hashlib
import re
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from digest.email.arrange import Room, arrange
from digest.email.budget import HTML_BYTES, TEXT_BYTES, WORDS, words_in
from digest.email.compile import html_of
from digest.email.markup import environment, fill
from digest.email.templates import TemplateFolders
from digest.email.words import load_words
from digest.errors import DigestError, TemplateError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import jinja2

    from digest.email.view import View
    from digest.issue.model import Issue

#: Links that belong to one reader; ``left`` and ``right`` are the tools in display order. Those that
#: open a page stand in a mail whose issue has pages.
SLOTS = (
    "unsubscribe",
    "preferences",
    *(f"vote-{side}-{choice}" for side in ("left", "right") for choice in ("ship", "skip")),
    *(f"bookmark-{side}" for side in ("left", "right")),
)
#: No mail goes without these.
REQUIRED = ("unsubscribe",)

_HTML, _TEXT = "comparison.mjml.j2", "comparison.txt.j2"


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """Both parts of an issue's mail; each has one more segment than slots.

    ``templates`` is the SHA-256, hex, of the template files used. ``html_bytes`` (UTF-8) and ``words``
    (of the text part, without figures and addresses) count without the slots. ``gave_way`` lists, in
    order, what was left out or shortened to fit.
    """

    html: tuple[str, ...]
    html_slots: tuple[str, ...]
    text: tuple[str, ...]
    text_slots: tuple[str, ...]
    templates: str
    html_bytes: int
    words: int
    gave_way: tuple[str, ...]


#: What gives way, in this order; each step keeps the ones before it. The last
#: is for feeds that fill every limit with the widest characters, which must not stop an issue.
_STEPS = tuple(
    accumulate(
        (
            ("next up", {"next_up": False}),
            ("shelf", {"shelf": False}),
            ("chart", {"chart": False}),
            ("method note", {"method": False}),
            ("takes to 180 characters", {"take": 180}),
            ("takes to 120 characters", {"take": 120}),
            ("all but the barest", {"movers": 1, "take": 60, "name": 20, "fact": 40, "description": 40}),
        ),
        lambda kept, step: (step[0], kept[1] | step[1]),
    )
)


def render(issue: Issue, templates: Sequence[Path]) -> Rendered:
    """Render an issue with the template files of ``templates``: for each file the first folder wins.

    Raises :class:`TemplateError`, and :class:`DigestError` when an editor's own text is too long.
    """
    folders = TemplateFolders(templates)
    jinja = environment(folders)
    view = arrange(issue, Room())
    rendered = _render(view, jinja, folders, ())
    gave_way: list[str] = []
    for name, limits in _STEPS:
        if _fits(rendered):
            return rendered
        smaller = arrange(issue, Room(**limits))
        if smaller != view:
            view = smaller
            gave_way.append(name)
            rendered = _render(view, jinja, folders, tuple(gave_way))
    if not _fits(rendered):
        raise DigestError(_too_long(rendered, view))
    return rendered


def mjml_of(issue: Issue, templates: Sequence[Path]) -> str:
    """The whole issue as MJML, as it is before the compiler, with addresses of no meaning in its slots."""
    folders = TemplateFolders(templates)
    values = _values(arrange(issue, Room()), folders, "")
    return fill(environment(folders), folders, _HTML, values)


def _render(
    view: View, jinja: jinja2.Environment, folders: TemplateFolders, gave_way: tuple[str, ...]
) -> Rendered:
    # No text can hold its own digest, so no data can pass for a slot.
    token = hashlib.sha256(msgspec.json.encode(view)).hexdigest()[:32]
    values = _values(view, folders, token)
    whole = html_of(jinja, folders, _HTML, values)
    html, html_slots = _split(whole, token, str(folders.paths[_HTML]))
    text, text_slots = _split(_tidy(fill(jinja, folders, _TEXT, values)), token, str(folders.paths[_TEXT]))
    return Rendered(
        html=html,
        html_slots=html_slots,
        text=text,
        text_slots=text_slots,
        templates=folders.digest(),
        html_bytes=_bytes(html),
        words=words_in(" ".join(text)),
        gave_way=gave_way,
    )


def _values(view: View, folders: TemplateFolders, token: str) -> dict[str, object]:
    """What the templates know besides the theme."""
    return {
        "v": view,
        "w": load_words(folders, view.language),
        "slots": {name: f"https://slot.invalid/{token}/{name}" for name in SLOTS},
    }


def _split(part: str, token: str, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pieces = re.split(rf"https://slot\.invalid/{token}/({'|'.join(SLOTS)})", part)
    segments, slots = tuple(pieces[::2]), tuple(pieces[1::2])
    missing = set(REQUIRED) - set(slots)
    if missing:
        raise TemplateError(file, None, None, f"prints no {{{{ slots.{missing.pop()} }}}}; a mail needs it")
    return segments, slots


def _tidy(text: str) -> str:
    """At most one blank line in a row, no space at a line's end but in the signature mark ``-- ``."""
    lines = [line if line == "-- " else line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _bytes(segments: tuple[str, ...]) -> int:
    return sum(len(segment.encode()) for segment in segments)


def _fits(rendered: Rendered) -> bool:
    return (
        rendered.html_bytes <= HTML_BYTES and _bytes(rendered.text) <= TEXT_BYTES and rendered.words <= WORDS
    )


def _too_long(rendered: Rendered, view: View) -> str:
    """Names the longest of the texts that only digest.toml can shorten; all others have a cap."""
    written = {
        "brand.notice": view.notice or "",
        "brand.reason": view.reason,
        "brand.postal_address": view.postal_address,
    }
    name = max(written, key=lambda key: len(written[key]))
    return (
        f"the mail is too long ({rendered.html_bytes} bytes of HTML of {HTML_BYTES},"
        f" {_bytes(rendered.text)} bytes of text of {TEXT_BYTES}, {rendered.words} words of {WORDS})"
        f" after cutting {', '.join(rendered.gave_way)}; shorten {name} in digest.toml"
        f" ({len(written[name])} characters)"
    )
