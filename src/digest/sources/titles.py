"""The name of a thing and what is said of it, from the title of an item."""

from __future__ import annotations

import re

_FORUM = re.compile(r"^(?:show|launch) hn:\s*", re.IGNORECASE)
_BATCH = re.compile(r"\s*\(YC [A-Z]{1,2}\d{2}\)", re.IGNORECASE)
_FANFARE = re.compile(r"^(?:introducing|announcing|meet|releasing|welcome(?: to)?)\s+", re.IGNORECASE)
#: A head of a sentence's length is a sentence, not a name.
_HEAD = re.compile(r"(?P<head>.{1,80}?)(?::\s+|\s+[–—-]\s+)(?P<tail>\S.*)")


def is_forum_launch(title: str) -> bool:
    """Say whether somebody shows or launches a thing of theirs on Hacker News.

    >>> is_forum_launch("Show HN: Juggler"), is_forum_launch("Juggler is slow")
    (True, False)
    """
    return _FORUM.match(title.strip()) is not None


def split_title(title: str) -> tuple[str, str | None]:
    """Split a title of one line into a name and, if there is one, the rest.

    >>> split_title("Show HN: SessionFS — portable sessions")
    ('SessionFS', 'portable sessions')
    >>> split_title("Introducing Idefics2: A small model")
    ('Idefics2', 'A small model')
    >>> split_title("Juggler")
    ('Juggler', None)
    """
    text = _BATCH.sub("", _FORUM.sub("", title)).strip()
    text = _FANFARE.sub("", text) or text or title
    match = _HEAD.fullmatch(text)
    return (match["head"].strip() or text, match["tail"]) if match else (text, None)
