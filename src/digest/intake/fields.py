"""What one field of an import may hold: the reading of any JSON or YAML value, or its refusal.

A rule never raises. What it returns is canonical: whitespace folded, moments in UTC, tuples as lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import msgspec

# Control characters (Unicode's Cc) but line feed and tab, and lone surrogates (Cs).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A field's rule. ``read`` gives the canonical value, or None for one it refuses.

    ``allowed`` says in words what is taken; it completes the sentence "allowed: ...".
    """

    allowed: str
    read: Callable[[object], object | None]


def line_of_text(most: int) -> Rule:
    """Text on one line, 1 to ``most`` characters; runs of whitespace become one space.

    Unpaired surrogates and control characters are refused: no log and no mail can carry them.

    >>> line_of_text(20).read("  Skill\\n Claw ")
    'Skill Claw'
    >>> line_of_text(20).read("bell\\a") is None
    True
    """

    def read(value: object) -> str | None:
        return _sized(" ".join(value.split()), most) if isinstance(value, str) else None

    return Rule(allowed=f"text of 1 to {most:,} characters, no control characters", read=read)


def body_of_text(most: int) -> Rule:
    """Text of 1 to ``most`` characters that keeps its lines; the ends are trimmed."""

    def read(value: object) -> str | None:
        return _sized(value.replace("\r\n", "\n").strip(), most) if isinstance(value, str) else None

    return Rule(allowed=f"text of 1 to {most:,} characters, no control characters but line ends", read=read)


def matching(pattern: str, allowed: str) -> Rule:
    """Text that matches the pattern from end to end."""
    compiled = re.compile(pattern)

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and compiled.fullmatch(value) else None

    return Rule(allowed=allowed, read=read)


def _sized(text: str, most: int) -> str | None:
    if not 1 <= len(text) <= most:
        return None
    return None if _UNPRINTABLE.search(text) else text


def _read_moment(value: object) -> datetime | None:
    if isinstance(value, str):
        if not re.match(r"\d{4}-\d\d-\d\d(?!\d)", value.strip()):
            return None
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    elif isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    else:
        return None
    if not 1970 <= moment.year <= 2999:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _read_link(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    link = value.strip()
    if not link.isprintable() or " " in link or len(link) > 2_000:
        return None
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return link if parts.scheme in {"http", "https"} and host else None


def _read_voter(value: object) -> str | None:
    if not isinstance(value, str) or not value.isprintable() or not 1 <= len(value) <= 200:
        return None
    folded = unicodedata.normalize("NFKC", value)
    return None if "@" in folded or " " in folded else value


def _read_score(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= 100 else None


def _read_yes_no(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    words = {"yes": True, "true": True, "no": False, "false": False}
    return words.get(value.strip().lower()) if isinstance(value, str) else None


def _read_tags(value: object) -> list[str] | None:
    if not isinstance(value, list | tuple) or len(value) > 20:
        return None
    tags = [_TAG.read(tag) for tag in value]
    return None if None in tags else list(dict.fromkeys(str(tag).lower() for tag in tags))


def _read_evidence(value: object) -> list[dict[str, str]] | None:
    if not isinstance(value, list | tuple) or len(value) > 50:
        return None
    items: list[dict[str, str]] = []
    for item in value:
        fields = item if isinstance(item, dict) else {"source": item}
        source, quote = _read_link(fields.get("source")), fields.get("quote")
        text = "" if quote is None else _QUOTE.read(quote)
        if source is None or text is None or not fields.keys() <= {"source", "quote"}:
            return None
        items.append({"source": source} | ({"quote": str(text)} if text else {}))
    return items


_QUOTE = body_of_text(2_000)
_TAG = line_of_text(60)

SLUG = matching(r"[a-z0-9][a-z0-9-]{0,79}", "1 to 80 of a-z, 0-9 and -, starting with a letter or digit")
PERSONA = matching(r"[a-z][a-z0-9-]{0,39}", "a persona's id in lower case, such as builder")
CHOICE = matching(r"ship|skip", "ship or skip")
VOTE = matching(r"ship|skip|withdrawn", "ship, skip or withdrawn")
WEEK = matching(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])", "an ISO week, such as 2026-W17")
DRAFTED_BY = matching(r"person|model|model:[!-~]([ -~]{0,98}[!-~])?", "person, model or model:NAME")
SHA256 = matching(r"[0-9a-f]{64}", "64 hexadecimal digits in lower case")
IDENTITY = matching(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a UUID in lower case")
SCORE = Rule(allowed="a whole number from 0 to 100", read=_read_score)
YES_NO = Rule(allowed="yes or no", read=_read_yes_no)
MOMENT = Rule(
    allowed="an ISO date or datetime from 1970 to 2999, such as 2026-04-20 or 2026-04-20T09:30:00+02:00",
    read=_read_moment,
)
LINK = Rule(allowed="an http or https address of at most 2,000 characters", read=_read_link)
VOTER = Rule(
    allowed="an opaque id of 1 to 200 characters without spaces and without @ (never an e-mail address)",
    read=_read_voter,
)
TAGS = Rule(
    allowed='a list of at most 20 tags of at most 60 characters, such as ["code-review"]', read=_read_tags
)
EVIDENCE = Rule(
    allowed="a list of at most 50 http or https addresses, or of objects with source and optionally quote",
    read=_read_evidence,
)
