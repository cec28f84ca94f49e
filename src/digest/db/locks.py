"""Named locks between processes that die with their owner."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from digest.db.dialects import dialect_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@contextmanager
def exclusive(engine: Engine, name: str) -> Iterator[bool]:
    """A named lock that dies with its process; yields whether it was had, and never waits.

    Whoever holds it knows that work claimed under it by others was left by the dead.
    """
    with dialect_of(engine).lock(engine, name, wait=False) as had:
        yield had


@contextmanager
def waiting(engine: Engine, name: str) -> Iterator[None]:
    """A named lock that dies with its process, waited for as long as it takes."""
    with dialect_of(engine).lock(engine, name, wait=True):
        yield
