"""Which template line wrote which part of the rendered MJML.

A document is written without any of this. When something is wrong with it, it is written once more, and
while Jinja compiles a template then, each piece of its text gets a mark that names file and line. The
marks are built from Unicode noncharacters, which :func:`digest.email.plain.plain` keeps out of the data.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec
from jinja2.ext import Extension
from jinja2.lexer import Token

from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2.lexer import TokenStream

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*):(\\d+):([01]){_CLOSE}")
#: Templates whose output is compiled; the text part needs no marks.
_MARKED = ".mjml.j2"


class LineMarks(Extension):
    """Puts a mark in front of every line, and every rest of a line, of template text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Jinja's hook: the token stream of one template, marked."""
        file = stream.filename or stream.name or ""
        line = 0
        for token in stream:
            if token.type == "data" and file.endswith(_MARKED):
                # A block tag swallows the line break after it, so a new line number is a line's start.
                first = _mark(file, token.lineno, whole=token.lineno > line)
                lines = token.value.split("\n")
                rest = (
                    f"\n{_mark(file, token.lineno + n, whole=True)}{part}"
                    for n, part in enumerate(lines[1:], 1)
                )
                yield Token(token.lineno, "data", first + lines[0] + "".join(rest))
                line = token.lineno + len(lines) - 1
            else:
                yield token
                line = token.lineno


def _mark(file: str, line: int, *, whole: bool) -> str:
    return f"{_OPEN}{file}:{line}:{int(whole)}{_CLOSE}"


class Place(msgspec.Struct, frozen=True):
    """From ``offset`` on (characters) the text was written by ``file`` and ``line``.

    ``whole`` says that the line begins here, so that a column can be counted.
    """

    offset: int
    file: str
    line: int
    whole: bool


class Mapped(msgspec.Struct, frozen=True, kw_only=True):
    """Rendered MJML, and how to write the same with the marks that say where it came from."""

    text: str
    marked: Callable[[], str]

    def error(self, offset: int | None, why: str) -> TemplateError:
        """The error of the template line that wrote the character at ``offset``.

        Without an offset it names the file that the document begins in.
        """
        places = places_of(self.marked())
        if offset is None:
            return TemplateError(places[0].file, None, None, why)
        place = places[bisect_right(places, offset, key=lambda place: place.offset) - 1]
        column = offset - place.offset + 1 if place.whole else None
        return TemplateError(place.file, place.line, column, why)

    def character(self, byte: int) -> int:
        """The offset in characters of a byte of the UTF-8 text."""
        return len(self.text.encode()[:byte].decode(errors="ignore"))


def places_of(marked: str) -> list[Place]:
    """Where each mark stands in the text without marks; they ascend."""
    places: list[Place] = []
    offset = end = 0
    for mark in _MARK.finditer(marked):
        offset += mark.start() - end
        end = mark.end()
        places.append(Place(offset, mark[1], int(mark[2]), mark[3] == "1"))
    return places
