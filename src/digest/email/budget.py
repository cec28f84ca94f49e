"""How long the two parts of a mail may be, and what of the text counts as something to read."""

from __future__ import annotations

#: Gmail clips a mail near 102 kB of HTML; a text part past these is not read to its end.
HTML_BYTES, TEXT_BYTES, WORDS = 95_000, 8_192, 750


def words_in(text: str) -> int:
    """What there is to read: a figure or an address is looked at, not read, and does not count.

    >>> words_in("Kestrel ships, 3-1. https://kestrel.example/")
    2
    """
    return sum(
        token.isalpha() or (any(map(str.isalpha, token)) and not token.startswith(("https://", "http://")))
        for token in text.split()
    )
