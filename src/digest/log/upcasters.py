"""Old event shapes -> new ones, one version at a time, over plain dicts.

The stored row never changes; consumers know the newest shape only. To add a version: raise
``VERSION`` in the class, add ``(type, old version)`` here, keep the old golden file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

#: (event type, version it comes from) -> the payload one version later.
Upcasters = Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]


def _popularity_names_an_item(old: dict[str, Any]) -> dict[str, Any]:
    # No item has a tool's id for its own, so a count that names no item stays apart from all others.
    native_id = old.get("native_id")
    return {**old, "native_id": old["tool_id"] if native_id is None else native_id}


def _approval_had_no_note(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "note": None}


UPCASTERS: Upcasters = {
    ("PopularityMeasured", 1): _popularity_names_an_item,
    ("IssueApproved", 1): _approval_had_no_note,
}


def lift(
    type_: str, version: int, newest: int, payload: dict[str, Any], upcasters: Upcasters = UPCASTERS
) -> dict[str, Any]:
    """Apply every step from ``version`` to ``newest``.

    Raises:
        LookupError: a step is missing, or the event comes from a newer release.
    """
    if version > newest:
        raise LookupError(f"{type_} has version {version}; this release knows {newest}: update it")
    for step in range(version, newest):
        if (type_, step) not in upcasters:
            raise LookupError(f"no upcaster for {type_} from version {step}")
        payload = upcasters[type_, step](payload)
    return payload
