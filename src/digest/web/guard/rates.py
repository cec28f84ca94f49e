"""How often one network may ask: as a cell rate (GCRA, ITU-T I.371), in this process's memory."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from digest.web.guard.network import network_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from digest.web.site import Site

#: Entries kept before those that mean nothing any more are looked for.
_SWEEP_AT = 10_000
#: Each of these makes us write a letter to somebody.
_WRITES_LETTERS = re.compile(r"/sign-up|/p/[^/]+/address")


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, then one every ``every_s`` seconds."""

    burst: int
    every_s: float


@dataclass(frozen=True, slots=True)
class Limits:
    """For one network: requests that make us write a letter, and all requests."""

    letters: Rate = Rate(burst=10, every_s=60)
    requests: Rate = Rate(burst=1200, every_s=0.05)


class Meter:
    """Counts one rate for every network."""

    def __init__(self, rate: Rate, now_s: Callable[[], float]) -> None:
        self._rate = rate
        self._now_s = now_s
        #: Network -> when it will have paid for all it was given; in the past, it owes nothing.
        self._paid_at: dict[str, float] = {}
        self._sweep_at = _SWEEP_AT

    def wait_s(self, network: str) -> float:
        """Take one; 0 if it was given, or the seconds until there is one."""
        now = self._now_s()
        paid_at = max(self._paid_at.get(network, now), now) + self._rate.every_s
        # Half a step of slack: sums of floats must not cost the last of a burst.
        over = paid_at - now - (self._rate.burst + 0.5) * self._rate.every_s
        if over > 0:
            return over
        self._paid_at[network] = paid_at
        if len(self._paid_at) >= self._sweep_at:
            self._paid_at = {name: at for name, at in self._paid_at.items() if at > now}
            self._sweep_at = max(_SWEEP_AT, 2 * len(self._paid_at))
        return 0


class Rates:
    """ASGI middleware; 429 and Retry-After for whoever asks too often."""

    def __init__(
        self, app: ASGIApp, *, site: Site, limits: Limits, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._site = site
        self._letters = Meter(limits.letters, now_s)
        self._requests = Meter(limits.requests, now_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            network = network_of(
                scope["client"][0] if scope["client"] else "",
                ",".join(Headers(scope=scope).getlist("x-forwarded-for")),
                self._site.newsletter.web.proxies,
            )
            wait_s = self._requests.wait_s(network)
            if not wait_s and scope["method"] == "POST" and _WRITES_LETTERS.fullmatch(scope["path"]):
                wait_s = self._letters.wait_s(network)
            if wait_s:
                answer = self._site.problem(
                    429, scope["path"], headers={"Retry-After": str(math.ceil(wait_s))}
                )
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
