"""The public pages in a real browser: nothing to scroll sideways, nothing that axe minds, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.conftest import WEEK

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser

    from digest.pipeline.newsletter import Newsletter

pytestmark = pytest.mark.browser

PATHS = ("/", f"/issues/{WEEK}", "/tools", "/tools/alpha", "/search?q=alpha", "/no-such-page")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width_px", [375, 1280])
def test_public_pages_fit_every_screen_and_everybody(
    browser: Browser,
    mailed: Newsletter,
    serving: Callable[[Newsletter], AbstractContextManager[str]],
    width_px: int,
    scheme: str,
) -> None:
    with serving(mailed) as url:
        context = browser.new_context(viewport={"width": width_px, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for path in PATHS:
            page.goto(url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width_px, path
            found = Axe().run(page)
            assert found.violations_count == 0, (path, found.generate_report())
        assert all(one.startswith(url) for one in asked)
        context.close()
