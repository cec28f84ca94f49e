"""From markup to plain text, in time linear in its length whatever it holds.

The standard library's HTML parser is not used: on hostile markup it takes quadratic time and, on
``<![``, raises AssertionError.
"""

from __future__ import annotations

import html
import re

#: Markup beyond this many characters is not read; a summary needs far less.
MAX_MARKUP = 20_000

#: U+2029, the paragraph separator; HTML takes every line break of its source for a space.
_BREAK = "\u2029"

#: A tag with its name, or what else is no text. It gives back nothing that it has taken, so that its time
#: stays linear, and begins with one character, so that it skips to the next one at the speed of memory.
_TOKEN = re.compile(r"<(?:(/?[A-Za-z][A-Za-z0-9]*+)[^<>]*+>|!\[CDATA\[|[/!?]?[A-Za-z-][^<>]*+>)")
_HREF = re.compile(r"""(?<![\w-])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_INVISIBLE = frozenset({"script", "style", "template", "noscript"})
_BREAKS = re.compile(
    r"/?(?:address|article|aside|blockquote|br|d[dlt]|div|figure|footer|h[1-6r]|header|li|main|nav|[ou]l|p"
    r"|pre|section|table|t[dhr])"
)
#: Embeddings, overrides and isolates turn the text after them round, beyond their own name.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Control characters, surrogates and the code points that Unicode will never assign.
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def paragraphs(markup: str) -> tuple[str, ...]:
    """Read the paragraphs of some HTML, or of text, without markup and with single spaces.

    Entities are resolved at most twice, for the feeds that escape twice.

    >>> paragraphs("<p>Tom &amp;amp; <b>Jerry</b></p><p>run</p>")
    ('Tom & Jerry', 'run')
    """
    text = markup[:MAX_MARKUP]
    if "<" not in text:
        text = re.sub(r"\n\s*\n", _BREAK, text)
    for _ in range(2):
        if "<" in text or "&" in text:
            text = html.unescape(_without_tags(text))
    folded = (fold(line) for line in text.split(_BREAK) if line)
    return tuple(line for line in folded if line)


def one_line(markup: str) -> str:
    """Read a title: its paragraphs on one line.

    >>> one_line("A <i>small</i>\\n model")
    'A small model'
    """
    return fold(" ".join(paragraphs(markup)))


def fold(text: str) -> str:
    """Make every run of white space one space and drop what no reader can see.

    Control characters, surrogates and the controls that turn text round go; letters of every script,
    joiners and right-to-left marks stay.
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    spaced = re.sub(r"\s+", " ", _TURNING.sub("", text))
    return _NO_TEXT.sub("", spaced).strip()


def clip(text: str, characters: int) -> str:
    """Cut a text at a word so that it has at most so many characters, the ellipsis included.

    >>> clip("one two three", 9)
    'one two…'
    """
    if len(text) <= characters:
        return text
    cut = text[: characters - 1]
    return cut.rsplit(" ", 1)[0].rstrip(" ,.;:–—-") + "…" if " " in cut else cut + "…"


def first_sentence(text: str) -> str:
    """Cut after the first sentence, told by its end mark and a capital or a digit after it.

    >>> first_sentence("Version 2.0 runs on phones. It is small.")
    'Version 2.0 runs on phones.'
    """
    match = re.search(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.!?](?= +[A-Z0-9])", text)
    return text[: match.end()] if match else text


def links(markup: str) -> tuple[str, ...]:
    """List the targets of the links in some HTML, in their order."""
    found: list[str] = []
    if "href" not in markup.lower():
        return ()
    for token in _TOKEN.finditer(markup[:MAX_MARKUP]):
        tag = token[0][1:-1]
        if re.match(r"a\s", tag, re.IGNORECASE) and (href := _HREF.search(tag)):
            found.append(html.unescape(next(filter(None, href.groups()), "")))
    return tuple(found)


def _without_tags(markup: str) -> str:
    """Put a break in the place of each tag that ends a paragraph, and nothing in that of the others."""
    pieces = _TOKEN.split(markup)
    names = [name and name.lower() for name in pieces[1::2]]
    distinct = set(names)
    marks = {name: _BREAK if name and _BREAKS.fullmatch(name) else "" for name in distinct}
    pieces[1::2] = map(marks.__getitem__, names)
    if not distinct.isdisjoint(_INVISIBLE):
        _hide(names, pieces)
    return "".join(pieces).replace("]]>", "")


def _hide(names: list[str | None], pieces: list[str]) -> None:
    """Empty the texts within invisible elements; behind each name is the text at twice its place and two."""
    hidden_until = None
    for place, name in enumerate(names):
        if name == hidden_until:
            hidden_until = None
        elif hidden_until is None and name in _INVISIBLE:
            hidden_until = f"/{name}"
        if hidden_until is not None:
            pieces[2 * place + 2] = ""
