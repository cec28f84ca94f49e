"""Is the log what it was? Its rows, hashes, streams and head; and against a head that was given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest.log.chain import BrokenAppend, Chain, Fault
from digest.log.faults import LINKS, first_fault, narrowed, out_of_order
from digest.log.schema import event, log_head
from digest.log.store import Head

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.log.chain import OnProgress


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A head that somebody else holds: the position it belongs to, and how many hex digits are known."""

    position: int
    digits: int


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the log is whole; if not, the first bad position and what is wrong there.

    ``position`` is null where only the row of the head is bad. ``events`` counts those that fit
    together from the beginning on. ``compared`` is null unless the log is whole and agrees with the
    head it was held against.
    """

    ok: bool
    position: int | None
    problem: str | None
    events: int
    head: Head | None
    compared: Compared | None = None


def _silent(_done: int, _total: int) -> None:
    return


def verify(connection: Connection, *, on_progress: OnProgress = _silent) -> Verified:
    """Read the whole log in constant memory and name the first position that cannot be right.

    Where only the chain of an append fails, that is the append's first position, unless a stream or
    a neighbour's chain hash tells more; ``problem`` then names the range. A log that was cut at its
    end together with its head, or written anew with all its hashes, is whole by itself: see
    :func:`verify_against`.
    """
    chain, head = Chain(), _head(connection)
    total = 0 if head is None else head.position
    fault = first_fault(connection, chain, total, on_progress)
    if fault is None and head is not None:
        fault = _end_fault(chain, head)
    if isinstance(fault, BrokenAppend):
        fault = narrowed(connection, chain, fault)
    fault = out_of_order(connection, fault)
    if fault is not None:
        return _bad(fault.position, fault.problem, events=max(fault.position - 1, 0), head=head)
    if head is None:
        return _bad(
            None, "log_head is not one row of a position and a hash", events=chain.position, head=None
        )
    return Verified(ok=True, position=None, problem=None, events=chain.position, head=head)


def verify_against(
    connection: Connection, position: int, digits: str, *, on_progress: OnProgress = _silent
) -> Verified:
    """Verify the log, then hold it against the head that somebody has of it at ``position``.

    ``digits`` are lower-case hex: all 64, or those they begin with.
    """
    found = verify(connection, on_progress=on_progress)
    if not found.ok:
        return found
    stands = connection.execute(LINKS.where(event.c.position == position)).one_or_none()
    if stands is None:
        problem = f"the log ends before it, but a head at position {position} was given out: events are gone"
        return _bad(found.events + 1, problem, events=found.events, head=found.head)
    ours = stands.chain_hash.hex()[: len(digits)]
    if ours != digits:
        problem = f"chain_hash is {ours}, but {digits} was given out:"
        problem += " an event was changed here or before, and the hashes were made to fit"
        return _bad(position, problem, events=found.events, head=found.head)
    return msgspec.structs.replace(found, compared=Compared(position=position, digits=len(digits)))


def _bad(position: int | None, problem: str, *, events: int, head: Head | None) -> Verified:
    return Verified(ok=False, position=position, problem=problem, events=events, head=head)


def _head(connection: Connection) -> Head | None:
    rows = connection.execute(select(log_head.c.position, log_head.c.chain_hash)).all()
    if [[*map(type, row)] for row in rows] != [[int, bytes]]:
        return None
    return Head(position=rows[0].position, hash=rows[0].chain_hash.hex())


def _end_fault(chain: Chain, head: Head) -> Fault | None:
    last, broken = chain.position, chain.end()
    if head.position > last:
        problem = f"no event has this position; the head is at {head.position}"
        return Fault(position=last + 1, column="position", problem=problem)
    if broken and broken.position <= head.position:
        return broken
    if head.position < last:
        problem = f"the head is at {head.position}, before this event"
        return Fault(position=head.position + 1, column="position", problem=problem)
    if head.hash != chain.chain_hash.hex():
        problem = f"the head's hash is {head.hash}, not that of the last event"
        return Fault(position=last, column="chain_hash", problem=problem)
    return None
