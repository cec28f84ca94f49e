"""What the pages of well-known hosts stand for: one reader for each, from a link to a key."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from digest.intake.link import Link, page_key
from digest.intake.weak import GITHUB_PLACES, HUGGING_FACE_PLACES, REPOSITORY_PAGES

_ARXIV_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE | re.ASCII)
_OWNER_REPO = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV_DOI = "10.48550/arxiv."


def arxiv_key(identifier: str) -> str | None:
    """Give the key of an arXiv identifier, its revision taken off; ``None`` if it is not one.

    >>> arxiv_key("2604.08377v3")
    'arxiv:2604.08377'
    """
    match = _ARXIV_ID.fullmatch(identifier.strip().removesuffix(".pdf"))
    return f"arxiv:{match[1].lower()}" if match else None


def _arxiv(link: Link) -> str | None:
    segments = link.segments
    if len(segments) >= 2 and segments[0] in {"abs", "pdf", "html", "format", "ps", "overview"}:
        return arxiv_key("/".join(segments[1:]))
    return None


def _doi(link: Link) -> str | None:
    segments = link.segments
    name = "/".join(segments).lower()
    if name.startswith(_ARXIV_DOI):
        return arxiv_key(name.removeprefix(_ARXIV_DOI))
    return f"doi:{name}" if _DOI.fullmatch(name) else None


def _github(link: Link) -> str | None:
    segments = link.segments
    if len(segments) < 2 or segments[0].lower() in GITHUB_PLACES:
        return None
    owner, name = segments[0].lower(), segments[1].lower().removesuffix(".git")
    if not _OWNER_REPO.fullmatch(f"{owner}/{name}") or re.match(r"awesome\b", name):
        return None
    if len(segments) > 2 and segments[2] not in REPOSITORY_PAGES:
        return page_key(link)
    return f"gh:{owner}/{name}"


def _github_raw(link: Link) -> str | None:
    return _github(msgspec.structs.replace(link, segments=link.segments[:2]))


def _github_api(link: Link) -> str | None:
    if link.segments[:1] != ("repos",):
        return None
    return _github(msgspec.structs.replace(link, segments=link.segments[1:3]))


def _hugging_face(link: Link) -> str | None:
    segments = link.segments
    names = [segment.lower() for segment in segments]
    match names:
        case ["papers", identifier]:
            return arxiv_key(identifier)
        case ["blog", *slug] if slug:
            return "hfblog:" + "/".join(slug)
        case ["datasets" | "spaces" as kind, owner, name, *_]:
            return f"hf:{kind.removesuffix('s')}:{owner}/{name}"
        case [place, _, *_] if place in HUGGING_FACE_PLACES:
            return page_key(link)
        case [owner, name, *_]:
            return f"hf:model:{owner}/{name}"
        case _:
            return None


def _pypi(link: Link) -> str | None:
    segments = link.segments
    if len(segments) >= 2 and segments[0] in {"project", "pypi"}:
        return "pypi:" + re.sub(r"[-_.]+", "-", segments[1]).lower()  # PEP 503
    return None


def _npm(link: Link) -> str | None:
    segments = link.segments
    if segments[:1] != ("package",):
        return None
    length = 2 if segments[1:2] and segments[1].startswith("@") else 1
    name = segments[1 : 1 + length]
    return "npm:" + "/".join(name).lower() if len(name) == length else None


def _product_hunt(link: Link) -> str | None:
    segments = link.segments
    if len(segments) >= 2 and segments[0] in {"products", "posts"}:
        return f"ph:{segments[1].lower()}"
    return None


def _hacker_news(link: Link) -> str | None:
    segments = link.segments
    number = dict(link.query).get("id", "")
    return f"hn:{number}" if segments == ("item",) and number.isascii() and number.isdigit() else None


#: By host: from a link to its key, or to None if it says nothing.
READERS: dict[str, Callable[[Link], str | None]] = {
    **dict.fromkeys(("arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"), _arxiv),
    "alphaxiv.org": _arxiv,
    **dict.fromkeys(("doi.org", "dx.doi.org"), _doi),
    "github.com": _github,
    "raw.githubusercontent.com": _github_raw,
    "codeload.github.com": _github_raw,
    "api.github.com": _github_api,
    **dict.fromkeys(("huggingface.co", "hf.co"), _hugging_face),
    **dict.fromkeys(("pypi.org", "pypi.python.org"), _pypi),
    **dict.fromkeys(("npmjs.com", "npmjs.org"), _npm),
    "producthunt.com": _product_hunt,
    "news.ycombinator.com": _hacker_news,
}
