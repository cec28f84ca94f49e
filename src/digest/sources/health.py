"""How a source is doing, from its last poll."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from digest.sources.schedule import Plan

if TYPE_CHECKING:
    from sqlalchemy import Row


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """``status`` is that of the last poll, or ``never polled``, or ``gone``; ``failures`` counts in a row.

    ``blocked_until`` is what the server asked for, ``moved_to`` where it says that it has moved.
    """

    status: str = "never polled"
    fetched_at: str | None = None
    detail: str | None = None
    good_at: datetime | None = None
    failures: int = 0
    due_at: datetime | None = None
    blocked_until: datetime | None = None
    moved_to: str | None = None


def health_of(row: Row[Any] | None) -> Health:
    """Read the last row of a source in the ledger; null if there is none."""
    if row is None:
        return Health()
    plan = msgspec.json.decode(row.plan, type=Plan) if row.plan else None
    if plan is None:
        return Health(status=row.status, fetched_at=row.fetched_at, detail=row.detail)
    waits = [moment for moment in (plan.not_before, plan.group_until) if moment is not None]
    return Health(
        status="gone" if plan.gone else row.status,
        fetched_at=row.fetched_at,
        detail=row.detail,
        good_at=plan.good_at,
        failures=plan.failures,
        due_at=None if plan.gone else plan.due_at,
        blocked_until=max(waits, default=None),
        moved_to=plan.moved_to,
    )
