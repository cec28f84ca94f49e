"""Shortening that stays honest: at the end of a sentence, else after a word, with an ellipsis."""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile

ELLIPSIS = "…"

# A full stop ends a sentence when what follows looks like the start of another one; abbreviations
# and initials do not end any. Chinese and Japanese stops need no space after them. The look ahead
# spares the looks behind at every other character.
_SENTENCE_END = re.compile(
    r"(?=[.!?])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)(?<!\bapprox)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bNo)(?<!\b[A-Z])"
    r"[.!?]+[\"'”’)\]]*(?=\s+[^a-z\s]|\s*$)|[。！？]"
)


def excerpt(text: str, limit: int) -> str:
    """The leading sentences that fit in ``limit`` characters.

    Sentences that would keep less than a third of the room are no excerpt; the text is then cut
    after a word, as :func:`shortened` does.

    >>> excerpt("It ships. It is fast, e.g. on a laptop. It is free.", 42)
    'It ships. It is fast, e.g. on a laptop.'
    """
    if len(text) <= limit:
        return text
    ends = list(takewhile(lambda end: end <= limit, (match.end() for match in _SENTENCE_END.finditer(text))))
    if ends and ends[-1] * 3 >= limit:
        return text[: ends[-1]]
    return shortened(text, limit)


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut after a word where there is one, ending in an ellipsis.

    >>> shortened("a vision-language model", 12)
    'a vision-la…'
    >>> shortened("abcdefghij", 5)
    'abcd…'
    """
    if len(text) <= limit:
        return text
    end = limit - 1
    space = text.rfind(" ", 0, end + 1)
    if space * 3 >= limit or text[end] == " ":
        end = space
    # Neither an accent nor a joined emoji may lose its first half.
    while end > 1 and (
        unicodedata.combining(text[end]) or text[end] in "\u200c\u200d\ufe0f" or text[end - 1] == "\u200d"
    ):
        end -= 1
    return text[:end].rstrip(" ,;:—–-(\u200d") + ELLIPSIS
