"""The links of one reader, by the name of the slot in which each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.links import Bookmark, Preferences, Unsubscribe, Vote, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from digest.events import Choice
    from digest.links import KeyRing, Link, Side

#: Where a slot's link leads below the public URL; the token follows.
SLOT_PATHS = {
    "unsubscribe": "/u/",
    "preferences": "/p/",
    "vote-left-ship": "/v/",
    "vote-left-skip": "/v/",
    "vote-right-ship": "/v/",
    "vote-right-skip": "/v/",
    "bookmark-left": "/b/",
    "bookmark-right": "/b/",
}


def tokens(ring: KeyRing, week: str, subscriber_id: str, slots: Iterable[str]) -> dict[str, str]:
    """The token of each slot named, for one reader of one issue."""
    return {slot: sign(ring, _LINKS[slot](week, subscriber_id)) for slot in slots}


def _vote(side: Side, choice: Choice) -> Callable[[str, str], Link]:
    return lambda week, reader: Vote(subscriber_id=reader, week=week, side=side, choice=choice)


def _bookmark(side: Side) -> Callable[[str, str], Link]:
    return lambda week, reader: Bookmark(subscriber_id=reader, week=week, side=side)


_LINKS: dict[str, Callable[[str, str], Link]] = {
    "unsubscribe": lambda _week, reader: Unsubscribe(subscriber_id=reader),
    "preferences": lambda _week, reader: Preferences(subscriber_id=reader),
    "vote-left-ship": _vote("left", "ship"),
    "vote-left-skip": _vote("left", "skip"),
    "vote-right-ship": _vote("right", "ship"),
    "vote-right-skip": _vote("right", "skip"),
    "bookmark-left": _bookmark("left"),
    "bookmark-right": _bookmark("right"),
}
