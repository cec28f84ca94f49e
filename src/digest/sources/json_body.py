"""Reading a JSON body that somebody else wrote: named refusals, and fields that may be anything."""

from __future__ import annotations

import json

from digest.errors import FeedRefused
from digest.sources.source import Source


def read_json(body: bytes, source: Source) -> object:
    """Decode a JSON body in UTF-8, -16 or -32, a lone surrogate in a string included.

    Raises FeedRefused: ``empty``, ``html``, ``truncated``, ``encoding``, ``hostile``, ``unreadable``.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise FeedRefused(source.name, "empty", "the body is empty")
    if start.startswith(b"<"):
        raise FeedRefused(source.name, "html", "expected JSON, found markup; is the URL that of the API?")
    try:
        return json.loads(body)
    except UnicodeDecodeError as error:
        raise FeedRefused(source.name, "encoding", f"not {error.encoding} at byte {error.start}") from error
    except RecursionError as error:
        raise FeedRefused(source.name, "hostile", "nested too deep to read") from error
    except json.JSONDecodeError as error:
        cut_off = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")
        reason = "truncated" if cut_off else "unreadable"
        raise FeedRefused(source.name, reason, f"no JSON: {error}") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise FeedRefused(source.name, "unreadable", f"no JSON: {error}") from error


def text_of(record: dict[str, object], *names: str) -> str:
    """Give the first of these fields that holds text (a number counts), or ``""``."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def record_of(value: object, name: str) -> dict[str, object]:
    """Give a field that holds an object, or an empty one."""
    field = value.get(name) if isinstance(value, dict) else None
    return field if isinstance(field, dict) else {}


def count_of(record: dict[str, object], name: str) -> int | None:
    """Give a field that holds a count: a whole number from 0 to 2^53, as JSON readers agree on."""
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2**53:
        return value
    return None
