"""Worlds shared by the tests: a real SQLite database, a fixed clock, events that are quick to write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from digest import db
from digest.log.store import EventLog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

# Examples run on a shared machine: no deadline, and few enough to keep the suite short.
settings.register_profile("digest", max_examples=50, deadline=None)
settings.load_profile("digest")

NOW = datetime(2026, 4, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = db.open_engine(f"sqlite:///{tmp_path}/digest.db")
    db.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def log(engine: Engine) -> EventLog:
    return EventLog(engine, now=lambda: NOW)
