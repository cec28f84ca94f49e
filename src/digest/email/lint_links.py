"""What links say: enough to be understood alone, and the same only where they lead to the same place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.issue.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.email.html_tree import Element

#: Words that say nothing when a screen reader lists the links of a mail.
VAGUE = frozenset({"click here", "here", "click", "link", "more", "read more", "this", "this link"})
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def link_findings(page: Element) -> Iterator[Finding]:
    """What is wrong with the words of a page's links."""
    leads: dict[str, tuple[str, int]] = {}
    for link in page.walk():
        href = link.attributes.get("href")
        if link.tag != "a" or not href:
            continue
        shown = link.words
        said = " ".join(link.attributes.get("aria-label", shown).split())
        yield from _words(link, shown, said)
        there, line = leads.setdefault(said.casefold(), (href, link.line))
        if there != href:
            yield _at(
                link, "link-same-words", f"{said!r} leads elsewhere on line {line}; say which of both it is"
            )


def _words(link: Element, shown: str, said: str) -> Iterator[Finding]:
    if not said:
        yield _at(link, "link-empty", "a link without words; say where it leads")
    elif said.casefold() in VAGUE:
        yield _at(link, "link-vague", f"{said!r} says nothing by itself; say where the link leads")
    elif _URL.fullmatch(shown):
        yield _at(link, "link-bare", f"{shown[:60]!r} is an address; say in words where the link leads")
    if shown.casefold() not in said.casefold():
        yield _at(
            link, "link-label", f"aria-label {said!r} lacks {shown!r}, which is seen; begin with those words"
        )


def _at(link: Element, code: str, what: str) -> Finding:
    return Finding(code=code, where=f"text/html line {link.line}", what=what)
