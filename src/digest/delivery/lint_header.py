"""The header of a message: which fields it has, and what each may say."""

from __future__ import annotations

import re
from email.header import decode_header
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.issue.findings import Report

#: A week's mail to its readers, or a letter to one reader about their subscription.
Sort = Literal["issue", "letter"]

_ALWAYS = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Id")
#: Header fields that stand exactly once in a message of that sort.
ONCE: dict[Sort, tuple[str, ...]] = {
    "issue": (*_ALWAYS, "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence"),
    "letter": (*_ALWAYS, "Auto-Submitted"),
}
#: Fields that a message may have besides; of a message that is text alone.
MAY = ("Content-Transfer-Encoding",)
#: Fields that hold words; in all others, an encoded-word is a mistake or an attack.
_WORDED = frozenset({"from", "to", "subject"})
_FIELD = re.compile(rb"([!-9;-~]+):[ \t]?(.*)", re.DOTALL)
_MESSAGE_ID = re.compile(r"<([A-Za-z0-9._-]{16,})@([A-Za-z0-9.-]+)>", re.ASCII)
_ADDRESS = re.compile(r"(?:.*<)?([^<>@\s]+)@([A-Za-z0-9.-]+)>?\s*", re.ASCII | re.DOTALL)
_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d \+0000",
    re.ASCII,
)
_WAYS = re.compile(r"<https://[!-;=?-~]+>(?:, <mailto:[!-;=?-~]+>)?", re.ASCII)
_LIST_ID = re.compile(r"<[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?>", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A header field as it stands in ``source``, from ``line`` (from 1) on; ``raw`` follows the colon."""

    name: str
    raw: str
    line: int
    source: bytes

    @property
    def value(self) -> str:
        """What it says, unfolded."""
        return self.raw.replace("\r\n", "").strip()

    @property
    def is_folded(self) -> bool:
        """Whether it takes more than one line."""
        return "\r\n" in self.raw


def fields(head: bytes, report: Report) -> Iterator[Field]:
    """The fields of a header, from its first line on; reports lines that are none."""
    lines = head.split(b"\r\n")
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end][:1] in (b" ", b"\t"):
            end += 1
        found = _FIELD.fullmatch(b"\r\n".join(lines[at:end]))
        if found is None:
            report.add("header-line", at + 1, "no header field; a text broke out of its field, so look above")
        else:
            raw = found[2].decode("latin-1")
            yield Field(name=found[1].decode(), raw=raw, line=at + 1, source=found[0])
        at = end


def check_fields(found: list[Field], sort: Sort, report: Report) -> None:
    """Report what is wrong with the header of a message of that sort that has these fields."""
    once = ONCE[sort]
    allowed = {name.lower(): name for name in (*once, *MAY)}
    seen: dict[str, Field] = {}
    for field in found:
        name = field.name.lower()
        if name not in allowed:
            report.add("header-unknown", field.line, f"{field.name} is none of ours; find what wrote it")
        if name in seen:
            report.add(
                "header-twice", field.line, f"{field.name} again; it stands once, on line {seen[name].line}"
            )
        seen.setdefault(name, field)
        _check_encoded_words(field, report)
    for name in once:
        if name.lower() not in seen:
            report.add("header-missing", name, _MISSING.get(name, f"is missing; {_HAVE_IT[sort]}"))
    for name, check in _CHECKS.items():
        if name in seen and (why := check(seen[name], seen)):
            report.add(name, seen[name].line, why)


_HAVE_IT: dict[Sort, str] = {"issue": "every issue's mail has it", "letter": "every letter has it"}
_MISSING = {
    "List-Unsubscribe": "is missing; set an https sender.public_url",
    "List-Unsubscribe-Post": "is missing; one click needs an https sender.public_url",
}


def _check_encoded_words(field: Field, report: Report) -> None:
    if "=?" not in field.raw:
        return
    if field.name.lower() not in _WORDED:
        report.add("encoded-word", field.line, f"=? in {field.name}, which holds no words; write it as it is")
        return
    try:
        decoded = [
            part.decode(charset or "ascii") if isinstance(part, bytes) else part
            for part, charset in decode_header(field.value)
        ]
    except (LookupError, ValueError):
        report.add("encoded-word-broken", field.line, f"{field.name} does not decode; encode it again")
        return
    if any(_CONTROL.search(text) for text in decoded):
        report.add(
            "encoded-word-control",
            field.line,
            f"an encoded-word of {field.name} hides a line end or another control; take it out of the text",
        )


def _mailbox(field: Field, _seen: dict[str, Field]) -> str | None:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", field.value)
    if "," not in bare and _ADDRESS.fullmatch(bare):
        return None
    return f"{field.name} does not name exactly one address in ASCII; name one"


def _date(field: Field, _seen: dict[str, Field]) -> str | None:
    if _DATE.fullmatch(field.value):
        return None
    return "not like Thu, 23 Apr 2026 07:00:00 +0000; write it in UTC"


def _message_id(field: Field, seen: dict[str, Field]) -> str | None:
    found = _MESSAGE_ID.fullmatch(field.value)
    if found is None:
        return "not 16 or more letters and digits before our domain; make it opaque"
    sender = _ADDRESS.fullmatch(seen["from"].value) if "from" in seen else None
    if sender and sender[2].lower() != found[2].lower():
        return f"its domain is {found[2]}, the sender's {sender[2]}; use the sender's"
    return None


def _unsubscribe(field: Field, _seen: dict[str, Field]) -> str | None:
    if field.is_folded:
        return "folded; keep it on one physical line, or a relay breaks its signature"
    if not _WAYS.fullmatch(field.value):
        return "not <https://...>, with at most a <mailto:...> behind; write the https address first"
    return None


def _one_click(field: Field, _seen: dict[str, Field]) -> str | None:
    if not field.is_folded and field.value == "List-Unsubscribe=One-Click":
        return None
    return "not exactly List-Unsubscribe=One-Click (RFC 8058); write that"


def _list_id(field: Field, _seen: dict[str, Field]) -> str | None:
    return None if _LIST_ID.fullmatch(field.value) else "not like <weekly.example.org>; set sender.list_id"


def _precedence(field: Field, _seen: dict[str, Field]) -> str | None:
    return None if field.value == "bulk" else "not bulk; write bulk"


def _auto_submitted(field: Field, _seen: dict[str, Field]) -> str | None:
    if field.value == "auto-generated":
        return None
    return "not auto-generated (RFC 3834); write that, or programs answer it"


def _mime_version(field: Field, _seen: dict[str, Field]) -> str | None:
    return None if field.value == "1.0" else "not 1.0; write 1.0"


#: By field; each says what is wrong, or nothing.
_CHECKS = {
    "from": _mailbox,
    "to": _mailbox,
    "date": _date,
    "message-id": _message_id,
    "list-unsubscribe": _unsubscribe,
    "list-unsubscribe-post": _one_click,
    "list-id": _list_id,
    "precedence": _precedence,
    "auto-submitted": _auto_submitted,
    "mime-version": _mime_version,
}
