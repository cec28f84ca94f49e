"""What was known at an earlier position of the log, or at an earlier time."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.errors import NoSuchMoment
from digest.log import store
from digest.projections import ALL
from digest.projections.as_of import as_of
from digest.projections.rebuild import fingerprints_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter


class Fingerprint(msgspec.Struct, frozen=True, kw_only=True):
    """A read model's fingerprint with the log folded up to ``position``."""

    name: str
    position: int
    fingerprint: str


@contextmanager
def knowing(newsletter: Newsletter, when: str | None) -> Iterator[Connection]:
    """A connection that reads the present, or the read models as they stood at ``when``.

    ``when`` is a position or an ISO 8601 moment; a moment without an offset is in the newsletter's zone.
    A moment stands for the last position recorded by then: what was known, not what had happened.

    Raises:
        NoSuchMoment: it is neither, or lies beyond the head.
    """
    if when is None:
        with db.reading(newsletter.engine) as connection:
            yield connection
        return
    with as_of(newsletter.engine, ALL, position_of(newsletter, when)) as connection:
        yield connection


def position_of(newsletter: Newsletter, when: str) -> int:
    """The position that ``when`` names, see :func:`knowing`."""
    with db.reading(newsletter.engine) as connection:
        head = store.head(connection).position
        by_number = when.isdecimal()
        position = int(when) if by_number else store.position_at(connection, _moment(newsletter, when))
    if position > head:
        raise NoSuchMoment(f"the log ends at position {head}; --as-of {when} lies beyond it")
    return position


def fingerprints(newsletter: Newsletter, when: str) -> tuple[Fingerprint, ...]:
    """Each read model's fingerprint as of then, folded anew in memory."""
    position = position_of(newsletter, when)
    with db.reading(newsletter.engine) as connection:
        found = fingerprints_at(connection, ALL, {p.name: position for p in ALL})
    return tuple(
        Fingerprint(name=name, position=position, fingerprint=print_) for name, print_ in found.items()
    )


def _moment(newsletter: Newsletter, when: str) -> datetime:
    try:
        moment = datetime.fromisoformat(when)
    except ValueError as error:
        raise NoSuchMoment(
            f"--as-of {when} is neither a position nor a moment; write 140 or 2026-04-23T09:00+02:00"
        ) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=newsletter.zone)
