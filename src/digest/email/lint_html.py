"""What a reader, a screen reader or a mail client would hold against the HTML of a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.email.budget import HTML_BYTES
from digest.email.html_tree import read_html
from digest.email.lint_css import banned
from digest.email.lint_links import link_findings
from digest.email.lint_structure import structure_findings
from digest.email.plain import URL_LIMIT
from digest.email.render import SLOTS
from digest.issue.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The budget of a mail, with a long link in each slot.
FILLED_BYTES = HTML_BYTES + len(SLOTS) * URL_LIMIT


def lint_html(html: str) -> tuple[Finding, ...]:
    """Everything wrong with the HTML part of a mail; nothing for a good one.

    What its parts must be in a message, and what it would load, is for
    :func:`digest.delivery.lint.lint_message`.
    """
    page = read_html(html)
    return (*_size(html), *structure_findings(page), *link_findings(page), *banned(page))


def _size(html: str) -> Iterator[Finding]:
    size = len(html.encode())
    if size > FILLED_BYTES:
        yield Finding(
            code="budget",
            where="text/html",
            what=f"{size:,} bytes; the budget is {HTML_BYTES:,} and a link in each slot, and Gmail clips near"
            " 102,000, so cut it",
        )
