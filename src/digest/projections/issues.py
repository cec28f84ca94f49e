"""Issues: pins, the state of each week's issue, what readers were told and shown, paused deliveries."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Boolean, Column, Integer, Table

from digest.db import Position, String, Text
from digest.events import (
    ComparisonPinned,
    ComparisonSelected,
    ComparisonUnpinned,
    DeliveryCompleted,
    DeliveryPaused,
    DeliveryReconciled,
    DeliveryResumed,
    DeliveryStarted,
    IssueApproved,
    IssueFrozen,
    IssueRejected,
    IssueSkipped,
)
from digest.log.codec import canonical_json, canonical_time
from digest.projections.base import Projection, Record, Row, State, read_models

#: ``state``: selected, skipped, frozen, rejected, approved, delivering or delivered.
issue = Table(
    "issue",
    read_models,
    Column("week", String(8), primary_key=True),
    Column("state", String, nullable=False),
    Column("number", Integer),
    Column("tool_a", String(36)),
    Column("tool_b", String(36)),
    Column("pinned", Boolean, nullable=False),
    Column("title", Text),
    Column("as_of_position", Position),
    Column("head", String(64)),
    Column("issued_at", String(27)),
    Column("issue", String(64)),
    Column("html", Text),
    Column("html_slots", Text),
    Column("text", Text),
    Column("text_slots", Text),
    Column("claims", Text),
    Column("shelf", Text),
    Column("html_bytes", Integer),
    Column("words", Integer),
    Column("approved_by", String),
    Column("note", String(64)),
    Column("reason", Text),
    Column("recipients", Integer),
    Column("accepted", Integer),
)
pin = Table(
    "pin",
    read_models,
    Column("week", String(8), primary_key=True),
    Column("tool_a", String(36), nullable=False),
    Column("tool_b", String(36), nullable=False),
    Column("reason", Text, nullable=False),
)
#: What holds mail back; ``scope`` is a week, or every week.
delivery_pause = Table(
    "delivery_pause",
    read_models,
    Column("scope", String(8), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("position", Position, nullable=False),
)
#: The scope of a pause of every week's delivery.
ALL_WEEKS = "all"
_BLANK: Row = {column.name: None for column in issue.columns} | {"pinned": False}


def _change(state: State, week: str, /, **values: Any) -> None:
    state.put("issue", {**(state.get("issue", week) or {**_BLANK, "week": week}), **values})


def _on_pinned(state: State, data: ComparisonPinned) -> None:
    state.put(
        "pin", {"week": data.week, "tool_a": data.tools[0], "tool_b": data.tools[1], "reason": data.reason}
    )


def _on_unpinned(state: State, data: ComparisonUnpinned) -> None:
    state.delete("pin", data.week)


def _begin(state: State, week: str, /, **values: Any) -> None:
    """Start the week's row anew: nothing of an issue that was rejected counts any more."""
    state.put("issue", {**_BLANK, "week": week, **values})


def _on_selected(state: State, data: ComparisonSelected) -> None:
    _begin(
        state,
        data.week,
        state="selected",
        tool_a=data.tools[0],
        tool_b=data.tools[1],
        pinned=data.pinned,
    )


def _on_frozen(state: State, data: IssueFrozen) -> None:
    _change(
        state,
        data.week,
        state="frozen",
        number=data.number,
        title=data.title,
        tool_a=data.tools[0],
        tool_b=data.tools[1],
        as_of_position=data.as_of_position,
        head=data.head,
        issued_at=canonical_time(data.issued_at),
        issue=data.issue,
        html=canonical_json(data.html),
        html_slots=canonical_json(data.html_slots),
        text=canonical_json(data.text),
        text_slots=canonical_json(data.text_slots),
        claims=canonical_json(data.claims),
        shelf=canonical_json(data.shelf),
        html_bytes=data.html_bytes,
        words=data.words,
        approved_by=None,
        note=None,
        reason=None,
    )


def _on_approved(state: State, data: IssueApproved, record: Record) -> None:
    actor = msgspec.json.decode(record.meta)["actor"]
    _change(state, data.week, state="approved", approved_by=actor, note=data.note)


def _on_rejected(state: State, data: IssueRejected) -> None:
    _change(state, data.week, state="rejected", reason=data.reason)


def _on_skipped(state: State, data: IssueSkipped) -> None:
    _begin(state, data.week, state="skipped", reason=data.reason)


def _on_started(state: State, data: DeliveryStarted) -> None:
    _change(state, data.week, state="delivering", recipients=data.recipients)


def _on_completed(state: State, data: DeliveryCompleted) -> None:
    _change(state, data.week, state="delivered", accepted=data.accepted)


def _on_reconciled(state: State, data: DeliveryReconciled) -> None:
    """Until its completion, a delivery's totals are its rows'."""
    row = state.get("issue", data.week)
    if row is None or row["state"] != "delivered":
        return
    if data.outcome == "accepted":
        _change(state, data.week, accepted=row["accepted"] + 1)
    else:
        _change(state, data.week, state="delivering")


def _on_paused(state: State, data: DeliveryPaused, record: Record) -> None:
    state.put(
        "delivery_pause",
        {"scope": data.week or ALL_WEEKS, "reason": data.reason, "position": record.position},
    )


def _on_resumed(state: State, data: DeliveryResumed) -> None:
    state.delete("delivery_pause", data.week or ALL_WEEKS)


ISSUES = Projection(
    name="issues",
    version=6,
    tables=(issue, pin, delivery_pause),
    handlers={
        ComparisonPinned: _on_pinned,
        ComparisonUnpinned: _on_unpinned,
        ComparisonSelected: _on_selected,
        IssueFrozen: _on_frozen,
        IssueApproved: _on_approved,
        IssueRejected: _on_rejected,
        IssueSkipped: _on_skipped,
        DeliveryStarted: _on_started,
        DeliveryCompleted: _on_completed,
        DeliveryReconciled: _on_reconciled,
        DeliveryPaused: _on_paused,
        DeliveryResumed: _on_resumed,
    },
)
