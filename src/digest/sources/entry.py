"""From the entries of a feed, whatever its format, to observations."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

import msgspec

from digest.intake.identity import in_order, item_key, key_type, keys_of, strong_keys
from digest.intake.observations import Observation, ParsedFeed
from digest.intake.rhythm import Rhythm
from digest.sources.dates import read_date
from digest.sources.plain import clip, links, one_line, paragraphs
from digest.sources.source import Source
from digest.sources.titles import split_title

MAX_TITLE, MAX_NAME, MAX_TAGLINE, MAX_SUMMARY = 300, 120, 240, 4_000
MAX_URL = 2_000
_MAX_NATIVE_ID = 500

#: What gateways put round a text: no words of the thing itself.
_WRAPPING = re.compile(
    r"^(?:(?:Article|Comments) URL: .*|Points: \d+|# Comments: \d+|Discussion \| Link)$"
    r"|^arXiv:\S+ Announce Type: \S+ (?:Abstract: )?"
)
#: Types of keys that a link in the text may add; any page may be linked in passing.
_TELLING = frozenset({"arxiv", "gh", "hf", "pypi", "npm"})


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the feed wrote it.

    ``ids`` are the feed's own names of it, the most lasting first; ``about`` further links that are
    about it, such as its discussion; ``dates`` the texts of its dates, publication first, ``evidence`` that
    of the oldest date known of the thing. ``name`` is that of the thing where the title is not it;
    ``launches`` is false for an entry that starts no tool.
    """

    ids: tuple[str, ...]
    title: str
    link: str | None
    about: tuple[str, ...]
    markup: str
    dates: tuple[str, ...]
    evidence: str | None = None
    name: str | None = None
    launches: bool = True
    metrics: dict[str, int] = {}


class ReadFeed(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of a feed, each behind its fields as read; the fields of the feed itself; what was odd.

    ``rhythm`` is what the feed says of when to come again.
    """

    entries: tuple[tuple[dict[str, object], Entry], ...]
    head: dict[str, object] = {}
    warnings: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm()


def observe(
    entries: Sequence[Entry],
    source: Source,
    warnings: Iterable[str] = (),
    rhythm: Rhythm = Rhythm(),  # noqa: B008 - frozen
) -> ParsedFeed:
    """Read every entry; what is odd about them is said in a warning. One without a title starts no tool."""
    said = list(warnings)
    titles = [clip(one_line(entry.title), MAX_TITLE) for entry in entries]
    if "" in titles:
        said.append(f"{titles.count('')} of {len(entries)} items have no title")
    names = [_names(entry, source) for entry in entries]
    times_used = Counter(name for ladder in names for name in set(ladder))
    times_had: Counter[str] = Counter()
    observations = []
    for given, title, ladder in zip(entries, titles, names, strict=True):
        entry = given
        # An id that two entries share names neither.
        native_id = next((name for name in ladder if times_used[name] == 1), "") or _last_name(entry, title)
        times_had[native_id] += 1
        if times_had[native_id] > 1:
            native_id = f"{native_id}#{times_had[native_id]}"
            entry = msgspec.structs.replace(entry, launches=False)
        observations.append(_observation(entry, title, native_id, source))
    again = len(entries) - len(times_had)
    if again:
        said.append(f"{again} of {len(entries)} items stand there twice, word for word")
    undated = sum(seen.published_at is None for seen in observations)
    if undated:
        said.append(f"{undated} of {len(entries)} items have no readable date")
    return ParsedFeed(observations=tuple(observations), warnings=tuple(said), rhythm=rhythm)


#: Most links: nothing of them needs to be completed or escaped.
_COMPLETE = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[\w.~/-]*)?", re.ASCII)


# An entry's link is completed once for its name, once for its address, once for its keys.
@lru_cache(maxsize=64)
def web_url(link: str | None, base: str) -> str | None:
    """Complete a link; ``None`` if it is no web link, or longer than 2,000 characters.

    >>> web_url("/a b", "https://example.org/feed")
    'https://example.org/a%20b'
    >>> web_url("javascript:alert(1)", "https://example.org/feed") is None
    True
    """
    if not link or len(link) > MAX_URL:
        return None
    if _COMPLETE.fullmatch(link):
        return link
    try:
        url = urljoin(base, link.strip())
        host = urlsplit(url).hostname
    except ValueError:
        return None
    if not host or not url.lower().startswith(("http://", "https://")):
        return None
    url = url.encode("utf-8", "replace").decode()
    return re.sub(r"[\s\x00-\x20\x7f\"<>\\^`{|}]", lambda match: f"%{ord(match[0]):02X}", url)


def strong_native_id(native_id: str) -> str:
    """Keep an id as it is, or as its SHA-256 if it is long or no clean text."""
    raw = native_id.encode("utf-8", "replace")
    if len(raw) <= _MAX_NATIVE_ID and native_id.isprintable():
        return raw.decode()
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def _names(entry: Entry, source: Source) -> tuple[str, ...]:
    """What the feed names the entry by, the most lasting first."""
    named = [*(identifier.strip() for identifier in entry.ids), web_url(entry.link, source.url)]
    return tuple(strong_native_id(name) for name in named if name)


def _last_name(entry: Entry, title: str) -> str:
    """Name an entry by what it says, where the feed has no name for it alone."""
    day = _published(entry)
    said = title or "\n".join(paragraphs(entry.markup))
    digest = hashlib.sha256(f"{said}\n{day.date() if day else ''}".encode("utf-8", "replace")).hexdigest()
    return f"title:{digest}"


def _observation(entry: Entry, title: str, native_id: str, source: Source) -> Observation:
    text = [part for part in (_WRAPPING.sub("", part) for part in paragraphs(entry.markup)) if part]
    url = web_url(entry.link, source.url)
    shown = title or clip(next(iter(text), None) or url or native_id, MAX_TITLE)
    name, tail = (entry.name, None) if entry.name else split_title(shown)
    tagline = tail or next(iter(text), None)
    return Observation(
        source=source.name,
        native_id=native_id,
        title=shown,
        name=clip(name, MAX_NAME),
        tagline=clip(tagline, MAX_TAGLINE) if tagline else None,
        summary=clip(" ".join(text), MAX_SUMMARY) or None,
        url=url,
        keys=_keys(entry, name, native_id, source),
        published_at=_published(entry),
        evidence_at=read_date(entry.evidence) if entry.evidence else None,
        launches=entry.launches and bool(title) and source.is_launch(title),
        category=source.category,
        job_tags=source.job_tags,
        metrics=entry.metrics,
    )


def _published(entry: Entry) -> datetime | None:
    return next((date for date in map(read_date, entry.dates) if date), None)


def _keys(entry: Entry, name: str, native_id: str, source: Source) -> tuple[str, ...]:
    direct = [web_url(link, source.url) or "" for link in (entry.link, *entry.about)]
    keys = strong_keys([*direct, *entry.ids])
    mentioned = {key for link in links(entry.markup) for key in keys_of(web_url(link, source.url) or "")}
    # A link in passing counts if its kind is there once and it bears the item's own name.
    for kind in _TELLING - {key_type(key) for key in keys} if mentioned else ():
        same_kind = [key for key in mentioned if key_type(key) == kind]
        if len(same_kind) == 1 and _letters(re.split("[:/]", same_kind[0])[-1]) == _letters(name):
            keys = in_order([*keys, *same_kind])
    return keys or (item_key(source.name, native_id),)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
