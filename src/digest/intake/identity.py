"""Which links name the same thing: typed keys read from URLs, without a network or a model.

A key is ``type:value``. These types exist, the most telling first::

    arxiv:2604.08377   doi:10.1145/3795866      a paper, whatever its revision
    ghid:778541931                              a repository by its number, which survives a new name
    gh:owner/repo                               a repository, from any page of it
    hf:model:owner/name  hf:dataset:…  hf:space:…
    pypi:name          npm:@scope/name          a package, whatever its release
    hfblog:slug        ph:slug       hn:39672188
    url:host/path?query                         any other page
    item:source/native-id                       an item whose links say nothing

A link that many things share is no key at all: a bare host, an organisation's page, a list of
links, a redirector, a profile on a social network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from digest.events import fact_id
from digest.intake.hosts import READERS, arxiv_key
from digest.intake.link import page_key, read_link
from digest.intake.weak import REDIRECTORS, SOCIAL

__all__ = [
    "KEY_TYPES",
    "arxiv_key",
    "in_order",
    "item_key",
    "key_type",
    "keys_of",
    "repository_key",
    "slugify",
    "strong_keys",
    "tool_id",
    "tool_stream",
]

KEY_TYPES = ("arxiv", "doi", "ghid", "gh", "hf", "pypi", "npm", "hfblog", "ph", "hn", "url", "item")

_ARXIV_OAI = re.compile(r"oai:arxiv\.org:", re.IGNORECASE)
#: How GitHub names the entries of a repository's Atom feeds.
_GITHUB_TAG = re.compile(r"tag:github\.com,2008:Repository/(\d{1,19})/", re.ASCII)
_OWNER_REPO = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


def keys_of(url: str) -> tuple[str, ...]:
    """Read the strong keys that one URL carries: none or one today.

    >>> keys_of("https://arxiv.org/pdf/2604.08377v2.pdf")
    ('arxiv:2604.08377',)
    >>> keys_of("https://GitHub.com/AMAP-ML/SkillClaw/tree/main#readme")
    ('gh:amap-ml/skillclaw',)
    >>> keys_of("tag:github.com,2008:Repository/778541931/v2.0.0")
    ('ghid:778541931',)
    >>> keys_of("https://github.com/huggingface")
    ()
    """
    if prefix := _ARXIV_OAI.match(url.strip()):
        key = arxiv_key(url.strip()[prefix.end() :])
        return (key,) if key else ()
    if number := _GITHUB_TAG.match(url.strip()):
        return (f"ghid:{number[1]}",)
    link = read_link(url)
    if link is None or link.host in REDIRECTORS or link.host in SOCIAL:
        return ()
    key = READERS.get(link.host, page_key)(link)
    return (key,) if key else ()


def strong_keys(urls: Iterable[str]) -> tuple[str, ...]:
    """Read the keys of several URLs of one thing, each once, the most telling first.

    >>> strong_keys(["https://news.ycombinator.com/item?id=7", "https://github.com/o/r"])
    ('gh:o/r', 'hn:7')
    """
    return in_order(key for url in urls for key in keys_of(url))


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Sort keys, each once, the most telling type first; the order given does not matter."""
    return tuple(sorted(set(keys), key=lambda key: (KEY_TYPES.index(key_type(key)), key)))


def key_type(key: str) -> str:
    """Name the type of a key.

    >>> key_type("hf:model:o/n")
    'hf'
    """
    return key.partition(":")[0]


def repository_key(repository: str) -> str | None:
    """Give the key of a GitHub repository from its URL or ``owner/name``.

    >>> repository_key("AMAP-ML/SkillClaw")
    'gh:amap-ml/skillclaw'
    """
    if _OWNER_REPO.fullmatch(repository.strip()):
        repository = "https://github.com/" + repository.strip()
    return next((key for key in keys_of(repository) if key.startswith("gh:")), None)


def item_key(source: str, native_id: str) -> str:
    """Give the key of an item that carries no other: it is only ever equal to itself."""
    return f"item:{source}/{native_id}"


def tool_id(key: str) -> str:
    """Name a tool by its first key: UUIDv5, so that every rebuild gives the same id.

    >>> tool_id("arxiv:2604.08377") == tool_id("arxiv:2604.08377")
    True
    """
    return str(fact_id("tool", key))


def tool_stream(tool: str) -> str:
    """Name the stream of a tool's facts."""
    return f"tool/{tool}"


# Asked three times for each item of a batch, which has some hundred.
@lru_cache(maxsize=1_024)
def slugify(name: str) -> str:
    """Write a name as a path segment: lower-case ASCII, at most 60 characters, never empty.

    >>> slugify("SmolVLM2"), slugify("Café – L'été")
    ('smolvlm2', 'cafe-l-ete')
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", folded))[:60].strip("-")
    return slug or f"tool-{fact_id('slug', name.encode('utf-8', 'replace').decode()).hex[:8]}"
