"""Whether a text can be read in a raw body, whatever format, markup and escaping it stands in."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress

from digest.sources.xml_guard import NO_DOCUMENT, declared_codec

#: A run of so many words of a text, anywhere in a body, gives the text away.
RUN_WORDS = 12

# Possessive, so that a tag without an end is looked at once.
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<[/!?]?([A-Za-z-][^\s<>/]*+)[^<>]*+>")
#: Elements that stand within a word or a sentence; every other tag parts two words.
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"),
        *("kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u"),
        *("var", "wbr"),
    }
)


def holds(inside: str, text: str) -> bool:
    """Whether the words of ``text`` stand in ``inside``, in order, whole and without others between.

    Letter case, white space and punctuation do not matter.

    >>> holds("He said:\\n“it SHIPS”.", "It ships"), holds("It shipshape", "It ships")
    (True, False)
    """
    wanted = words(text)
    return f" {wanted} " in f" {words(inside)} " if wanted else text in inside


def words(text: str) -> str:
    """The words of a text, folded, between single spaces.

    >>> words("It’s  “fast”,\\nand FREE")
    'it s fast and free'
    """
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def traces(body: bytes, texts: Iterable[str]) -> bool:
    """Whether a raw body gives one of the texts away: all of it, or a run of its words.

    Feeds show texts cut, wrapped in markup, escaped once or twice, and between lines of their own.
    """
    runs = [run for text in texts for run in _runs(text)]
    for reading in _readings(body):
        said = f" {words(reading)} "
        if any(f" {run} " in said if words(run) else run in reading for run in runs):
            return True
    return False


def _runs(text: str) -> list[str]:
    """Cut a text into runs of words; where one is cut off by an ellipsis, its last word is no word."""
    found = words(text).split()
    if text.rstrip().endswith("…") and len(found) > 1:
        found.pop()
    whole = [found[at : at + RUN_WORDS] for at in range(0, len(found) - RUN_WORDS + 1, RUN_WORDS)]
    return [" ".join(run) for run in whole] or [" ".join(found) or text]


def strings(value: object) -> Iterator[str]:
    """Every text in a value read from JSON, keys included."""
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from strings(item)
        case dict():
            for name, item in value.items():
                yield name
                yield from strings(item)
        case _:
            pass  # numbers, booleans, null


def _readings(body: bytes) -> Iterator[str]:
    """What a body says: as it stands, with its JSON read, and without tags and entities, layer by layer."""
    said = _decoded(body)
    yield said
    # Markup, or JSON that was cut off, stays as it is.
    with suppress(ValueError, RecursionError):
        said = "\n".join(strings(json.loads(said)))
        yield said
    # Once for the document's own escaping, twice as feeds are read (digest.sources.plain).
    for _ in range(3):
        said = html.unescape(_TAG.sub(_gap, said))
        yield said


def _gap(tag: re.Match[str]) -> str:
    return "" if (tag[1] or "").lower() in _INLINE else " "


def _decoded(body: bytes) -> str:
    codec = declared_codec(body)
    try:
        return body.decode("utf-8" if codec.lower() in NO_DOCUMENT else codec)
    except (LookupError, UnicodeError):
        return body.decode(errors="replace")
