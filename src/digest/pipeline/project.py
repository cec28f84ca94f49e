"""Bring the read models up to the head of the log, build them anew, or check them against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.projections import ALL, runner
from digest.projections import rebuild as rebuilding
from digest.projections.rebuild import Check

if TYPE_CHECKING:
    from digest.log.store import EventLog

__all__ = ["Check", "check", "project", "rebuild"]


def project(log: EventLog) -> int:
    """Fold what is new into every read model; returns the position reached.

    Every changing command ends with this, so that the next reader sees what was said.
    """
    return runner.catch_up(log.engine, ALL)


def rebuild(log: EventLog) -> int:
    """Fold the whole log into new read models and swap them in; returns the position reached."""
    return rebuilding.rebuild(log.engine, ALL)


def check(log: EventLog) -> list[Check]:
    """Compare each read model with one folded anew in memory; changes nothing."""
    return rebuilding.check(log.engine, ALL)
