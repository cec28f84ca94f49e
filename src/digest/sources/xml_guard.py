"""What can be said of an XML body before a parser is let near it: cheap, linear, never an error."""

from __future__ import annotations

import codecs
import re

MAX_ITEMS = 2_000
#: Real feeds nest some ten deep, their texts some dozens.
MAX_DEPTH = 300
#: feedparser takes time quadratic in the attributes of one element; real ones have a dozen.
MAX_ATTRIBUTES = 1_000
#: RSS, Atom, RSS 1.0 and the older CDF.
FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOM_CODECS = ("utf-8-sig", "utf-32", "utf-32", "utf-16", "utf-16")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_NAME = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_ENTITY = re.compile(rb"<!ENTITY\s[^<>]*?(?:[\"'][^\"'<>]*&|\bSYSTEM\b|\bPUBLIC\b)")
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>/]")
#: A tag: whether it is an end, its name, and what follows; or a section or comment, which has no name.
_MARK = re.compile(
    rb"<(?:(/?)([A-Za-z_][\w.:-]*+)([^<>]*+)>"
    rb"|!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z)"
    rb"|!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z))"
)
#: HTML elements that never have an end, in texts that are not escaped.
_VOID = frozenset({b"br", b"hr", b"img", b"input", b"meta", b"source", b"wbr"})
#: Codecs of Python that are no encodings of documents and take quadratic time.
NO_DOCUMENT = frozenset({"punycode", "idna"})


def flat(body: bytes) -> bytes:
    """Give the body without byte-order mark and NULs: ASCII markup can be read in UTF-16 and -32 too."""
    for mark in _BOMS:
        if body.startswith(mark):
            body = body[len(mark) :]
            break
    return body.replace(b"\0", b"").lstrip()


def root_name(text: bytes) -> str:
    """Name the document's first element, in lower case and without prefix; ``""`` if there is none."""
    start = 0
    while (start := text.find(b"<", start)) >= 0:
        if text.startswith(b"<!--", start):
            end = text.find(b"-->", start + 4)
        elif match := _NAME.match(text, start):
            return match[1].rpartition(b":")[2].decode().lower()
        elif text[start + 1 : start + 9].lower() == b"!doctype":
            subset = text.find(b"[", start, start + 1_000)
            closed = text.find(b">", start)
            end = text.find(b"]", subset) if 0 <= subset < closed else closed
        else:
            end = text.find(b">", start)
        if end < 0:
            break
        start = end + 1
    return ""


def hostility(text: bytes) -> str | None:
    """Say in words why parsing this would be unwise, or nothing."""
    if _ENTITY.search(text):
        return "it declares entities made of entities, or fetched from elsewhere"
    depth = deepest = 0
    for mark in _MARK.finditer(text):
        is_end, name, rest = mark.groups()
        if name is None:
            continue
        if rest.count(b"=") > MAX_ATTRIBUTES:
            return f"an element has more than {MAX_ATTRIBUTES} attributes"
        if rest.endswith(b"/"):
            continue
        if is_end:
            depth = max(depth - 1, 0)
        elif name.lower() not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                return f"its elements are nested more than {MAX_DEPTH} deep"
    return None


def count_items(text: bytes) -> int:
    """Count the start tags of items and entries."""
    return sum(1 for _ in _ITEM.finditer(text))


def is_cut_off(text: bytes, root: str) -> bool:
    """Say whether the end tag of the document's element is missing."""
    return re.search(rb"</(?:\w+:)?" + re.escape(root.encode()) + rb"\s*>", text, re.IGNORECASE) is None


def declared_codec(body: bytes) -> str:
    """Name the codec that a byte-order mark or the XML declaration asks for, known or not; else UTF-8."""
    for mark, marked in zip(_BOMS, _BOM_CODECS, strict=True):
        if body.startswith(mark):
            return marked
    declared = _DECLARED.match(body)
    codec = declared[1].decode() if declared else "utf-8"
    return "gb18030" if codec.lower() == "gb2312" else codec


def undecodable(body: bytes) -> str | None:
    """Say in words where the bytes contradict the encoding declared for them, or nothing.

    Reading them in another encoding would put garbled names into the mail. A body that is UTF-8 in
    spite of what it declares is read as that.
    """
    codec = declared_codec(body)
    if codec.lower() in NO_DOCUMENT:
        return f"{codec} is no encoding of a document"
    try:
        body.decode(codec)
    except LookupError:
        wrong = f"the declared encoding {codec} is unknown"
    except UnicodeError as error:
        wrong = f"the bytes are not the declared {codec}: {error.args[-1]}"
    else:
        return None
    try:
        body.decode()
    except UnicodeDecodeError:
        return wrong
    return None
