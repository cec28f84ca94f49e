"""Header fields written by hand: nothing a name or a subject holds can become another field.

The standard library's generators fold a long ``List-Unsubscribe`` into encoded-words, and older
ones turn an encoded newline in a name into a real line (CPython issue 121650).
"""

from __future__ import annotations

import re
import unicodedata
from email.header import Header

from email_validator import EmailNotValidError, validate_email

#: A display name is cut here; 64 is what a mail client has room for, and more.
NAME_CHARACTERS = 64
_LINE_CHARACTERS = 76
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*", re.ASCII)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"(?=.{{1,64}}@.{{1,253}}\Z){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*", re.ASCII)


def plain(text: str, limit: int | None = None) -> str:
    r"""Fold white space, drop what has no glyph or turns the reading direction, and cut.

    >>> plain("Eve\r\nBcc: x@y\u202e")
    'Eve Bcc: x@y'
    >>> plain("abcdef", 4)
    'abc…'
    """
    kept = "".join(
        " "
        if letter.isspace()
        else ""
        if letter in _BIDI_CONTROLS or unicodedata.category(letter) in _UNPRINTABLE
        else letter
        for letter in text
    )
    folded = " ".join(kept.split())
    if limit is None or len(folded) <= limit:
        return folded
    return folded[: limit - 1].rstrip() + "…"


def unstructured(field: str, text: str) -> str:
    r"""A field such as Subject, with its CRLF; encoded-words (RFC 2047) unless plain and short.

    >>> unstructured("Subject", "A vs B")
    'Subject: A vs B\r\n'
    """
    value = plain(text)
    if _needs_encoding(value) or len(field) + 2 + len(value) > _LINE_CHARACTERS:
        value = _encoded_words(field, value)
    return f"{field}: {value}\r\n"


def mailbox(field: str, name: str | None, address: str) -> str:
    r"""A field with exactly one mailbox, with its CRLF. ``address`` is ASCII (:func:`wire_address`).

    >>> mailbox("To", "Ada, Countess", "ada@example.org")
    'To: "Ada, Countess" <ada@example.org>\r\n'
    """
    shown = plain(name or "", NAME_CHARACTERS)
    if not shown:
        return f"{field}: {address}\r\n"
    if _needs_encoding(shown):
        phrase = _encoded_words(field, shown)
    elif _ATOMS.fullmatch(shown):
        phrase = shown
    else:
        phrase = '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
    last_line = f"{field}: {phrase}".rpartition("\r\n")[2]
    gap = " " if len(last_line) + len(address) + 3 <= _LINE_CHARACTERS else "\r\n "
    return f"{field}: {phrase}{gap}<{address}>\r\n"


def is_wire_address(address: str) -> bool:
    """Whether an address is plain ASCII that stands in a header as it is, without quoting."""
    return _MAILBOX.fullmatch(address) is not None and "=?" not in address


def wire_address(address: str) -> str | None:
    """The ASCII form of an address, its domain in IDNA; None if only SMTPUTF8 could carry it.

    Raises ValueError for what is no address, or reads as something else in a header.

    >>> wire_address("ada@example.org"), wire_address("ada@bücher.example")
    ('ada@example.org', 'ada@xn--bcher-kva.example')
    """
    if is_wire_address(address):
        return address
    try:
        ascii_form = validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    if ascii_form is not None and not is_wire_address(ascii_form):
        raise ValueError("the address cannot stand in a header without quoting")
    return ascii_form


def _needs_encoding(text: str) -> bool:
    return not text.isascii() or "=?" in text


def _encoded_words(field: str, text: str) -> str:
    return Header(text, "utf-8", maxlinelen=75, header_name=field).encode(linesep="\r\n")
