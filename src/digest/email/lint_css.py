"""CSS and tags that mail clients drop, or that would make a mail look different in each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.issue.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.email.html_tree import Element

#: A name, how it looks in CSS, and what to do instead.
BANS = (
    ("flex", r"display\s*:\s*(?:inline-)?flex", "use a table"),
    ("grid", r"display\s*:\s*(?:inline-)?grid", "use a table"),
    ("position", r"(?<![\w-])position\s*:", "use padding"),
    ("float", r"(?<![\w-])float\s*:", "use a table or align"),
    ("background-image", r"background(?:-image)?\s*:[^;}]*(?:url\(|gradient\()", "use a flat colour"),
    ("unit", r"(?<![\w#.-])[\d.]+(?:rem|vh|vw)\b", "use px"),
    ("variable", r"var\(\s*--|(?<![\w-])--[\w-]+\s*:", "write the colour or the length itself"),
    ("has", r":has\(", "set a class"),
    ("import", r"@import", "write the rules into the mail"),
    ("font-face", r"@font-face", "name fonts that readers have"),
)
TAGS = {
    "svg": "use words or table cells",
    **dict.fromkeys(("form", "input", "button", "select", "textarea"), "link to a page that has it"),
    "script": "no client runs it",
}
_BANS = [(name, re.compile(pattern, re.IGNORECASE), instead) for name, pattern, instead in BANS]


def banned(page: Element) -> Iterator[Finding]:
    """What a mail must not use, each with the line where it is used."""
    for element in page.walk():
        if element.tag in TAGS:
            yield _at(element.line, element.tag, f"<{element.tag}>", TAGS[element.tag])
        for name, value in element.attributes.items():
            if value.lower().lstrip().startswith("data:"):
                yield _at(element.line, "data", f"data: in {name}", "most clients drop it")
            if re.search(r"\.webp\b", value, re.IGNORECASE) and name in ("src", "srcset", "background"):
                yield _at(element.line, "webp", f"WebP in {name}", "use PNG")
        yield from _css(element.attributes.get("style", ""), element.line)
        if element.tag == "style":
            for number, line in enumerate("".join(map(str, element.inside)).split("\n"), element.line):
                yield from _css(line, number)


def _css(css: str, line: int) -> Iterator[Finding]:
    for name, pattern, instead in _BANS:
        if found := pattern.search(css):
            yield _at(line, name, found[0][:40], instead)
    if re.search(r"url\(\s*[\"']?\s*data:", css, re.IGNORECASE):
        yield _at(line, "data", "data: in CSS", "most clients drop it")


def _at(line: int, name: str, what: str, instead: str) -> Finding:
    return Finding(
        code=f"ban-{name}",
        where=f"text/html line {line}",
        what=f"{what}: not every client knows it; {instead}",
    )
