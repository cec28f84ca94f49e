"""The preview in a real browser: its frames do not depend on the machine, and it loads itself again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.web.conftest import OwnTemplates

pytestmark = pytest.mark.browser

WIDE, NARROW = "The mail at 640 pixels", "The mail at 375 pixels"
WAYS = ("light", "dark", "forced-dark", "styles-off", "images-off", "text")


@pytest.fixture
def page(browser: Browser, preview_url: str) -> Iterator[Page]:
    """The preview on a wide screen."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(preview_url)
    yield opened
    opened.close()


@pytest.mark.parametrize(("width_px", "scheme"), [(1280, "light"), (640, "dark"), (375, "light")])
def test_no_way_to_look_has_a_fault_of_access_or_scrolls_the_page_sideways(
    browser: Browser, preview_url: str, width_px: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width_px, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for what, way in [
        *(("plain", way) for way in WAYS),
        ("letters/confirm", "dark"),
        ("letters/confirm", "text"),
    ]:
        page.goto(f"{preview_url}/?what={what}&as={way}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width_px, (what, way)
    page.close()
    assert all(one.startswith(preview_url) for one in asked)


def test_a_fault_that_is_told_has_none_of_access(page: Page, own: OwnTemplates) -> None:
    own.edit("<mj-text>", "<mj-txt>")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("did you mean mj-text?")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frames_show_the_scheme_that_was_chosen_and_not_the_machines(
    browser: Browser, preview_url: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    grounds = {}
    for way in ("light", "dark", "styles-off"):
        page.goto(f"{preview_url}/?as={way}")
        article = page.frame_locator(f'iframe[title="{WIDE}"]').get_by_role("article")
        grounds[way] = article.evaluate("each => getComputedStyle(each).backgroundColor")
    page.close()
    light, dark = "rgb(243, 241, 236)", "rgb(14, 16, 20)"
    assert grounds == {"light": light, "dark": dark, "styles-off": light}


def test_the_frames_are_as_wide_as_they_say_on_a_screen_of_any_width(
    browser: Browser, preview_url: str
) -> None:
    for width_px in (375, 1280):
        page = browser.new_page(viewport={"width": width_px, "height": 900})
        page.goto(preview_url)
        inner = [page.get_by_title(name).evaluate("frame => frame.clientWidth") for name in (WIDE, NARROW)]
        page.close()
        assert inner == [640, 375]


def test_the_page_loads_itself_again_after_an_edit_and_after_it_is_mended(
    page: Page, own: OwnTemplates
) -> None:
    page.get_by_role("link", name="Forced dark").press("Enter")
    own.edit("<mj-text>", "<mj-txt>")
    expect(page.get_by_role("alert")).to_contain_text(f"{own.footer}:3")
    expect(page.get_by_role("heading", name="The last good one")).to_be_visible()

    own.edit("<mj-txt>", "<mj-text>Mended by hand ")
    expect(page.get_by_role("alert")).to_have_count(0)
    mail = page.frame_locator(f'iframe[title="{WIDE}"]')
    expect(mail.get_by_text("Mended by hand")).to_be_attached()
    expect(page.locator(".told strong")).to_have_text("Forced dark.")


def test_without_scripts_all_of_it_is_a_link_away(browser: Browser, preview_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(preview_url)
    page.get_by_role("link", name="long").click()
    page.get_by_role("link", name="Text", exact=True).click()
    expect(page.locator(".told strong")).to_have_text("Text.")
    expect(page.locator("pre.text")).to_contain_text("REVIEWER SCORECARD")
    expect(page.get_by_role("link", name="long")).to_have_attribute("aria-current", "page")
    context.close()
