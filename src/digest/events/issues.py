"""Issues: which pair, what was frozen, who approved it."""

from __future__ import annotations

from typing import Annotated

import msgspec

from digest.events.base import ContentHash, Event, Id, Moment, Week

#: Two tool ids in display order.
Pair = tuple[Id, Id]
#: Points of a score of 100, in hundredths, so that no float enters the log.
Hundredths = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What readers were told of one tool; movers and corrections compare it with the present."""

    tool_id: Id
    label: str
    ship: Count
    skip: Count
    ship_percent: int | None
    entry: str
    votes_ship: Count
    votes_skip: Count


class RunnerUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pair that was not selected, with its score and the gates that stopped it."""

    tools: Pair
    score: Hundredths
    blocked: tuple[str, ...]


class ComparisonPinned(Event, frozen=True, kw_only=True):
    """An editor chose the pair of an issue; the order given is the order shown."""

    week: Week
    tools: Pair
    reason: str


class ComparisonUnpinned(Event, frozen=True, kw_only=True):
    """The editor's choice was taken back; selection decides again."""

    week: Week


class ComparisonSelected(Event, frozen=True, kw_only=True):
    """The pair of an issue, with everything needed to see why."""

    week: Week
    tools: Pair
    score: Hundredths
    parts: dict[str, Hundredths]
    pinned: bool
    overridden: tuple[str, ...]
    relaxed: tuple[str, ...]
    runners_up: tuple[RunnerUp, ...]
    policy_version: int
    as_of_position: int


class IssueFrozen(Event, frozen=True, kw_only=True):
    """An issue became a fact: what it says, from which position, in which bytes.

    ``issue`` is the frozen issue's JSON, ``html`` and ``text`` its rendered segments, all content.
    Between segment i and i+1 stands the per-recipient link that ``html_slots[i]`` names.
    ``head`` is the chain hash at ``as_of_position``; ``shelf`` the tools listed as new.
    """

    week: Week
    number: int
    tools: Pair
    title: str
    as_of_position: int
    head: str
    issued_at: Moment
    policies: dict[str, int]
    claims: tuple[Claim, ...]
    shelf: tuple[Id, ...]
    issue: ContentHash
    html: tuple[ContentHash, ...]
    html_slots: tuple[str, ...]
    text: tuple[ContentHash, ...]
    text_slots: tuple[str, ...]
    templates: str
    html_bytes: int
    words: int


class IssueApproved(Event, frozen=True, kw_only=True):
    """An editor let the frozen issue go out; ``issue`` names exactly what was approved.

    ``note`` is what the editor said of it, null for nothing.
    """

    VERSION = 2

    week: Week
    issue: ContentHash
    note: ContentHash | None


class IssueRejected(Event, frozen=True, kw_only=True):
    """An editor sent the frozen issue back; the next weekly run selects and freezes anew."""

    week: Week
    issue: ContentHash
    reason: str


class CorrectionIssued(Event, frozen=True, kw_only=True):
    """Something that a sent issue said was wrong; ``text`` says what it said and what is so.

    The issue stays as it was sent.
    """

    week: Week
    issue: ContentHash
    text: ContentHash


class IssueSkipped(Event, frozen=True, kw_only=True):
    """No pair was worth sending; ``reason`` counts what stopped the candidates."""

    week: Week
    reason: str
    as_of_position: int
