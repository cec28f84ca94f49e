"""What a reader would hold against the text part of a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.email.budget import TEXT_BYTES, WORDS, words_in
from digest.email.plain import URL_LIMIT
from digest.email.render import SLOTS
from digest.issue.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The budget of a text part, with a long link in each slot.
FILLED_TEXT_BYTES = TEXT_BYTES + len(SLOTS) * URL_LIMIT


def lint_text(text: str) -> Iterator[Finding]:
    """Where the text part is longer than anybody reads; nothing for a good one."""
    size, words = len(text.encode()), words_in(text)
    if size > FILLED_TEXT_BYTES:
        yield Finding(
            code="text-budget",
            where="text/plain",
            what=f"{size:,} bytes; the budget is {TEXT_BYTES:,} and a link in each slot, so cut it",
        )
    if words > WORDS:
        yield Finding(
            code="text-words",
            where="text/plain",
            what=f"{words:,} words to read; the budget is {WORDS:,}, so cut it",
        )
