"""The MJML that we write: tags, where they may stand, their attributes and values.

After the documentation of MJML 4. Tags that lean on CSS which mail clients drop, or that the compiler
treats differently from the reference, are refused with the reason.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LENGTH = r"(?:0|\d+(?:\.\d+)?(?:px|%))"
_PX = r"\d+(?:\.\d+)?px"
_COLOUR = r"#[0-9A-Fa-f]{6}|transparent|none"


class Values(NamedTuple):
    """Allowed values of an attribute: a pattern, and the same in words."""

    pattern: re.Pattern[str]
    words: str


def _values(pattern: str, words: str) -> Values:
    return Values(re.compile(f"(?:{pattern})\\Z"), words)


_LENGTHS = _values(rf"{_LENGTH}(?: {_LENGTH}){{0,3}}", "one to four lengths such as 0 or 16px")
_ONE_LENGTH = _values(_LENGTH, "a length such as 50% or 16px")
_PIXELS = _values(_PX, "a length such as 16px")
_COLOURS = _values(_COLOUR, "a colour of six digits such as #16181D")
_LINE = _values(rf"{_PX}|\d+(?:\.\d+)?%?", "a height such as 24px or 1.5")

#: Checks by attribute; an attribute that is not here takes any value.
VALUES: dict[str, Values] = {
    "align": _values("left|center|right|justify", "left, center, right or justify"),
    "background-color": _COLOURS,
    "border-color": _COLOURS,
    "border-radius": _LENGTHS,
    "border-width": _PIXELS,
    "color": _COLOURS,
    "container-background-color": _COLOURS,
    "dir": _values("ltr|rtl|auto", "ltr, rtl or auto"),
    "direction": _values("ltr|rtl", "ltr or rtl"),
    "font-size": _PIXELS,
    "full-width": _values("full-width|false", "full-width or false"),
    "gap": _PIXELS,
    "height": _PIXELS,
    "inner-background-color": _COLOURS,
    "inner-padding": _LENGTHS,
    "line-height": _LINE,
    "padding": _LENGTHS,
    "padding-bottom": _ONE_LENGTH,
    "padding-left": _ONE_LENGTH,
    "padding-right": _ONE_LENGTH,
    "padding-top": _ONE_LENGTH,
    "table-layout": _values("auto|fixed", "auto or fixed"),
    "text-align": _values("left|center|right", "left, center or right"),
    "vertical-align": _values("top|middle|bottom", "top, middle or bottom"),
    "width": _ONE_LENGTH,
}

_BOX = "css-class padding padding-top padding-right padding-bottom padding-left"
_BORDER = "border border-top border-right border-bottom border-left border-radius"
_FONT = "font-family font-size font-style font-weight letter-spacing line-height"
_BACKGROUND = "background-color"
_IN_COLUMN = "align container-background-color " + _BOX
_DECORATION = "color text-decoration text-transform"
_LINK = "href name rel target title"


class Tag(NamedTuple):
    """Where a tag may stand, what it may carry, and whether plain HTML may stand inside."""

    parents: frozenset[str]
    attributes: frozenset[str]
    html: bool = False


def _tag(parents: str, attributes: str = "", *, html: bool = False) -> Tag:
    return Tag(frozenset(parents.split()), frozenset(attributes.split()), html)


TAGS: dict[str, Tag] = {
    "mjml": _tag("", "lang dir"),
    "mj-head": _tag("mjml"),
    "mj-title": _tag("mj-head", html=True),
    "mj-preview": _tag("mj-head", html=True),
    "mj-breakpoint": _tag("mj-head", "width"),
    "mj-style": _tag("mj-head", html=True),
    "mj-attributes": _tag("mj-head"),
    "mj-raw": _tag("mj-head mj-body mj-wrapper mj-section mj-column", html=True),
    "mj-body": _tag("mjml", f"{_BACKGROUND} css-class width"),
    "mj-wrapper": _tag("mj-body", f"{_BACKGROUND} {_BORDER} {_BOX} full-width gap text-align"),
    "mj-section": _tag(
        "mj-body mj-wrapper", f"{_BACKGROUND} {_BORDER} {_BOX} direction full-width text-align"
    ),
    "mj-group": _tag("mj-section", f"{_BACKGROUND} css-class direction vertical-align width"),
    "mj-column": _tag(
        "mj-section mj-group",
        f"{_BACKGROUND} {_BORDER} {_BOX} inner-background-color direction vertical-align width",
    ),
    "mj-text": _tag("mj-column", f"{_IN_COLUMN} {_FONT} {_DECORATION} height", html=True),
    "mj-table": _tag(
        "mj-column",
        f"{_IN_COLUMN} {_FONT} border cellpadding cellspacing color table-layout width",
        html=True,
    ),
    "mj-button": _tag(
        "mj-column",
        f"{_IN_COLUMN} {_FONT} {_DECORATION} {_BORDER} {_LINK} background-color height inner-padding"
        " text-align vertical-align width",
        html=True,
    ),
    "mj-image": _tag(
        "mj-column", f"{_IN_COLUMN} {_BORDER} {_LINK} alt fluid-on-mobile font-size height src srcset width"
    ),
    "mj-divider": _tag("mj-column", f"{_IN_COLUMN} border-color border-style border-width width"),
    "mj-spacer": _tag("mj-column", f"{_IN_COLUMN} height"),
}

#: Inside ``mj-attributes`` these set defaults: for all tags, or for a class of them.
DEFAULTS = ("mj-all", "mj-class")

REFUSED: dict[str, str] = {
    "mj-accordion": "needs CSS that most mail clients drop",
    "mj-carousel": "needs CSS that most mail clients drop, and images",
    "mj-font": "would load a font from a server each time a reader opens the mail",
    "mj-hero": "needs a background image",
    "mj-html-attributes": "is not known to the compiler",
    "mj-include": "cannot report its errors; use {% include %}",
    "mj-navbar": "needs CSS that most mail clients drop",
    "mj-social": "loads its icons from a server",
}
