"""Feed strings made fit to print: nothing in them can stop, split or turn around a mail.

An XML parser refuses control characters and noncharacters, UTF-8 refuses lone surrogates, and an
override mark can make a sentence read backwards. What is left is still *text*: markup and template
syntax in it are harmless because the templates escape every value (see :mod:`digest.email.markup`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

T = TypeVar("T")

#: The longest address that becomes a link, in characters.
URL_LIMIT = 200

# C0 and C1 controls but the white space; noncharacters (the last two of each plane, and U+FDD0..U+FDEF);
# lone surrogates; zero-width space, word joiner, byte order mark; directional marks, embeddings,
# overrides and isolates (UAX #9).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "\u200b\u200e\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
# Joiners build emoji and shape Persian and Indic words; in rows or beside a space they only hide.
_IDLE_JOINER = re.compile("(?<![^\\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?=[\\s\u200c\u200d]|$)")


def plain(text: str) -> str:
    r"""One line of NFC text without what cannot be printed.

    >>> plain("  Two\n lines,\x00 one \u202egnirts ")
    'Two lines, one gnirts'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    # Removing a character can bring a letter and its accent together, hence normalising last.
    kept = _IDLE_JOINER.sub("", _UNPRINTABLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def plain_values(value: T) -> T:
    """The same value with every string in it made :func:`plain`; structs, tuples and dicts are walked."""
    if isinstance(value, str):
        return plain(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(plain_values(item) for item in value)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: plain_values(item) for key, item in value.items()}  # type: ignore[return-value]
    if isinstance(value, msgspec.Struct):
        fields = {name: plain_values(getattr(value, name)) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value


def link(url: str | None) -> str | None:
    """The address if it may become a link: absolute, http or https, at most 200 characters.

    A link is left out rather than mended: a mended one may lead elsewhere.

    >>> link("https://example.org/a?b=c")
    'https://example.org/a?b=c'
    >>> link("javascript:alert(1)"), link("//example.org"), link("https://user@example.org/")
    (None, None, None)
    """
    if url is None or len(url) > URL_LIMIT or not url.isascii() or re.search(r"[\s\"'<>\\^`{|}]", url):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url
