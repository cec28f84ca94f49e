"""Take positions of the log and insert the events behind them, as one step nobody can come between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from digest.db.dialects import dialect_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The head after an append: its last position, and the chain hash there."""

    position: int
    chain_hash: bytes


def take_positions(
    connection: Connection,
    rows: Sequence[tuple[Any, ...]],
    *,
    leaves: bytes,
    expected: Mapping[str, int],
) -> Taken | None:
    """Append rows of ``event``, each without position and chain hash, in the columns' order.

    The head advances by their number and its hash becomes SHA-256(previous || ``leaves``), in the
    statement that also checks that each stream of ``expected`` stands at that version; null, and nothing
    written, if one does not. A version taken meanwhile raises SQLAlchemy's IntegrityError.
    """
    taken = dialect_of(connection).append(connection, rows, leaves, expected)
    return None if taken is None else Taken(position=taken[0], chain_hash=taken[1])
