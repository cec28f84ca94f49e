"""The mail in a real browser."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.email.render import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from digest.issue.model import Issue

pytestmark = pytest.mark.browser


#: Both ask for a web page's landmarks; a mail is a single element with role=article.
NOT_FOR_MAIL = ("region", "landmark-one-main")


@pytest.mark.parametrize("width_px", [640, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, issue: Issue, templates: Path, scheme: Literal["light", "dark"], width_px: int
) -> None:
    page = browser.new_page(viewport={"width": width_px, "height": 900}, color_scheme=scheme)
    rendered = render(issue, [templates])
    links = (f"https://mail.example/{slot}" for slot in rendered.html_slots)
    page.set_content("".join(chain.from_iterable(zip(rendered.html, [*links, ""], strict=True))))
    found = Axe().run(page, options={"rules": {rule: {"enabled": False} for rule in NOT_FOR_MAIL}})
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_axe_finds_a_planted_fault(browser: Browser, plain_issue: Issue, templates: Path) -> None:
    page = browser.new_page()
    html = "U".join(render(plain_issue, [templates]).html)
    page.set_content(html.replace("<h1", "<img src=''><h1", 1))
    assert "image-alt" in Axe().run(page).generate_report()
    page.close()


@pytest.mark.parametrize("width_px", [320, 375, 640])
def test_no_screen_has_to_scroll_sideways(
    browser: Browser, issue: Issue, templates: Path, width_px: int
) -> None:
    page = browser.new_page(viewport={"width": width_px, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content("https://mail.example/u/abc".join(render(issue, [templates]).html))
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    assert asked == []
    page.close()


def test_cards_stay_side_by_side_on_a_phone_and_takes_stack(
    browser: Browser, plain_issue: Issue, templates: Path
) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 900})
    page.set_content("U".join(render(plain_issue, [templates]).html))
    first, second = (page.locator(f"td.tint-{tone}[valign=top]").bounding_box() for tone in ("ship", "mixed"))
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    takes = [page.get_by_text(words).bounding_box() for words in ("Four lines in", "An agent that")]
    assert takes[0] is not None
    assert takes[1] is not None
    assert takes[0]["x"] == takes[1]["x"]
    assert takes[1]["y"] > takes[0]["y"]
    page.close()


def test_the_dark_scheme_turns_the_ground_dark_to_the_end_of_the_window(
    browser: Browser, plain_issue: Issue, templates: Path
) -> None:
    html = "U".join(render(plain_issue, [templates]).html)
    grounds = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.set_content(html)
        grounds[scheme] = [
            page.evaluate(f"getComputedStyle(document.querySelector('{one}')).backgroundColor")
            for one in ("body", ".card")
        ]
        page.close()
    assert grounds == {
        "light": ["rgb(243, 241, 236)", "rgb(255, 255, 255)"],
        "dark": ["rgb(14, 16, 20)", "rgb(23, 26, 32)"],
    }


def test_both_tools_get_the_same_width_where_fixed_layout_is_unknown(
    browser: Browser, issue: Issue, templates: Path
) -> None:
    html = "U".join(render(issue, [templates]).html)
    page = browser.new_page(viewport={"width": 640, "height": 900})
    page.set_content(html.replace("table-layout:fixed;", ""))
    cards = page.evaluate(
        "[...document.querySelectorAll('td[class^=tint-][valign=top]')].map(cell => cell.offsetWidth)"
    )
    heads = page.evaluate(
        "[...document.querySelectorAll('thead')].map(head => [...head.rows[0].cells].map(c => c.offsetWidth))"
    )
    assert len(cards) == 2
    for widths in (cards, *heads):
        assert abs(widths[0] - widths[-1]) <= 1
    page.close()


def test_the_names_above_the_bars_end_on_one_line(
    browser: Browser, read_issue: Callable[[str], Issue], templates: Path
) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 900})
    page.set_content("U".join(render(read_issue("long"), [templates]).html))
    for head in page.locator("thead").all():
        first, second = (head.locator("th").nth(at).locator("span").bounding_box() for at in (0, 1))
        assert first is not None
        assert second is not None
        assert abs(first["y"] + first["height"] - second["y"] - second["height"]) <= 2
    page.close()
