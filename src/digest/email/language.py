"""Which way a language is written."""

from __future__ import annotations

from typing import Literal

# By the scripts of CLDR's likely subtags; a tag may name another script itself.
_LEFTWARDS = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_LEFTWARD_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "syrc", "thaa"})


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The ``dir`` of a language tag (BCP 47).

    >>> direction("en"), direction("ar-EG"), direction("az-Arab"), direction("ur-Latn")
    ('ltr', 'rtl', 'rtl', 'ltr')
    """
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    leftwards = script in _LEFTWARD_SCRIPTS if script else first in _LEFTWARDS
    return "rtl" if leftwards else "ltr"
