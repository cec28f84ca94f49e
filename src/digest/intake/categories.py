"""What shelf a thing belongs on, read from its job tags: a table, and no model.

Only tools of one category are compared. A source's own category, and an editor's, come before the table's.
"""

from __future__ import annotations

from collections.abc import Iterable

from digest.intake.identity import key_type

#: Names the table in rules; count up when a line of it changes.
CATEGORIES_VERSION = 1

_OF = {
    "Developer Tools": (
        *("agents", "code-generation", "retrieval", "fine-tuning", "inference", "training", "evaluation"),
        *("vision-language", "on-device", "observability", "safety", "skill-library", "data", "browsing"),
    ),
    "Design": ("image-generation",),
    "Audio and Video": ("video", "speech"),
    "Productivity": ("documents", "automation", "notes", "translation"),
    "Robotics": ("robotics",),
}
_CATEGORY = {tag: category for category, tags in _OF.items() for tag in tags}
#: A thing of which nothing else is known but its paper.
RESEARCH = "Research"
_PAPERS = frozenset({"arxiv", "doi"})


def category_of(job_tags: Iterable[str], keys: Iterable[str]) -> str | None:
    """Give the category of the first tag that has one; null if nothing tells.

    >>> category_of(["video", "agents"], []), category_of([], ["arxiv:2604.08377"]), category_of([], ["hn:7"])
    ('Audio and Video', 'Research', None)
    """
    known = next((_CATEGORY[tag] for tag in job_tags if tag in _CATEGORY), None)
    kinds = {key_type(key) for key in keys}
    return known or (RESEARCH if kinds and kinds <= _PAPERS else None)
