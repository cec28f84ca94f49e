"""Names and texts from feeds are text, whatever is written in them."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.email.budget import HTML_BYTES, TEXT_BYTES
from digest.email.html_tree import read_html
from digest.email.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from digest.issue.model import Issue

BAD = [
    "<b>bold</b>",
    "</td></tr></table>",
    "</mj-text><mj-raw><script>alert(1)</script></mj-raw>",
    "-->",
    "<![endif]-->",
    "<!--[if mso]>",
    "]]>",
    "{{ 7*7 }}",
    "{% raw %}",
    '" onclick="x',
    "'",
    "&nbsp;&bogus;",
    "\x00\x08\x1b\x7f\x85",
    "\ufffe\uffff\ufdd0a:1:0\ufdd1",
    "\ud800",
    "\u202egnirts\u2066",
    "https://slot.invalid/unsubscribe",
    "مساعد",
    "日本語",
    "e\u0301\u200d\u200d",
    "👩\u200d👩\u200d👧",
    "\n\n-- \n",
    "x" * 400,
]
hostile = st.lists(st.one_of(st.sampled_from(BAD), st.text(max_size=12)), min_size=1, max_size=6).map(
    lambda pieces: "x" + "".join(pieces)
)


def with_feed_texts(issue: Issue, text: str) -> Issue:
    """The issue with every string that can come from a feed or an import replaced by ``text``."""
    tools = tuple(
        replace(
            tool,
            name=text,
            tagline=text,
            description=f"About {text}",
            category=text,
            pricing=text,
            entry=text,
            best_for=text,
            homepage=text,
            pricing_source=text,
        )
        for tool in issue.comparison.tools
    )
    rows = tuple(replace(row, cells=(text, text)) for row in issue.comparison.rows)
    reviewers = tuple(
        replace(row, takes=tuple(take and replace(take, text=text, byline=text) for take in row.takes))
        for row in issue.comparison.reviewers
    )
    return replace(
        issue,
        subject=text,
        preheader=text,
        comparison=replace(issue.comparison, tools=tools, rows=rows, reviewers=reviewers),
        movers=tuple(replace(mover, name=text, because=text) for mover in issue.movers),
        shelf=tuple(
            replace(item, name=text, tagline="t", homepage=text, source=text) for item in issue.shelf
        ),
    )


def elements(html: str) -> Counter[str]:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return Counter(str(element.tag) for element in parser.parse(html).iter())


@pytest.fixture(scope="module")
def small(read_issue: Callable[[str], Issue]) -> Issue:
    """An issue without the parts that give way, which would change the count of elements."""
    issue = read_issue("plain")
    return replace(issue, shelf=(), movers=(), next_up=None, method=replace(issue.method, sentences=()))


@pytest.fixture(scope="module")
def harmless(small: Issue, templates: Path) -> Counter[str]:
    return elements("U".join(render(with_feed_texts(small, "x"), [templates]).html))


@settings(max_examples=30, deadline=None)
@given(text=hostile)
def test_no_text_becomes_markup_or_breaks_the_mail(
    small: Issue, harmless: Counter[str], templates: Path, text: str
) -> None:
    rendered = render(with_feed_texts(small, text), [templates])
    assert elements("U".join(rendered.html)) == harmless
    part = "U".join(rendered.text)
    assert part.count("\n-- \n") == 1
    assert [line for line in part.splitlines() if len(line) > 78 and "http" not in line] == []
    assert not set(part) & set("\x00\x1b\ud800\u202e\ufdd0")


def seeded(count: int) -> Iterator[str]:
    """Texts as bad as one can make them, the same in each run; some have 10,000 characters."""
    draw = random.Random(20260423)  # noqa: S311 (the same each time is what is wanted)
    for number in range(count):
        pieces = draw.choices(BAD, k=draw.randint(1, 6))
        yield "x" + "".join(pieces) * (10_000 // len("".join(pieces)) if number % 25 == 0 else 1)


@pytest.mark.slow
def test_five_hundred_hostile_texts_leave_the_elements_as_they_are(
    small: Issue, harmless: Counter[str], templates: Path
) -> None:
    def quickly(html: str) -> Counter[str]:
        return Counter(element.tag for element in read_html(html).walk())

    expected = quickly("U".join(render(with_feed_texts(small, "x"), [templates]).html))
    for number, text in enumerate(seeded(500)):
        rendered = render(with_feed_texts(small, text), [templates])
        html = "U".join(rendered.html)
        assert quickly(html) == expected, text
        if number % 10 == 0:
            assert elements(html) == harmless, text
        assert "U".join(rendered.text).count("\n-- \n") == 1, text


def test_template_syntax_in_a_name_stays_as_it_is(plain_issue: Issue, templates: Path) -> None:
    rendered = render(with_feed_texts(plain_issue, "{{ 7*7 }}"), [templates])
    assert "{{ 7*7 }}" in rendered.html[0]
    assert "{{ 7*7 }}: SHIP" in rendered.text[0]


def test_a_name_of_ten_thousand_characters_is_shortened(plain_issue: Issue, templates: Path) -> None:
    issue = with_feed_texts(plain_issue, "日本" * 5_000)
    take = issue.comparison.reviewers[0].takes[0]
    rows = tuple(replace(row, takes=(take, take)) for row in issue.comparison.reviewers)
    rendered = render(replace(issue, comparison=replace(issue.comparison, reviewers=rows)), [templates])
    assert rendered.html_bytes <= HTML_BYTES
    assert sum(len(segment.encode()) for segment in rendered.text) <= TEXT_BYTES
    assert re.search("(日本)+日?…", rendered.html[0])


def test_only_plain_web_addresses_become_links(
    plain_issue: Issue, templates: Path, read_issue: Callable[[str], Issue]
) -> None:
    html = "U".join(render(read_issue("long"), [templates]).html)
    assert "javascript:" not in html
    assert "x" * 250 not in html
    assert 'href="https://github.com/AMAP-ML/SkillClaw"' in html
