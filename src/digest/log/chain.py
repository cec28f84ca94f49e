"""What may follow in a log: positions, columns and hashes, checked a row at a time and decoding nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from digest.log.codec import HASHED, event_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The columns of a row, in the table's order.
COLUMNS = ("position", *HASHED, "event_hash", "chain_hash")
#: The chain hash before the first event.
GENESIS = bytes(32)
#: Told how many events are done, and of how many; 0 where nobody knows.
OnProgress = Callable[[int, int], None]
#: Events between two such reports.
REPORT_EVERY = 100_000

_KINDS = {int: "a whole number", str: "text", bytes: "bytes"}
_TYPES = [int, *(int if name in {"schema_version", "version"} else str for name in HASHED), bytes, bytes]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Why the row at ``position`` cannot be right; ``value`` in ``column`` is what does not fit."""

    position: int
    column: str
    problem: str
    value: object = None


class BrokenAppend(Fault, frozen=True, kw_only=True):
    """An append whose events are each good and whose chain hash is not theirs; ``end`` is its last."""

    end: int


class Chain:
    """How far a log has been followed from its beginning, in constant memory.

    ``position`` is the last row that may stand, ``first`` where its append begins, ``chain_hash`` what
    the rows of that append say, ``previous`` the chain hash before it.
    """

    def __init__(self) -> None:
        self.position, self.first = 0, 1
        self.previous, self.chain_hash = GENESIS, GENESIS
        self._link = hashlib.sha256()

    def fault(self, row: Sequence[Any]) -> Fault | None:
        """Take the next row, in the order of :data:`COLUMNS`; or say why it cannot be the next."""
        position = self.position + 1
        if row[0] != position:
            return self._misplaced(row[0])
        if [*map(type, row)] != _TYPES:
            return self._ill_typed(row)
        if row[-1] != self.chain_hash or position == 1:
            if broken := self.end():
                return broken
            self.first, self.previous, self.chain_hash = position, self.chain_hash, row[-1]
            self._link = hashlib.sha256(self.previous)
        if event_hash(row[1:-2]) != row[-2]:
            problem = "event_hash is not that of the other columns"
            return Fault(position=position, column="event_hash", value=row[-2].hex(), problem=problem)
        self._link.update(row[-2])
        self.position = position
        return None

    def end(self) -> BrokenAppend | None:
        """Why the append seen last cannot end here; null where it can, and before the first."""
        if not self.position or self._link.digest() == self.chain_hash:
            return None
        return broken_append(self.first, self.position, self.chain_hash)

    def _misplaced(self, found: Any) -> Fault:
        missing = self.position + 1
        if isinstance(found, int) and found > missing:
            problem = f"no event has this position; the next one is {found}"
            return Fault(position=missing, column="position", value=found, problem=problem)
        problem = f"the position is {found!r} where {missing} would follow"
        position = found if isinstance(found, int) else missing
        return Fault(position=position, column="position", value=found, problem=problem)

    def _ill_typed(self, row: Sequence[Any]) -> Fault:
        name, value, expected = next(
            (name, value, kind)
            for name, value, kind in zip(COLUMNS, row, _TYPES, strict=True)
            if type(value) is not kind
        )
        found = "null" if value is None else _KINDS.get(type(value), type(value).__name__)
        problem = f"{name} is {found}, not {_KINDS[expected]}"
        return Fault(position=self.position + 1, column=name, value=value, problem=problem)


def broken_append(first: int, last: int, chain_hash: bytes) -> BrokenAppend:
    """Blame an append, because nothing says which of its events is wrong.

    >>> broken_append(3, 4, GENESIS).problem
    'chain_hash does not follow from positions 3 to 4: an event was changed, moved, added or removed there'
    """
    where = f"position {first}" if first == last else f"positions {first} to {last}"
    problem = f"chain_hash does not follow from {where}: an event was changed, moved, added or removed there"
    return BrokenAppend(
        position=first, end=last, column="chain_hash", value=chain_hash.hex(), problem=problem
    )
