"""Names, counts and dates in English words, the same on every machine."""

from __future__ import annotations

import unicodedata
from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Marks that reorder the text around them; they belong to no name in a subject line.
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINS_ITS_NEIGHBOURS = "\u200d"


def one_line(text: str) -> str:
    """A text as one printable line: whitespace folded, control characters and bidi marks removed.

    >>> one_line("Smol\\r\\nBcc: VLM2 ")
    'Smol Bcc: VLM2'
    """
    folded = " ".join(text.split())
    kept = (c for c in folded if c not in _BIDI_CONTROLS and unicodedata.category(c) not in ("Cc", "Cs"))
    return " ".join("".join(kept).split())


def clip(text: str, limit: int) -> str:
    """A text of at most ``limit`` code points, with ``…`` where it was cut.

    A cut never leaves an accent without its letter or a joiner without its right-hand side.

    >>> clip("SmolVLM2", 8), clip("SkillClaw", 8)
    ('SmolVLM2', 'SkillCl…')
    """
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and (unicodedata.combining(text[end]) or _JOINS_ITS_NEIGHBOURS in text[end - 1 : end + 1]):
        end -= 1
    return text[:end].rstrip() + "…"


def tally(ship: int, skip: int) -> str:
    """Ship and skip counts as a result.

    >>> tally(4, 0)
    '4–0'
    """
    return f"{ship}–{skip}"


def counted(count: int, noun: str) -> str:
    """A count with its noun, singular or plural.

    >>> counted(1, "take"), counted(3, "take")
    ('1 take', '3 takes')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def listed(words: list[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["Builder", "Skeptic", "Creator"])
    'Builder, Skeptic and Creator'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def day_in_words(day: date) -> str:
    """A date as it is printed.

    >>> day_in_words(date(2026, 11, 19))
    '19 November 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
