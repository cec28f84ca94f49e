"""The editor's page in a real browser: the mail stands in its frames, and a button decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.pipeline.draft import link_for
from tests.web.conftest import WEEK

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width_px", [375, 1280])
def test_an_editor_looks_at_the_issue_and_approves_it(
    browser: Browser,
    ready: Newsletter,
    world: World,
    serving: Callable[[Newsletter], AbstractContextManager[str]],
    width_px: int,
    scripts: bool,
) -> None:
    world.run(ready)
    with serving(ready) as url:
        scheme = "light" if scripts else "dark"
        context = browser.new_context(
            viewport={"width": width_px, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
        )
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(link_for(ready, WEEK, "maria").url.replace("https://shiporskip.example", url))
        for name in ("The mail at 640 pixels", "The mail at 375 pixels"):
            mail = page.frame_locator(f'iframe[title="{name}"]')
            page.get_by_title(name).scroll_into_view_if_needed()
            assert mail.get_by_role("heading", name="Alpha vs Beta").first.is_visible()
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= width_px
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.get_by_label("Note").fill("Good week.")
        page.get_by_role("button", name="Approve as maria").click()
        assert page.get_by_role("status").inner_text() == "Approved. It goes out with the next send."
        assert page.get_by_text("maria: Good week.").is_visible()
        assert all(one.startswith(url) for one in asked)
        context.close()
    assert world.state(ready) == "approved"
