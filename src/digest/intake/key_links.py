"""From a typed key back to a page a person can read."""

from __future__ import annotations

_PAGES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "gh": "https://github.com/{}",
    "pypi": "https://pypi.org/project/{}/",
    "npm": "https://www.npmjs.com/package/{}",
    "hfblog": "https://huggingface.co/blog/{}",
    "ph": "https://www.producthunt.com/products/{}",
    "hn": "https://news.ycombinator.com/item?id={}",
    "url": "https://{}",
}
_HUGGING_FACE = {"model": "https://huggingface.co/{}", "dataset": "https://huggingface.co/datasets/{}"}


def link_of(key: str) -> str | None:
    """The page a key names; null for a key that names none.

    >>> link_of("arxiv:2604.08377")
    'https://arxiv.org/abs/2604.08377'
    >>> link_of("hf:model:org/name")
    'https://huggingface.co/org/name'
    >>> link_of("item:import/x") is None
    True
    """
    kind, _, name = key.partition(":")
    if kind == "hf":
        thing, _, name = name.partition(":")
        page = _HUGGING_FACE.get(thing, f"https://huggingface.co/{thing}s/{{}}")
    else:
        page = _PAGES.get(kind, "")
    return page.format(name) if page else None
