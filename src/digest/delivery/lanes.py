"""Several messages on their way at the same time: a lane carries one, in a thread of its own.

Lanes know the transport and no database; whoever claims and settles does so in one thread.
"""

from __future__ import annotations

from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import msgspec

from digest.delivery.transport import Accepted, Envelope
from digest.errors import TransportUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from digest.delivery.transport import Transport


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A message whose row is claimed."""

    subscriber_id: str
    envelope: Envelope


class Landed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message: the evidence, or what the transport raised."""

    subscriber_id: str
    outcome: Accepted | Exception


class Lanes:
    """Lanes to carry messages; one whose transport is unavailable is lost, and the others go on."""

    def __init__(self, lanes: Sequence[Transport]) -> None:
        self._all, self._free = lanes, list(lanes)
        self._flights: dict[Future[Accepted], tuple[Transport, Claimed]] = {}
        self._threads = ThreadPoolExecutor(len(lanes), thread_name_prefix="lane")

    def __enter__(self) -> Lanes:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Wait for what is on its way, then let go of the connections."""
        self._threads.shutdown()
        for lane in self._all:
            lane.close()

    @property
    def free(self) -> int:
        """How many messages can be carried now."""
        return len(self._free)

    @property
    def busy(self) -> bool:
        """Whether a message is on its way."""
        return bool(self._flights)

    def carry(self, claimed: Claimed) -> None:
        """Send a message over a free lane; there is one."""
        lane = self._free.pop()
        self._flights[self._threads.submit(lane.send, claimed.envelope)] = lane, claimed

    def land(self, *, every: bool = False) -> list[Landed]:
        """Wait for a message that is on its way, or for ``every`` one; returns those that have landed."""
        done = wait(self._flights, return_when=ALL_COMPLETED if every else FIRST_COMPLETED).done
        return [self._one(flight) for flight in list(self._flights) if flight in done]

    def _one(self, flight: Future[Accepted]) -> Landed:
        lane, claimed = self._flights.pop(flight)
        error = flight.exception()
        if error is not None and not isinstance(error, Exception):
            raise error
        if not isinstance(error, TransportUnavailable):
            self._free.append(lane)
        outcome = flight.result() if error is None else error
        return Landed(subscriber_id=claimed.subscriber_id, outcome=outcome)
