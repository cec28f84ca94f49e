"""Pairs of tools that may be one, for an editor to decide; no rule merges them.

Nothing is kept of a proposal: it is worked out of what is known whenever somebody looks, so that it
does not depend on the order in which items arrived, and is gone when it is no longer true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import combinations
from typing import Literal

import msgspec

from digest.intake.groups import Groups
from digest.intake.identity import slugify
from digest.intake.kinship import pair, two_things
from digest.intake.link import read_link

#: Two things of one name are looked at together when they came within this of each other.
NEAR = timedelta(days=30)
#: A name that so many tools have says nothing.
MOST_NAMESAKES = 5


class OnShelf(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks for or against two tools being one; ``keys`` are those of the whole group."""

    tool_id: str
    slug: str
    name: str
    homepage: str | None
    launched_at: datetime
    keys: frozenset[str]


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Two tools, and what speaks for merging them.

    ``evidence`` is ``item:SOURCE/ID KEY`` (an item of the one names the other by this key), ``name:SLUG``
    (they have one name) and ``host:HOST`` or ``owner:OWNER`` (and a web site, or whose repository it is, in
    common). It is ``strong`` with an item, ``probable`` with a site or an owner and within 30 days of each
    other, ``weak`` with a name alone.
    """

    tools: tuple[str, str]
    strength: Literal["strong", "probable", "weak"]
    evidence: tuple[str, ...]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An item of one of two tools that carries a key of the other."""

    source: str
    native_id: str
    key: str
    tools: tuple[str, str]


def propose(
    shelf: Iterable[OnShelf],
    groups: Groups,
    named: Iterable[Named],
    apart: Mapping[tuple[str, str], frozenset[str] | None],
) -> tuple[Proposal, ...]:
    """Give what there is to decide, the strongest first.

    ``shelf`` holds the roots of all groups. ``apart`` gives for pairs that an editor holds apart the evidence
    they knew, null for any; what has come since is proposed again.
    """
    by_id = {tool.tool_id: tool for tool in shelf}
    found: dict[tuple[str, str], set[str]] = {}
    for one in named:
        first, second = (groups.root(tool_id) for tool_id in one.tools)
        if first != second:
            found.setdefault(pair(first, second), set()).add(f"item:{one.source}/{one.native_id} {one.key}")
    for both, evidence in _namesakes(by_id.values()):
        found.setdefault(both, set()).update(evidence)
    return tuple(
        sorted(
            (
                _proposal(by_id[first], by_id[second], evidence)
                for (first, second), evidence in found.items()
                if not _decided(groups, first, second, evidence, apart)
                and not two_things(by_id[first].keys, by_id[second].keys)
            ),
            key=lambda proposal: (("strong", "probable", "weak").index(proposal.strength), proposal.tools),
        )
    )


def _namesakes(shelf: Iterable[OnShelf]) -> Iterable[tuple[tuple[str, str], set[str]]]:
    by_name: dict[str, list[OnShelf]] = {}
    for tool in shelf:
        by_name.setdefault(slugify(tool.name), []).append(tool)
    for name, tools in by_name.items():
        if len(tools) <= MOST_NAMESAKES:
            for one, other in combinations(tools, 2):
                evidence = {f"name:{name}"}
                if abs(one.launched_at - other.launched_at) <= NEAR:
                    evidence |= _places(one) & _places(other)
                yield pair(one.tool_id, other.tool_id), evidence


def _places(tool: OnShelf) -> set[str]:
    """Its web site, and the owners of its repositories and models."""
    link = read_link(tool.homepage) if tool.homepage else None
    places = {f"host:{link.host}"} if link else set()
    for key in tool.keys:
        kind, _, value = key.partition(":")
        if kind in ("gh", "hf") and "/" in value:
            places.add(f"owner:{value.rpartition(':')[2].partition('/')[0]}")
    return places


def _decided(
    groups: Groups,
    first: str,
    second: str,
    evidence: set[str],
    apart: Mapping[tuple[str, str], frozenset[str] | None],
) -> bool:
    for one in groups.members(first):
        for other in groups.members(second):
            both = pair(one, other)
            if both in apart and ((known := apart[both]) is None or evidence <= known):
                return True
    return False


def _proposal(one: OnShelf, other: OnShelf, evidence: set[str]) -> Proposal:
    kinds = {said.partition(":")[0] for said in evidence}
    strength: Literal["strong", "probable", "weak"] = "weak"
    if "item" in kinds:
        strength = "strong"
    elif kinds & {"host", "owner"}:
        strength = "probable"
    first, second = sorted((one.slug, other.slug))
    return Proposal(tools=(first, second), strength=strength, evidence=tuple(sorted(evidence)))
