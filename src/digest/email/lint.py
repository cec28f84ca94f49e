"""What the MJML compiler lets pass in silence: the errors of a template author, with their place.

The compiler prints unknown tags as they are, drops unknown attributes and stray text, and reports
broken markup without a position. So the rendered MJML is read by expat first, which wants well-formed
XML (every tag closed), and each tag is held against :mod:`digest.email.mjml_tags`.
"""

from __future__ import annotations

from difflib import get_close_matches
from html.entities import html5
from typing import TYPE_CHECKING
from xml.parsers import expat

from digest.email.mjml_tags import DEFAULTS, REFUSED, TAGS, VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.email.source_map import Mapped


#: Tags whose text the compiler drops.
_NO_TEXT = frozenset(name for name, tag in TAGS.items() if not tag.html)
_EVERY_ATTRIBUTE = frozenset[str]().union(*(tag.attributes for tag in TAGS.values()))


def check(source: Mapped) -> None:
    """Return in silence if ``source`` is MJML that we know; else raise the first :class:`TemplateError`."""
    reader = _Reader()
    try:
        reader.expat.Parse(source.text.encode(), True)
    except UnicodeEncodeError as error:
        raise source.error(error.start, "a lone surrogate cannot be encoded; take it out") from None
    except expat.ExpatError as error:
        reader.problems.append((reader.expat.ErrorByteIndex, _broken(error, reader.open)))
    if reader.problems:
        byte, why = min(reader.problems)
        raise source.error(source.character(byte), why)


def _broken(error: expat.ExpatError, still_open: list[str]) -> str:
    why = expat.ErrorString(error.code)
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH] and still_open:
        return f"{why}: <{still_open[-1]}> is still open"
    if still_open:
        return f"{why} (inside <{still_open[-1]}>)"
    return why


class _Reader:
    """Walks the document once and collects problems as (byte offset, why)."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, str]] = []
        self.open: list[str] = []
        self.expat = expat.ParserCreate()
        # HTML's named characters are not XML's; with a foreign DTD expat passes them on to be looked up.
        self.expat.UseForeignDTD(True)
        self.expat.SkippedEntityHandler = self._entity
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end

    def _found(self, why: str) -> None:
        self.problems.append((self.expat.CurrentByteIndex, why))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self.open[-1] if self.open else ""
        self.open.append(name)
        if parent and parent not in _NO_TEXT and not name.startswith("mj"):
            return  # HTML where HTML may stand
        # Text that may stand where it does, which is most of it, is not even handed over.
        self.expat.CharacterDataHandler = self._text if name in _NO_TEXT else None
        if parent == "mj-attributes":
            self._default(name, attributes)
        elif name in REFUSED:
            self._found(f"<{name}> {REFUSED[name]}")
        elif name in TAGS:
            self._tag(name, parent, attributes)
        else:
            self._found(f"<{name}> is not a tag of MJML{_did_you_mean(name, TAGS)}")

    def _tag(self, name: str, parent: str, attributes: dict[str, str]) -> None:
        tag = TAGS[name]
        if parent not in tag.parents and (parent or tag.parents):
            allowed = " or ".join(f"<{one}>" for one in sorted(tag.parents)) or "the top"
            self._found(f"<{name}> stands in <{parent}>; it belongs in {allowed}")
        if name == "mjml" and not attributes.get("lang"):
            self._found('<mjml> needs lang="..." for screen readers')
        self._attributes(name, attributes, tag.attributes)

    def _default(self, name: str, attributes: dict[str, str]) -> None:
        if name in DEFAULTS:
            self._attributes(name, attributes, _EVERY_ATTRIBUTE | {"name"})
        elif name in TAGS:
            self._attributes(name, attributes, TAGS[name].attributes)
        else:
            self._found(f"<{name}> is not a tag of MJML{_did_you_mean(name, [*TAGS, *DEFAULTS])}")

    def _attributes(self, name: str, attributes: dict[str, str], allowed: frozenset[str]) -> None:
        for attribute, value in attributes.items():
            if attribute not in allowed:
                self._found(f"<{name}> has no attribute {attribute}{_did_you_mean(attribute, allowed)}")
            elif attribute in VALUES and not VALUES[attribute].pattern.match(value):
                self._found(f'{attribute}="{value}" in <{name}>: allowed is {VALUES[attribute].words}')

    def _end(self, name: str) -> None:
        self.open.pop()
        if name.startswith("mj") and self.open:
            self.expat.CharacterDataHandler = self._text if self.open[-1] in _NO_TEXT else None

    def _text(self, text: str) -> None:
        if text.strip():
            self._found(f"text directly in <{self.open[-1]}> would vanish; put it into <mj-text>")

    def _entity(self, name: str, _is_parameter: bool) -> None:
        if f"{name};" not in html5:
            self._found(
                f"&{name}; is no named character of HTML{_did_you_mean(name, ['nbsp', 'zwnj', 'middot'])}"
            )


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
