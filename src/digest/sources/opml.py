"""Lists of feeds as other readers keep them: OPML 2.0 (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

import msgspec

from digest.errors import BadRecord, DigestError
from digest.sources.source import Source
from digest.sources.xml_guard import flat, hostility


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """A feed in a list, and the line of the file that it stands in."""

    line: int
    title: str
    url: str


def read_opml(body: bytes, file: str) -> tuple[tuple[Outline, ...], tuple[BadRecord, ...]]:
    """Read the feeds of a list, and those whose address is none of the web.

    Raises:
        DigestError: it is no OPML.
    """
    if why := hostility(flat(body)):
        raise DigestError(f"{file}: not read: {why}")
    found: list[Outline] = []
    bad: list[BadRecord] = []
    roots: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        roots.append(name)
        url = attributes.get("xmlUrl")
        if name != "outline" or url is None:
            return
        line = parser.CurrentLineNumber
        if url.startswith(("http://", "https://")):
            title = attributes.get("text") or attributes.get("title") or url
            found.append(Outline(line=line, title=title, url=url.strip()))
        else:
            bad.append(BadRecord(file, line, "xmlUrl", url, "an http or https address"))

    parser.StartElementHandler = start
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise DigestError(f"{file}:{error.lineno}: no XML: {expat.errors.messages[error.code]}") from error
    if roots[:1] != ["opml"]:
        raise DigestError(f"{file}: its first element is {roots[0]}, not opml; export OPML from your reader")
    return tuple(found), tuple(bad)


def write_opml(sources: Iterable[Source], title: str) -> str:
    """Write a list of sources, of every kind."""
    lines = [
        f'    <outline type="rss" text={quoteattr(one.name)} xmlUrl={quoteattr(one.url)}/>' for one in sources
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            f"  <head><title>{title.replace('&', '&amp;').replace('<', '&lt;')}</title></head>",
            "  <body>",
            *lines,
            "  </body>",
            "</opml>",
            "",
        ]
    )
