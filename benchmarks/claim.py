"""A claim: what ours may cost at most, beside what a peer costs in the same session."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """``ours``, ``peer`` and ``target`` in the unit that ``claim`` names; ``ratio`` is ours / peer."""

    claim: str
    ours: float
    peer: float
    ratio: float
    target: float
    holds: bool


def at_most(claim: str, ours: float, *, target: float, peer: float) -> Claim:
    """Ours must not exceed the target; the peer is there to judge machine and target by.

    >>> at_most("seconds", 1.0, target=2.0, peer=0.5).ratio
    2.0
    """
    return Claim(
        claim=claim,
        ours=round(ours, 3),
        peer=round(peer, 3),
        ratio=round(ours / peer, 2),
        target=target,
        holds=ours <= target,
    )


def report(claims: Sequence[Claim]) -> None:
    """Print the claims, as JSON after ``--json``, and leave with 1 if one of them does not hold."""
    if "--json" in sys.argv[1:]:
        print(msgspec.json.format(msgspec.json.encode(claims)).decode())
    else:
        for c in claims:
            verdict = "holds" if c.holds else "DOES NOT HOLD"
            print(f"{c.claim}: {c.ours:g} of at most {c.target:g}, {c.ratio:g} x {c.peer:g}: {verdict}")
    sys.exit(0 if all(c.holds for c in claims) else 1)
