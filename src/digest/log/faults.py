"""Where stored rows stop making sense: the first that cannot be read, does not follow, or is out of order."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, true
from sqlalchemy.exc import DBAPIError

from digest.log.chain import COLUMNS, REPORT_EVERY, BrokenAppend, Chain, Fault, broken_append
from digest.log.schema import event

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Result, Select

    from digest.log.chain import OnProgress


# Neither engine's driver converts what it finds: a value of a wrong type comes as it is.
_ROWS = select(*(event.c[name] for name in COLUMNS)).order_by(event.c.position)
LINKS = select(event.c.position, event.c.event_hash, event.c.chain_hash).order_by(event.c.position)


def first_fault(connection: Connection, chain: Chain, total: int, on_progress: OnProgress) -> Fault | None:
    """Follow the rows as far as they can be followed."""
    try:
        # Within a savepoint, because after a failed statement one engine refuses every other.
        with connection.begin_nested(), _streamed(connection, _ROWS) as rows:
            for row in rows:
                if fault := chain.fault(row):
                    return fault
                if not chain.position % REPORT_EVERY:
                    on_progress(chain.position, total)
    except DBAPIError:
        return _unreadable(connection, chain)
    return None


def _unreadable(connection: Connection, chain: Chain) -> Fault | None:
    """Follow the rows one by one: they were fetched by the thousand, and one of them cannot be read."""
    while True:
        try:
            with connection.begin_nested():
                following = _ROWS.where(event.c.position > chain.position).limit(1)
                row = connection.execute(following).one_or_none()
        except DBAPIError as error:
            problem = f"it cannot be read: {error.orig}"
            return Fault(position=chain.position + 1, column="position", problem=problem)
        if row is None:
            return None
        if fault := chain.fault(row):
            return fault


def _streamed(connection: Connection, rows: Select[Any]) -> Result[Any]:
    return connection.execute(rows.execution_options(yield_per=2_000))


def narrowed(connection: Connection, chain: Chain, broken: BrokenAppend) -> Fault:
    """Tell a wrong chain hash from events that do not belong: the append may close further on."""
    stated, link = chain.chain_hash, hashlib.sha256(chain.previous)
    odd, last = None, broken.end
    with _streamed(connection, LINKS.where(event.c.position >= broken.position)) as rows:
        for position, event_hash, chain_hash in rows:
            if type(event_hash) is not bytes:
                break
            link.update(event_hash)
            if chain_hash == stated:
                last = position
            elif odd is None:
                odd = position
            closed = link.digest()
            if closed in {stated, chain_hash}:
                wrong = (odd or position + 1) if closed == stated else broken.position
                problem = "chain_hash is not that of the events it was appended with"
                return Fault(position=wrong, column="chain_hash", problem=problem)
    return broken_append(broken.position, last, stated)


def out_of_order(connection: Connection, fault: Fault | None) -> Fault | None:
    """An event that is not the next of its stream, or has the id of an earlier one; else the fault.

    It counts if it comes before the fault, or within the append of which no event was blamed so far.
    """
    unsure = isinstance(fault, BrokenAppend)
    last = fault.end if isinstance(fault, BrokenAppend) else fault and fault.position
    within = true() if last is None else event.c.position <= last
    for found in (_leap(connection, within), _again(connection, within)):
        if found and (fault is None or unsure or found.position < fault.position):
            fault, unsure = found, False
    return fault


def _leap(connection: Connection, within: ColumnElement[bool]) -> Fault | None:
    place = func.row_number().over(partition_by=event.c.stream, order_by=event.c.position).label("place")
    placed = select(event.c.position, event.c.stream, event.c.version, place).where(within).subquery()
    leap = select(placed).where(placed.c.version != placed.c.place).order_by(placed.c.position).limit(1)
    row = connection.execute(leap).one_or_none()
    if row is None:
        return None
    problem = f"{row.stream} has version {row.version} where version {row.place} would follow"
    return Fault(position=row.position, column="version", problem=problem)


def _again(connection: Connection, within: ColumnElement[bool]) -> Fault | None:
    twice = event.c.event_id, func.count() > 1
    ids = select(event.c.event_id).where(within).group_by(twice[0]).having(twice[1])
    firsts = select(func.min(event.c.position)).where(within).group_by(twice[0]).having(twice[1])
    again = (
        select(event.c.position, event.c.event_id)
        .where(within, event.c.event_id.in_(ids), event.c.position.not_in(firsts))
        .order_by(event.c.position)
        .limit(1)
    )
    row = connection.execute(again).one_or_none()
    if row is None:
        return None
    problem = f"event_id {row.event_id} stands at an earlier position already"
    return Fault(position=row.position, column="event_id", problem=problem)
