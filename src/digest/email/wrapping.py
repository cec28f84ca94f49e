"""Where a line may break: the text part is wrapped here, the HTML by mail clients."""

from __future__ import annotations

import re

#: Characters in a line of the text part.
WIDTH = 72

# Before a middle dot, and after one that follows a number; between a number and what it counts;
# before a year; before a score.
_HELD = re.compile(r" (?=·)|(?<=\d ·) |(?<=\d) (?=[^\W\d])|(?<=[a-z]) (?=\d{4}\b)| (?=\d+–\d)")


def wrap(text: str, indent: int = 0, first: str = "") -> str:
    """``text`` in lines of at most 72 characters.

    ``first`` opens the first line; the others are indented by ``indent`` spaces. An address is
    never broken; any other word that is longer than a line is.

    >>> print(wrap("a word " * 12, indent=2, first="* "))
    * a word a word a word a word a word a word a word a word a word a word
      a word a word
    """
    lines: list[str] = []
    line, margin = first, first
    for word in text.split():
        rest = word
        while rest:
            glue = "" if line == margin else " "
            if len(line) + len(glue) + len(rest) <= WIDTH or (line == margin and _is_address(rest)):
                line += glue + rest
                rest = ""
            elif line == margin:
                room = WIDTH - len(line)
                line, rest = line + rest[:room], rest[room:]
            else:
                lines.append(line)
                line = margin = " " * indent
    return "\n".join([*lines, line]).rstrip()


def held(text: str) -> str:
    """``text`` with no-break spaces where a break on a phone would leave a number or a word alone.

    >>> held("71% ship (34 of 48, 95% range 56–83%) · Ship, 5 May 2026").replace("\N{NO-BREAK SPACE}", "_")
    '71% ship (34_of 48, 95% range_56–83%)_· Ship, 5_May_2026'
    """
    return _HELD.sub("\N{NO-BREAK SPACE}", text)


def _is_address(word: str) -> bool:
    return word.startswith(("https://", "http://"))
