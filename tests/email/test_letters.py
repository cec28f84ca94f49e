"""Letters about a subscription, in both parts."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from html import unescape
from typing import TYPE_CHECKING, get_args

import html5lib
import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.delivery.letters import Kind
from digest.delivery.note import Note, encode_note
from digest.email.letter import write_letter
from digest.pipeline.letter_sample import BRAND, sample
from tests.conftest import Clock

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

KINDS = get_args(Kind)
ABOUT = sample(BRAND, "https://mail.example")


def words(html: str) -> str:
    """What a reader sees, the head and what is hidden left out."""
    body = re.sub(r"<!--.*?-->|<style.*?</style>|<head>.*?</head>", "", html, flags=re.DOTALL)
    body = re.sub(r'<div style="display:none.*?</div>', "", body, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_the_same_in_both_parts(kind: str, templates: Path) -> None:
    letter = write_letter(kind, ABOUT, [templates])
    said = " ".join(letter.text.split())
    links = set(re.findall(r"https://[^\s\"<]+", letter.text))
    assert links == set(re.findall(r'href="(https://[^"]+)"', letter.html))
    for paragraph in re.findall(r"<p [^>]*>(.*?)</p>", letter.html, re.DOTALL):
        first = words(f"<p>{paragraph}</p>").split(".")[0]
        if "href" not in paragraph:
            assert first.split(",")[0] in said
    assert letter.subject in words(letter.html)
    assert ABOUT.postal_address in said
    assert ABOUT.postal_address in words(letter.html)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_one_message_of_two_parts_with_the_text_first(kind: str, templates: Path) -> None:
    letter = write_letter(kind, ABOUT, [templates])
    raw = encode_note(
        Note(
            from_name="Ship or Skip",
            from_address="digest@mail.example",
            to_name="Ada",
            to_address="ada@example.org",
            subject=letter.subject,
            list_id="weekly.mail.example",
            message_id="<1@mail.example>",
            sent_at=Clock().now,
            text=letter.text,
            html=letter.html,
        )
    )
    message = message_from_bytes(raw, policy=policy.default)
    assert message.defects == []
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content().replace("\r\n", "\n").rstrip() for part in message.iter_parts())
    assert (text, html) == (letter.text.rstrip(), letter.html.rstrip())
    assert max(map(len, raw.split(b"\r\n"))) <= 76
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_brand_of_markup_is_text(templates: Path) -> None:
    hostile = '</mj-text><mj-raw><script>alert(1)</script></mj-raw>{{ 7*7 }}" onclick="x'
    for kind in KINDS:
        html = write_letter(kind, msgspec.structs.replace(ABOUT, brand=hostile), [templates]).html
        assert "<script" not in html
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        assert not [one for one in tree.iter() if "onclick" in one.attrib]
        assert hostile in words(html)


def test_a_letter_is_written_the_way_of_its_language(templates: Path) -> None:
    html = write_letter("welcome", ABOUT, [templates], language="ar").html
    assert re.search(r'<html[^>]* lang="ar"[^>]* dir="rtl"', html)


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_letter_can_be_read_by_everybody(kind: str, scheme: str, browser: Browser, templates: Path) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 900})  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(write_letter(kind, ABOUT, [templates]).html)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert asked == []
    # A mail is one article, not a web page with landmarks.
    rules = {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}
    found = Axe().run(page, options={"rules": rules})
    assert found.violations_count == 0, found.generate_report()
    page.close()
