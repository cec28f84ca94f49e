"""Which colours of a theme can be read on which: the ratio of WCAG 2.2 for each pair of its table."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import msgspec

from digest.email.theme import FILE, load_theme
from digest.issue.findings import Finding

if TYPE_CHECKING:
    from digest.email.templates import TemplateFolders

#: By ground, the colours of the texts that stand on it.
PAIRS = "contrast.toml"
#: For text of any size (WCAG 2.2, success criterion 1.4.3).
LEAST = 4.5


def pairs(folders: TemplateFolders) -> tuple[tuple[str, str], ...]:
    """Text and ground of every pair that the templates print."""
    table = msgspec.convert(tomllib.loads(folders.text(PAIRS)), dict[str, list[str]])
    return tuple((text, ground) for ground, texts in table.items() for text in texts)


def lint_theme(folders: TemplateFolders) -> tuple[Finding, ...]:
    """The pairs that cannot be read, in the light and the dark scheme."""
    theme = load_theme(folders)
    found = []
    for scheme, palette in (("light", theme.light), ("dark", theme.dark)):
        for text, ground in pairs(folders):
            ratio = contrast(palette[text], palette[ground])
            if ratio < LEAST:
                found.append(
                    Finding(
                        code="contrast",
                        where=f"{FILE} [{scheme}]",
                        what=f"{text} {palette[text]} on {ground} {palette[ground]} has {ratio:.2f}; move"
                        f" them apart until it is {LEAST}",
                    )
                )
    return tuple(found)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours of six digits, 1 to 21.

    >>> round(contrast("#000000", "#FFFFFF"), 6), round(contrast("#777777", "#FFFFFF"), 2)
    (21.0, 4.48)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
