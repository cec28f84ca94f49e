"""What stopped a rendering, with the lines of the template around it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digest.errors import DigestError, TemplateError

#: Lines shown before the one at fault, and after it.
_AROUND = 3


class Line(msgspec.Struct, frozen=True):
    """A line of a template; ``marker`` stands below the column at fault, or is empty."""

    number: int
    text: str
    is_at_fault: bool
    marker: str


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """``place`` is ``file:line:column`` as far as it is known; empty where no template is at fault."""

    place: str
    why: str
    lines: tuple[Line, ...] = ()


def fault_of(error: DigestError) -> Fault:
    """An error as the page draws it."""
    if not isinstance(error, TemplateError):
        return Fault(place="", why=str(error))
    place = ":".join(str(part) for part in (error.file, error.line, error.column) if part is not None)
    path = Path(error.file)
    if error.line is None or not path.is_file():
        return Fault(place=place, why=error.why)
    text = path.read_text(encoding="utf-8", errors="replace")
    return Fault(place=place, why=error.why, lines=lines_around(text, error.line, error.column))


def lines_around(text: str, number: int, column: int | None) -> tuple[Line, ...]:
    r"""The line of that number and its neighbours.

    >>> [(line.number, line.text, line.marker) for line in lines_around("a\n  <b>\nc", 2, 3)]
    [(1, 'a', ''), (2, '  <b>', '  ^'), (3, 'c', '')]
    """
    lines = text.splitlines()
    first = max(1, number - _AROUND)
    return tuple(
        Line(
            number=at,
            text=line,
            is_at_fault=at == number,
            marker="" if at != number or column is None else " " * (column - 1) + "^",
        )
        for at, line in enumerate(lines[first - 1 : number + _AROUND], first)
    )
