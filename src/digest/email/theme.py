"""Palette, type and measures of the mail, from ``theme.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import msgspec

from digest.errors import TemplateError

if TYPE_CHECKING:
    from digest.email.templates import TemplateFolders

FILE = "theme.toml"

#: Six digits: Outlook does not read three.
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9A-Fa-f]{6}$")]
Px = Annotated[int, msgspec.Meta(ge=0, le=1200)]


class TypeSize(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Size and line height in px, weight 100 to 900, tracking in tenths of a px."""

    size: Px
    line: Px
    weight: Annotated[int, msgspec.Meta(ge=100, le=900)] = 400
    tracking: int = 0

    def __str__(self) -> str:
        """As CSS, for a ``style`` attribute."""
        tracking = f"letter-spacing:{self.tracking / 10:g}px;" if self.tracking else ""
        return f"font-size:{self.size}px;line-height:{self.line}px;font-weight:{self.weight};{tracking}"


class Palette(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One colour scheme. ``*_tint`` is the ground on which its verdict colour stands."""

    canvas: Colour
    card: Colour
    ink: Colour
    muted: Colour
    rule: Colour
    track: Colour
    link: Colour
    badge_ink: Colour
    ship: Colour
    ship_tint: Colour
    mixed: Colour
    mixed_tint: Colour
    skip: Colour
    skip_tint: Colour
    none: Colour
    none_tint: Colour

    def __getitem__(self, name: str) -> str:
        """The colour by its name, for templates that compute the name."""
        return str(getattr(self, name))


class Fonts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Font stacks of fonts that readers already have; names need no quotes."""

    sans: str
    serif: str


class Measures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Widths and paddings, px."""

    width: Px
    breakpoint: Px
    side: Px
    side_phone: Px
    gutter: Px
    radius: Px
    middle: Px
    bar: Px


class Theme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of ``theme.toml``; ``type`` maps a role to its size."""

    light: Palette
    dark: Palette
    fonts: Fonts
    measures: Measures
    type: dict[str, TypeSize]

    def values(self) -> dict[str, object]:
        """Under the names that templates know."""
        return {
            "t": self.light,
            "dark": self.dark,
            "font": self.fonts,
            "m": self.measures,
            "type": self.type,
        }


def load_theme(folders: TemplateFolders) -> Theme:
    """The theme of the first folder that has one. Raises :class:`TemplateError`."""
    text = folders.text(FILE)
    return _parse(text, str(folders.paths[FILE]))


@lru_cache(maxsize=8)
def _parse(text: str, file: str) -> Theme:
    try:
        return msgspec.convert(tomllib.loads(text), Theme)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (None, None)
        raise TemplateError(file, line, column, str(error)) from None
    except msgspec.ValidationError as error:
        raise TemplateError(file, _line_of(text, str(error)), None, str(error)) from None


def _line_of(text: str, complaint: str) -> int | None:
    """The line that sets the key which ``complaint`` names as ``$.table.key``."""
    path = re.search(r"`\$\.(\w+)(?:\.(\w+))?", complaint)
    if path is None:
        return None
    table = re.search(rf"^\[{path[1]}\]", text, re.MULTILINE)
    start = table.end() if table else 0
    key = re.compile(rf"^\s*{path[2]}\s*=", re.MULTILINE).search(text, start) if path[2] else table
    found = key or table
    return text.count("\n", 0, found.start()) + 1 if found else None
