"""A reader's whole way in a real browser, from the sign-up to leaving, with mail by real SMTP."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.delivery.relay import relay_from_url
from digest.delivery.smtp import SmtpTransport
from digest.links import Bookmark, Vote, sign
from digest.pipeline.approve import approve
from digest.pipeline.deliver import deliver
from tests.delivery.mail_server import MailServer
from tests.web.conftest import WEEK, eventually, every_row, subscriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, Page

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

pytestmark = pytest.mark.browser

ADA = "reader-9@example.org"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as found:
        yield found


def path_mailed(server: MailServer, address: str, kind: str) -> str:
    """The path of the first link of that kind in the mails to this address."""

    def look() -> str | None:
        for taken in server.taken:
            if taken.recipient == address:
                body = message_from_bytes(taken.data, policy=policy.default).get_body(("plain",))
                assert body is not None
                if found := re.search(rf"https://[^/\s]+(/{kind}/[\w-]+)", body.get_content()):
                    return found[1]
        return None

    return eventually(look)


def seen(page: Page, *, scripted: bool) -> None:
    """No page scrolls sideways, asks for anything elsewhere, or fails an audit of its accessibility."""
    width = page.viewport_size
    assert width is not None
    if scripted:
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width_px", [375, 1280])
def test_a_reader_comes_votes_keeps_chooses_and_leaves(
    ready: Newsletter,
    world: World,
    serving: Callable[[Newsletter], AbstractContextManager[str]],
    browser: Browser,
    server: MailServer,
    width_px: int,
    scripted: bool,
) -> None:
    relay = relay_from_url(f"smtp://127.0.0.1:{server.port}", plain_text=True, timeout_s=5)
    mailing = replace(
        ready,
        transport=SmtpTransport(relay, ready.sender.address),
        former=(ready.transport,),
    )
    context = browser.new_context(
        viewport={"width": width_px, "height": 800}, java_script_enabled=scripted, bypass_csp=True
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with serving(mailing) as url:

        def press(name: str, heading: str) -> None:
            page.get_by_role("button", name=name).click()
            page.get_by_role("heading", name=heading).wait_for()
            seen(page, scripted=scripted)

        page.goto(f"{url}/sign-up")
        seen(page, scripted=scripted)
        page.get_by_label("Your email address").fill(ADA)
        press("Sign up", "Look into your mailbox")
        page.goto(url + path_mailed(server, ADA, "c"))
        seen(page, scripted=scripted)
        press("Yes, sign me up", "Welcome")

        world.run(mailing)
        approve(mailing, WEEK)
        deliver(mailing, WEEK, on_progress=lambda _done, _total: None)
        reader = subscriber(mailing, 9)
        vote = Vote(subscriber_id=reader, week=WEEK, side="left", choice="ship")
        bookmark = Bookmark(subscriber_id=reader, week=WEEK, side="left")

        page.goto(f"{url}/v/{sign(mailing.ring, vote)}")
        seen(page, scripted=scripted)
        press("Ship it", "you say ship")
        press("Change to skip", "you say skip")
        page.goto(f"{url}/b/{sign(mailing.ring, bookmark)}")
        seen(page, scripted=scripted)
        press("Bookmark", "is saved for later")
        page.goto(url + path_mailed(server, ADA, "p"))
        seen(page, scripted=scripted)
        page.get_by_label("Once a month").check()
        press("Save", "Preferences")
        assert page.get_by_label("Once a month").is_checked()
        press("Remove", "Preferences")
        assert page.get_by_text("No bookmarks yet").is_visible()

        before = every_row(mailing)
        mails = [taken.data for taken in server.taken if taken.recipient == ADA]
        texts = [message_from_bytes(data, policy=policy.default).as_string() for data in mails]
        for path in {
            found for text in texts for found in re.findall(r"https://[^/\s]+(/[ucpvb]/[\w-]{44,52})", text)
        }:
            page.goto(url + path)
        assert every_row(mailing) == before

        page.goto(url + path_mailed(server, ADA, "u"))
        seen(page, scripted=scripted)
        press("Leave", "You have left")
    context.close()
    assert all(one.startswith((url, "data:")) for one in asked)
