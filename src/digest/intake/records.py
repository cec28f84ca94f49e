"""The records an import takes: tools, reviews, votes, subscribers, erasures; each with file and line.

Reading is total: any mapping becomes a record, or the list of everything that is wrong with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal, TypeVar

import msgspec

from digest.errors import BadRecord
from digest.events import Choice
from digest.intake import fields
from digest.intake.fields import Rule


class RawRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One record as a file holds it, not yet read. Lines count from 1.

    ``lines`` gives the line of a field where it differs from the record's own.
    """

    file: str
    line: int
    fields: Mapping[str, object]
    lines: Mapping[str, int] = {}

    def bad(self, field: str, allowed: str) -> BadRecord:
        """Refuse a field of this record, at the field's own line."""
        name = field if len(field) <= 80 and field.isprintable() else ascii(field)[:80]
        return BadRecord(self.file, self.lines.get(field, self.line), name, self.fields.get(field), allowed)


class Origin(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a record stands."""

    file: str
    line: int


class ToolRecord(Origin, frozen=True, kw_only=True):
    """A tool's facts as an editor gives them; None is "not given" and changes nothing.

    ``name`` is always there in a tools file; a review folder's ``tool.md`` may leave it out.
    """

    slug: str
    name: str | None = None
    tagline: str | None = None
    description: str | None = None
    category: str | None = None
    job_tags: tuple[str, ...] | None = None
    pricing: str | None = None
    pricing_source: str | None = None
    pricing_checked_at: datetime | None = None
    entry: str | None = None
    best_for: str | None = None
    homepage: str | None = None
    launched_at: datetime | None = None


class EvidenceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a take leans on: an address and, if given, the words found there."""

    source: str
    quote: str | None = None


class ReviewRecord(Origin, frozen=True, kw_only=True):
    """One persona's take on one tool. ``tool`` is a slug, ``score`` 0 to 100."""

    tool: str
    persona: str
    choice: Choice
    score: int
    take: str
    at: datetime
    reviewer: str | None = None
    drafted_by: str = "person"
    approved_by: str | None = None
    tried: bool = False
    conflicts: str | None = None
    evidence: tuple[EvidenceRecord, ...] = ()


class VoteRecord(Origin, frozen=True, kw_only=True):
    """One reader's vote on one tool, or its withdrawal.

    ``voter`` is opaque; ``issue`` is the week the reader was asked in.
    """

    tool: str
    voter: str
    choice: Choice | Literal["withdrawn"]
    at: datetime
    issue: str | None = None


class VoterRecord(Origin, frozen=True, kw_only=True):
    """A reader as votes name one."""

    voter: str


class SubscriberRecord(Origin, frozen=True, kw_only=True):
    """An address and, if there is any, the evidence of consent."""

    email: str
    name: str | None = None
    confirmed_at: datetime | None = None
    consent_source: str | None = None
    consent_text: str | None = None


class PersonErased(Origin, frozen=True, kw_only=True):
    """A line of an erasure ledger: a person, by keyed address hash and random id."""

    at: datetime
    address_hash: str
    subscriber_id: str


class TextRemoved(Origin, frozen=True, kw_only=True):
    """A line of an erasure ledger: a text, by its content hash."""

    at: datetime
    content: str
    reason: str


R = TypeVar("R")

_TOOL: dict[str, Rule] = {
    "name": fields.line_of_text(10_000),
    "tagline": fields.line_of_text(1_000),
    "description": fields.body_of_text(20_000),
    "category": fields.line_of_text(100),
    "job_tags": fields.TAGS,
    "pricing": fields.line_of_text(1_000),
    "pricing_source": fields.LINK,
    "pricing_checked_at": fields.MOMENT,
    "entry": fields.line_of_text(100),
    "best_for": fields.line_of_text(1_000),
    "homepage": fields.LINK,
    "launched_at": fields.MOMENT,
}
_REVIEW: dict[str, Rule] = {
    "tool": fields.SLUG,
    "persona": fields.PERSONA,
    "choice": fields.CHOICE,
    "score": fields.SCORE,
    "take": fields.body_of_text(20_000),
    "at": fields.MOMENT,
    "reviewer": fields.line_of_text(200),
    "drafted_by": fields.DRAFTED_BY,
    "approved_by": fields.line_of_text(200),
    "tried": fields.YES_NO,
    "conflicts": fields.line_of_text(2_000),
    "evidence": fields.EVIDENCE,
}
_VOTE: dict[str, Rule] = {
    "tool": fields.SLUG,
    "voter": fields.VOTER,
    "choice": fields.VOTE,
    "at": fields.MOMENT,
    "issue": fields.WEEK,
}
_SUBSCRIBER: dict[str, Rule] = {
    "email": fields.line_of_text(254),
    "name": fields.line_of_text(200),
    "confirmed_at": fields.MOMENT,
    "consent_source": fields.line_of_text(2_000),
    "consent_text": fields.body_of_text(5_000),
}
_PERSON_ERASED: dict[str, Rule] = {
    "at": fields.MOMENT,
    "address_hash": fields.SHA256,
    "subscriber_id": fields.IDENTITY,
}
_TEXT_REMOVED: dict[str, Rule] = {
    "at": fields.MOMENT,
    "content": fields.SHA256,
    "reason": fields.line_of_text(2_000),
}


def read_tool(raw: RawRecord) -> ToolRecord | tuple[BadRecord, ...]:
    """Read a record of a tools file."""
    rules = {"slug": fields.SLUG, **_TOOL}
    values, bad = _read(raw, rules, required={"slug", "name"})
    bad += _price_without_words(raw, values)
    return tuple(bad) or _build(raw, values, ToolRecord)


def read_tool_sheet(raw: RawRecord) -> ToolRecord | tuple[BadRecord, ...]:
    """Read the front matter of a ``tool.md``: the tool's slug stands under ``tool``."""
    values, bad = _read(raw, {"tool": fields.SLUG, **_TOOL}, required={"tool"})
    bad += _price_without_words(raw, values)
    values["slug"] = values.pop("tool", None)
    return tuple(bad) or _build(raw, values, ToolRecord)


def read_review(raw: RawRecord) -> ReviewRecord | tuple[BadRecord, ...]:
    """Read a review, from a line of JSON or from front matter."""
    values, bad = _read(raw, _REVIEW, required={"tool", "persona", "choice", "score", "take", "at"})
    return tuple(bad) or _build(raw, values, ReviewRecord)


def read_vote(raw: RawRecord) -> VoteRecord | tuple[BadRecord, ...]:
    """Read a record of a votes file."""
    values, bad = _read(raw, _VOTE, required={"tool", "voter", "choice", "at"})
    return tuple(bad) or _build(raw, values, VoteRecord)


def read_voter(raw: RawRecord) -> VoterRecord | tuple[BadRecord, ...]:
    """Read a line of a list of readers."""
    values, bad = _read(raw, {"voter": fields.VOTER}, required={"voter"})
    return tuple(bad) or _build(raw, values, VoterRecord)


def read_subscriber(raw: RawRecord) -> SubscriberRecord | tuple[BadRecord, ...]:
    """Read a row of a subscribers file; whether the address can exist is not asked here."""
    values, bad = _read(raw, _SUBSCRIBER, required={"email"})
    return tuple(bad) or _build(raw, values, SubscriberRecord)


def read_erasure(raw: RawRecord) -> PersonErased | TextRemoved | tuple[BadRecord, ...]:
    """Read a line of an erasure ledger; one that names a content is about a text."""
    if "content" in raw.fields:
        values, bad = _read(raw, _TEXT_REMOVED, required=_TEXT_REMOVED)
        return tuple(bad) or _build(raw, values, TextRemoved)
    values, bad = _read(raw, _PERSON_ERASED, required=_PERSON_ERASED)
    return tuple(bad) or _build(raw, values, PersonErased)


def _read(
    raw: RawRecord, rules: Mapping[str, Rule], *, required: Collection[str]
) -> tuple[dict[str, object], list[BadRecord]]:
    bad = [
        raw.bad(name, f"no such field; the fields are {', '.join(rules)}")
        for name in raw.fields
        if name not in rules
    ]
    values: dict[str, object] = {}
    for name, rule in rules.items():
        given = raw.fields.get(name)
        if given is None or (isinstance(given, str) and not given.strip()):
            if name in required:
                bad.append(raw.bad(name, rule.allowed))
            continue
        value = rule.read(given)
        if value is None:
            bad.append(raw.bad(name, rule.allowed))
        else:
            values[name] = value
    return values, bad


def _price_without_words(raw: RawRecord, values: Mapping[str, object]) -> list[BadRecord]:
    """A source or a date of a price that the record does not state proves nothing."""
    if "pricing" in values or "entry" in values:
        return []
    proofs = [name for name in ("pricing_source", "pricing_checked_at") if name in values]
    return [raw.bad(name, "only together with pricing or entry") for name in proofs]


def _build(raw: RawRecord, values: dict[str, object], kind: type[R]) -> R:
    return msgspec.convert({**values, "file": raw.file, "line": raw.line}, kind)
