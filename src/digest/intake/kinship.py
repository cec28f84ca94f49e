"""Whether keys speak against two things being one: the rules that links, merges and proposals share."""

from __future__ import annotations

from collections.abc import Iterable

from digest.intake.identity import KEY_TYPES, key_type

#: Of these a thing has one; two tools with different ones are two, whatever their names and pages say.
TELLING_TYPES = ("arxiv", "doi", "ghid", "gh")


def differ(shared: str, ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Say whether keys more telling than the shared one prove two things.

    Two papers in one repository are two launches, although the repository is the same. A repository that
    was renamed is the same one by its number.

    >>> differ("gh:lab/research", ["arxiv:1", "gh:lab/research"], ["arxiv:2", "gh:lab/research"])
    True
    >>> differ("ghid:7", ["ghid:7", "gh:new/name"], ["ghid:7", "gh:old/name"])
    False
    """
    return _disjoint(KEY_TYPES[: KEY_TYPES.index(key_type(shared))], ours, theirs)


def two_things(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Say whether the keys of two tools that share none prove two things.

    >>> two_things(["gh:a/x"], ["gh:b/x"]), two_things(["arxiv:1"], ["gh:a/x"])
    (True, False)
    """
    return _disjoint(TELLING_TYPES, ours, theirs)


def pair(one: str, other: str) -> tuple[str, str]:
    """Two tools in the order in which pairs are kept."""
    return (one, other) if one < other else (other, one)


def _disjoint(kinds: Iterable[str], ours: Iterable[str], theirs: Iterable[str]) -> bool:
    ours, theirs = set(ours), set(theirs)
    for kind in kinds:
        mine = {key for key in ours if key_type(key) == kind}
        yours = {key for key in theirs if key_type(key) == kind}
        if mine and yours and mine.isdisjoint(yours):
            return True
    return False
