"""The parts of a message: how they are put together and encoded, and where their links lead."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import SplitResult, unquote, urlsplit

from digest.issue.findings import Finding, Report

#: Gmail clips a mail near this many bytes of HTML.
HTML_BYTES = 102_000
#: A line of quoted-printable with its soft break (RFC 2045, section 6.7).
QP_OCTETS = 76
_QP_ESCAPE = re.compile(rb"=(?![0-9A-F]{2}|\r\n)")
_WAY = re.compile(r"<(https://[^>]*)>")
_SLOT = "slot.invalid"
#: A reader's link ends here when nobody filled in its token.
_NO_TOKEN = re.compile(r"/[a-z]/\Z")
_LOADING_ATTRIBUTES = ("src", "srcset", "background", "poster", "data")
_LOADING_TAGS = ("link", "script", "iframe", "object", "embed", "form", "img", "svg")


def part_findings(
    message: EmailMessage, body: bytes, *, first_line: int, way: str, to: str, report: Report
) -> None:
    """Report what is wrong with the parts of a message whose body begins on ``first_line``.

    ``way`` is its List-Unsubscribe and ``to`` its To, as they stand.
    """
    shape = [part.get_content_type() for part in message.walk()]
    if shape not in (["multipart/alternative", "text/plain", "text/html"], ["text/plain"]):
        report.add(
            "structure",
            "Content-Type",
            f"{', '.join(shape)}; make it text/plain, or multipart/alternative with text/html behind it",
        )
        return
    boundary = message.get_boundary()
    _check_encoding(body, boundary, first_line, report)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    encodings = {str(part.get("Content-Transfer-Encoding", "none")).lower() for part in leaves}
    if encodings != {"quoted-printable"}:
        report.add(
            "encoding", "message", f"{', '.join(sorted(encodings))}; write every part in quoted-printable"
        )
        return
    texts = {part.get_content_subtype(): _decoded(part, report) for part in leaves}
    if boundary is not None and any(f"--{boundary}" in text for text in texts.values()):
        report.add("boundary", "Content-Type", "the boundary stands in a part; take one that occurs nowhere")
    for subtype, text in texts.items():
        if _SLOT in text:
            report.add("slot", f"text/{subtype}", "a slot that nobody filled; build the message again")
    html = _Html()
    html.feed(texts.get("html", ""))
    html.close()
    if "html" in texts:
        _check_html(texts["html"], html, set(texts["plain"].split()), report)
    # A word of the text that looks like an address may be somebody's name; what the HTML links, we link.
    _check_addresses(html.links, report)
    _check_own_links([*texts["plain"].split(), *html.links], report, way=way, to=to)
    _check_way_out(texts["plain"], html.links if "html" in texts else None, way, report)


def _check_encoding(body: bytes, boundary: str | None, first_line: int, report: Report) -> None:
    delimiter = None if boundary is None else f"--{boundary}".encode()
    # What stands before the first delimiter, and the header of a part, is no quoted-printable.
    encoded = delimiter is None
    for number, line in enumerate(body.split(b"\r\n"), first_line):
        if delimiter is not None and line.startswith(delimiter):
            encoded = False
        elif not encoded:
            encoded = not line
        elif _QP_ESCAPE.search(line + b"\r\n"):
            report.add("qp-escape", number, "= before neither two hex digits nor the line's end; write =3D")
        elif len(line) > QP_OCTETS:
            report.add("qp-line", number, f"{len(line)} octets; quoted-printable has {QP_OCTETS} at most")
        elif line.endswith((b" ", b"\t")):
            report.add("qp-space", number, "a blank at the end, which relays take away; write =20 or =09")


def _decoded(part: EmailMessage, report: Report) -> str:
    where = part.get_content_type()
    if (part.get_content_charset() or "") != "utf-8":
        report.add("charset", where, f"{part.get_content_charset() or 'no charset'}; write charset=utf-8")
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        report.add("utf-8", where, f"octet {error.start} is no UTF-8; encode the text again")
        return raw.decode("utf-8", errors="replace")


def _check_html(source: str, html: _Html, written: set[str], report: Report) -> None:
    size = len(source.encode())
    if size >= HTML_BYTES:
        report.add(
            "html-size", "text/html", f"{size:,} bytes; mail is clipped near {HTML_BYTES:,}, so cut it"
        )
    for link in dict.fromkeys(html.links):
        if link not in written:
            report.add(
                "link-not-in-text", "text/plain", f"{_shown(link)} stands in the HTML alone; print it here"
            )
    _check_loads(html, report)


def lint_loads(html: str) -> tuple[Finding, ...]:
    """What the HTML of a mail would ask a server for when it is opened."""
    reader, report = _Html(), Report()
    reader.feed(html)
    reader.close()
    _check_loads(reader, report)
    return report.findings()


def _check_loads(html: _Html, report: Report) -> None:
    for what in dict.fromkeys(html.loads):
        report.add("loads", "text/html", f"{what} would ask a server when the mail is opened; take it out")


def _check_addresses(links: list[str], report: Report) -> None:
    for link in dict.fromkeys(links):
        parts = _split(link)
        is_web = parts is not None and parts.scheme in ("https", "http") and parts.hostname
        if parts is None or not (parts.scheme == "mailto" or (is_web and "@" not in parts.netloc)):
            report.add(
                "link", "text/html", f"{_shown(link)} is no plain web address; mend it or leave it out"
            )


def _check_own_links(words: list[str], report: Report, *, way: str, to: str) -> None:
    """Links to the host that readers leave by are https and filled; no link names the reader."""
    found = _WAY.match(way)
    leave = _split(found[1]) if found else None
    own = leave.hostname if leave else None
    reader = to.rpartition("<")[2].rstrip("> ").lower()
    for link in dict.fromkeys(words):
        parts = _split(link)
        if parts is None or parts.scheme not in ("https", "http"):
            continue
        if own and parts.hostname == own and parts.scheme != "https":
            report.add("link-own", "links", f"{_shown(link)} is not https; every page of ours is")
        if own and parts.hostname == own and _NO_TOKEN.search(parts.path):
            report.add("slot", "links", f"{_shown(link)} has no token; build the message again")
        if reader and reader in unquote(link).lower():
            report.add(
                "link-names-reader", "links", f"{_shown(link)} holds the address; links must be opaque"
            )


def _split(link: str) -> SplitResult | None:
    try:
        parts = urlsplit(link)
        # A port that is no number is only noticed when it is asked for.
        _ = parts.port
    except ValueError:
        return None
    return parts


def _check_way_out(text: str, links: list[str] | None, way: str, report: Report) -> None:
    found = _WAY.match(way)
    if found is None:
        return
    for part, there in (
        ("text/plain", found[1] in text.split()),
        ("text/html", links is None or found[1] in links),
    ):
        if not there:
            report.add(
                "no-way-out", part, "the List-Unsubscribe address is not in this part; print it in the footer"
            )


def _shown(link: str) -> str:
    """A link without what may be a token: whoever has one can act for its reader."""
    return re.sub(r"[A-Za-z0-9_-]{40,}", "...", link)[:80]


class _Html(HTMLParser):
    """Collects where the links lead, and what would be fetched without a click."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOADING_TAGS:
            self.loads.append(f"<{tag}>")
        for name, value in attrs:
            if name == "href" and tag in ("a", "area"):
                self.links.append(value or "")
            elif name in _LOADING_ATTRIBUTES:
                self.loads.append(f"{name} of <{tag}>")
            elif name == "style" and "url(" in (value or "").lower():
                self.loads.append(f"url() in the style of <{tag}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" and re.search(r"url\(|@import", data, re.IGNORECASE):
            self.loads.append("<style>")
