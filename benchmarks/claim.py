"""A claim: what ours may cost at most, or must reach, beside a peer in the same session."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from statistics import median

import msgspec


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """``ours`` and ``peer`` in the unit that ``claim`` names, which also says what ``target`` bounds.

    ``ratio`` is ours / peer.
    """

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
        claim=f"{claim}: at most {target:g}",
        ours=round(ours, 3),
        peer=round(peer, 3),
        ratio=round(ours / peer, 2),
        target=target,
        holds=ours <= target,
    )


def ratio_at_most(claim: str, ours: Sequence[float], *, target: float, peer: Sequence[float]) -> Claim:
    """Ours must not exceed the target times the peer's, by the median over the rounds of the ratio.

    ``ours`` and ``peer`` hold a value for each round. A slow round slows both, so the median of the
    ratios says more than the ratio of the medians, which it need not equal.

    >>> ratio_at_most("seconds", [1.0, 9.0, 2.0], target=2.0, peer=[1.0, 3.0, 1.0]).ratio
    2.0
    """
    ratio = _median_ratio(ours, peer)
    return _of_ratio(f"{claim}: ratio at most {target:g}", ours, peer, target, holds=ratio <= target)


def ratio_at_least(claim: str, ours: Sequence[float], *, target: float, peer: Sequence[float]) -> Claim:
    """Ours must reach the target times the peer's; the rest as in ``ratio_at_most``.

    >>> ratio_at_least("events a second", [100.0], target=0.5, peer=[250.0]).holds
    False
    """
    ratio = _median_ratio(ours, peer)
    return _of_ratio(f"{claim}: ratio at least {target:g}", ours, peer, target, holds=ratio >= target)


def _median_ratio(ours: Sequence[float], peer: Sequence[float]) -> float:
    return median(one / other for one, other in zip(ours, peer, strict=True))


def _of_ratio(
    claim: str, ours: Sequence[float], peer: Sequence[float], target: float, *, holds: bool
) -> Claim:
    return Claim(
        claim=claim,
        ours=round(median(ours), 3),
        peer=round(median(peer), 3),
        ratio=round(_median_ratio(ours, peer), 3),
        target=target,
        holds=holds,
    )


def report(claims: Sequence[Claim]) -> None:
    """Print the claims, as JSON after ``--json``, and leave with 1 if one of them does not hold."""
    if "--json" in sys.argv[1:]:
        print(msgspec.json.format(msgspec.json.encode(claims)).decode())
    else:
        for c in claims:
            verdict = "holds" if c.holds else "DOES NOT HOLD"
            print(f"{c.claim}: {verdict}; {c.ours:g} against {c.peer:g} is {c.ratio:g} x")
    sys.exit(0 if all(c.holds for c in claims) else 1)
