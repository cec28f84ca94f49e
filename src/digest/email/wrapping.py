"""Line breaking for the text part."""

from __future__ import annotations

#: Characters in a line of the text part.
WIDTH = 72


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


def _is_address(word: str) -> bool:
    return word.startswith(("https://", "http://"))
