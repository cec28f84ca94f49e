"""From markup to text: compared with a reader that takes one character after the other, and timed."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources import plain
from digest.sources.plain import fold, links, paragraphs

ENDS_A_PARAGRAPH = {
    *("address", "article", "aside", "blockquote", "br", "dd", "dl", "dt", "div", "figure"),
    *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "header", "li"),
    *("main", "nav", "ol", "ul", "p", "pre", "section", "table", "td", "th"),
    "tr",
}

# What feeds are made of, and what breaks readers.
PIECES = st.lists(
    st.sampled_from(
        [
            *("<p>", "</P>", "<br/>", "<b>", "</b>", "<h1 class='a'>", "<a href='x'>", "<A\nhref=z>", "</a>"),
            *("<script>", "</script>", "<STYLE x>", "</style >", "<template>", "</noscript>", "<script"),
            *("<", ">", "<1>", "</-x>", "<-y>", "<!p>", "<?p?>", "<!--", "-->", "<![CDATA[", "<x", "-", "/"),
            *("a", " ", "  ", "\n\n", "é", "&lt;b&gt;", "&amp;lt;p&amp;gt;", "&amp;", "\u2029"),
        ]
    )
    | st.sampled_from(sorted(ENDS_A_PARAGRAPH)).map("<{}>".format),
    max_size=12,
).map("".join)


def without_tags(text):
    """A tag at a time: from ``<`` and what may follow it to the next ``>``, if no other ``<`` is before."""
    said, hidden, place = "", "", 0
    while place < len(text):
        if text.startswith("<![CDATA[", place):
            place += len("<![CDATA[")
            continue
        end = text.find(">", place)
        inside = text[place + 1 : end]
        begins = re.match("[/!?]?[A-Za-z-]", inside)
        if text[place] != "<" or end < 0 or "<" in inside or begins is None:
            said += "" if hidden else text[place]
            place += 1
            continue
        found = re.match("/?[A-Za-z][A-Za-z0-9]*", inside)
        name = found[0].lower() if found else ""
        if hidden and name == hidden:
            hidden = ""
        elif not hidden and name in ("script", "style", "template", "noscript"):
            hidden = "/" + name
        if name.removeprefix("/") in ENDS_A_PARAGRAPH:
            said += "\u2029"
        place = end + 1
    return said


@given(PIECES)
def test_paragraphs_are_those_that_reading_one_tag_at_a_time_gives(markup):
    text = markup if "<" in markup else re.sub(r"\n\s*\n", "\u2029", markup)
    for _ in range(2):
        text = html.unescape(without_tags(text)) if "<" in text or "&" in text else text
    assert paragraphs(markup) == tuple(filter(None, map(fold, text.split("\u2029"))))


@pytest.mark.parametrize("name", sorted(ENDS_A_PARAGRAPH))
def test_an_element_that_ends_a_paragraph_does_so(name):
    assert paragraphs(f"one<{name}>two</{name.upper()}>three<b>four") == ("one", "two", "threefour")


def test_marks_of_character_data_are_no_text():
    assert paragraphs("<![CDATA[<p>Kestrel</p>]]> reads") == ("Kestrel", "reads")


def test_links_are_those_of_anchors_alone():
    markup = "<a data-href=no href='https://one.example/?a&amp;b'>x</a> <abbr href=z> <A\nhref=two>"
    assert links(markup) == ("https://one.example/?a&b", "two")


@pytest.mark.parametrize(
    "piece", ["<", "a", "<a", "</a ", "<![CDATA[", "<p>", "]]>", "<a href=", "&lt;", "<script>"]
)
def test_the_time_for_hostile_markup_grows_with_its_length_alone(monkeypatch, piece):
    def spent_s(characters):
        markup = ("<" + piece * characters)[:characters]
        begun = time.process_time()
        paragraphs(markup)
        links(markup)
        return time.process_time() - begun

    monkeypatch.setattr(plain, "MAX_MARKUP", 400_000)
    once = min(spent_s(40_000) for _ in range(3))
    assert min(spent_s(400_000) for _ in range(3)) < 40 * once + 0.01
