"""Each rule for the HTML against a mail that breaks exactly it; and no mail of ours breaks any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from digest.delivery.lint_parts import lint_loads
from digest.email.contrast import contrast, lint_theme, pairs
from digest.email.html_tree import Element, read_html
from digest.email.lint_css import BANS, TAGS
from digest.email.lint_html import FILLED_BYTES, lint_html
from digest.email.render import render
from digest.email.templates import TemplateFolders
from digest.email.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from digest.issue.model import Issue


def mail(issue: Issue, templates: Path) -> str:
    """The HTML with an address of its own in each slot."""
    rendered = render(issue, [templates])
    links = (f"https://mail.example/{slot}" for slot in rendered.html_slots)
    return rendered.html[0] + "".join(
        link + rest for link, rest in zip(links, rendered.html[1:], strict=True)
    )


@pytest.fixture(scope="module")
def plain_mail(plain_issue: Issue, templates: Path) -> str:
    return mail(plain_issue, templates)


def test_no_mail_of_ours_breaks_a_rule(issue: Issue, templates: Path) -> None:
    assert lint_html(mail(issue, templates)) == ()
    assert lint_loads(mail(issue, templates)) == ()


BREAKS = [
    ("<h1", "<h4", "heading-first"),
    ("<h2", "<h1", "heading-first"),
    ("<h2", "<h4", "heading-gap"),
    ('lang="en"', 'lang="und"', "language"),
    ("<title>", "<title></title><i>", "title"),
    ("<h1", "<img><h1", "image-alt"),
    (
        '<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%"',
        "<table",
        "table-role",
    ),
    ("<th ", '<table role="presentation"><th></th></table><th ', "table-role"),
    (">Unsubscribe<", ">Click here<", "link-vague"),
    (">Unsubscribe<", "><", "link-empty"),
    (">Unsubscribe<", ">https://mail.example/u<", "link-bare"),
    (">Unsubscribe<", ">View in browser<", "link-same-words"),
    ('aria-label="Ship it: ', 'aria-label="', "link-label"),
    ("<h1", '<p style="display:flex"></p><h1', "ban-flex"),
    ("<h1", '<p style="display: inline-grid"></p><h1', "ban-grid"),
    ("<h1", '<p style="position:absolute"></p><h1', "ban-position"),
    ("<h1", '<p style="color:red;float:left"></p><h1', "ban-float"),
    ("<h1", '<p style="background:#fff url(a)"></p><h1', "ban-background-image"),
    ("<h1", '<p style="margin:1.5rem"></p><h1', "ban-unit"),
    ("<h1", '<p style="color:var(--ink)"></p><h1', "ban-variable"),
    ("<h1", "<style>p:has(a){color:red}</style><h1", "ban-has"),
    ("<h1", "<style>@import 'a.css';</style><h1", "ban-import"),
    ("<h1", "<style>@font-face{}</style><h1", "ban-font-face"),
    ("<h1", '<a href="DATA:text/html,x">A page</a><h1', "ban-data"),
    ("<h1", '<img alt="" src="a.webp"><h1', "ban-webp"),
    *(("<h1", f"<{tag}></{tag}><h1", f"ban-{tag}") for tag in TAGS),
    ("<h1", f"<p>{'x' * FILLED_BYTES}</p><h1", "budget"),
]


@pytest.mark.parametrize(("old", "new", "code"), BREAKS, ids=[f"{n}-{b[2]}" for n, b in enumerate(BREAKS)])
def test_a_planted_fault_is_found_with_its_line(plain_mail: str, old: str, new: str, code: str) -> None:
    broken = plain_mail.replace(old, new, 1)
    found = [finding for finding in lint_html(broken) if finding.code == code]
    assert found
    assert found[0].what
    if "line" in found[0].where:
        number = int(found[0].where.rsplit(" ", 1)[1])
        assert 1 <= number <= broken.count("\n") + 1


def test_every_ban_has_a_fault_planted_for_it() -> None:
    planted = {code.removeprefix("ban-") for _, _, code in BREAKS if code.startswith("ban-")}
    assert planted == {name for name, _, _ in BANS} | set(TAGS) | {"data", "webp"}


@pytest.mark.parametrize("tag", ['<img alt="" src="https://x.example/a.png">', '<link href="a.css">'])
def test_what_would_be_loaded_is_named(plain_mail: str, tag: str) -> None:
    found = lint_loads(plain_mail.replace("<h1", f"{tag}<h1", 1))
    assert {finding.code for finding in found} == {"loads"}


def test_a_token_pair_that_cannot_be_read_is_named_with_its_scheme(
    templates: Path, own_templates: Callable[[str, Callable[[str], str]], list[Path]]
) -> None:
    assert lint_theme(TemplateFolders([templates])) == ()
    folders = own_templates("theme.toml", lambda text: text.replace('link = "#AEB9FF"', 'link = "#5560A0"'))
    found = lint_theme(TemplateFolders(folders))
    assert [(one.where, one.what.split(" has ")[0]) for one in found] == [
        ("theme.toml [dark]", "link #5560A0 on canvas #0E1014"),
        ("theme.toml [dark]", "link #5560A0 on card #171A20"),
    ]


def painted(page: Element) -> Iterator[tuple[str, str]]:
    """The colour and the ground of every text, as the light scheme sets them inline."""

    def own(element: Element, name: str) -> str | None:
        found = re.search(rf"(?<![\w-]){name}:(#[0-9A-Fa-f]{{6}})", element.attributes.get("style", ""))
        return found[1].upper() if found else None

    def walk(element: Element, text: str, ground: str) -> Iterator[tuple[str, str]]:
        text, ground = own(element, "color") or text, own(element, "background-color") or ground
        for one in element.inside:
            if isinstance(one, Element):
                yield from walk(one, text, ground)
            elif one.strip("\xa0 \n") and not re.search(
                r"font-size:0|display:none", element.attributes.get("style", "")
            ):
                yield text, ground

    body = next(one for one in page.walk() if one.tag == "body")
    yield from walk(body, "#000000", "#FFFFFF")


def test_every_pair_that_a_mail_prints_stands_in_the_table(issue: Issue, templates: Path) -> None:
    folders = TemplateFolders([templates])
    light = load_theme(folders).light
    known = {(light[text], light[ground]) for text, ground in pairs(folders)}
    printed = set(painted(read_html(mail(issue, templates))))
    assert len(printed) > 5
    assert printed <= known
    assert min(contrast(*pair) for pair in printed) >= 4.5
