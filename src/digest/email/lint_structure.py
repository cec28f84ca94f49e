"""Headings, language, title, pictures and tables: what a screen reader finds its way by."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from digest.issue.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.email.html_tree import Element

_LAYOUT = ("presentation", "none")


def structure_findings(page: Element) -> Iterator[Finding]:
    """What is wrong with how a page is put together."""
    elements = list(page.walk())
    yield from _headings([one for one in elements if one.tag in ("h1", "h2", "h3", "h4", "h5", "h6")])
    yield from _document(elements)
    for element in elements:
        if element.tag == "img" and "alt" not in element.attributes:
            yield _at(element, "image-alt", 'has no alt; say what it shows, or alt="" if it shows nothing')
        if element.tag == "table":
            yield from _table(element)


def _at(element: Element, code: str, what: str) -> Finding:
    return Finding(code=code, where=f"text/html line {element.line}", what=f"<{element.tag}> {what}")


def _headings(headings: list[Element]) -> Iterator[Finding]:
    firsts = [one for one in headings if one.tag == "h1"]
    if not firsts:
        yield Finding(code="heading-first", where="text/html", what="no <h1>; give the mail one")
    for one in firsts[1:]:
        yield _at(one, "heading-first", f"again; the first stands on line {firsts[0].line}, make this <h2>")
    for before, after in pairwise(headings):
        if int(after.tag[1]) - int(before.tag[1]) > 1:
            yield _at(after, "heading-gap", f"follows <{before.tag}>; make it <h{int(before.tag[1]) + 1}>")


def _document(elements: list[Element]) -> Iterator[Finding]:
    whole = next((one for one in elements if one.tag == "html"), None)
    if whole is None or whole.attributes.get("lang", "") in ("", "und"):
        yield Finding(
            code="language", where="text/html", what='no language; write <html lang="en"> or whichever it is'
        )
    title = next((one for one in elements if one.tag == "title"), None)
    if title is None or not title.words:
        yield Finding(code="title", where="text/html", what="no <title>; write the subject there")


def _table(table: Element) -> Iterator[Finding]:
    has_headers = any(one.tag == "th" and one.above("table") is table for one in table.walk())
    is_layout = table.attributes.get("role") in _LAYOUT
    if has_headers and is_layout:
        yield _at(table, "table-role", "has headers and the role of layout; take the role out")
    if not has_headers and not is_layout:
        yield _at(table, "table-role", 'has no headers; write role="presentation" if it is layout')
