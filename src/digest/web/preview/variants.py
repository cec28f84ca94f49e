"""The mail's HTML as one kind of reader sees it, whatever this machine's own settings are.

A condition on the colour scheme is replaced by one that always holds or never does, so that a frame
shows the scheme that was asked for.
"""

from __future__ import annotations

import re
from typing import Literal

Variant = Literal["light", "dark", "forced", "bare", "imageless"]

_STYLE = re.compile(r"<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_CONDITION = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_ALWAYS, _NEVER = "(min-width:0)", "(max-width:0)"
_SCHEME = re.compile(r'(<meta name="(?:supported-)?color-scheme" content=)"[^"]*"', re.IGNORECASE)
_IMAGE = re.compile(r"<(?:img|v:fill|v:image)\b|\bbackground=|\burl\(", re.IGNORECASE)
# On the root the filter takes in the canvas; without a ground of its own there is nothing to invert there.
_INVERTED = ":root{filter:invert(1) hue-rotate(180deg);background:#fff}"


def seen_as(html: str, variant: Variant) -> str:
    """The HTML for a frame of this variant; images are blocked by the frame's policy, not here."""
    match variant:
        case "dark":
            return _with_style(_in_scheme(html, "dark"), ":root{color-scheme:dark!important}")
        case "forced":
            return _with_style(_in_scheme(html, "light"), f":root{{color-scheme:light!important}}{_INVERTED}")
        case "bare":
            return _STYLE.sub("", _in_scheme(html, "light"))
        case "light" | "imageless":
            return _with_style(_in_scheme(html, "light"), ":root{color-scheme:light!important}")


def images_in(html: str) -> int:
    """How many images the HTML asks for: in tags, in ``background`` attributes, in styles.

    >>> images_in('<img src="a.png"><td background="b.png" style="background:url(c.png)">')
    3
    """
    return len(_IMAGE.findall(html))


def _in_scheme(html: str, scheme: str) -> str:
    def decide(condition: re.Match[str]) -> str:
        return _ALWAYS if condition[1].lower() == scheme else _NEVER

    decided = _STYLE.sub(lambda style: _CONDITION.sub(decide, style[0]), html)
    return _SCHEME.sub(rf'\1"{scheme}"', decided)


def _with_style(html: str, rules: str) -> str:
    return html.replace("</head>", f"<style>{rules}</style></head>", 1)
