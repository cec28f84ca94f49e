"""Bring the read models up to the head of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.projections import ALL
from digest.projections.runner import catch_up

if TYPE_CHECKING:
    from digest.log.store import EventLog


def project(log: EventLog) -> int:
    """Fold what is new into every read model; returns the position reached.

    Every changing command ends with this, so that the next reader sees what was said.
    """
    return catch_up(log.engine, ALL)
