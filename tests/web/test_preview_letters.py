"""Letters in the preview: as their templates write them at this moment, to nobody."""

from __future__ import annotations

import dataclasses
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
import pytest

from digest.email.templates import packaged_templates
from digest.pipeline.letter_sample import READER_ADDRESS
from digest.pipeline.preview import LETTERS, open_gallery, preview
from digest.web.serving import preview_config
from tests.stages import opened
from tests.web.conftest import every_row, running
from tests.web.test_preview import get, stamp_of

if TYPE_CHECKING:
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World
    from tests.stages import Stages
    from tests.web.conftest import OwnTemplates


@pytest.fixture
def newsletter(stages: Stages, world: World) -> Newsletter:
    return stages.at_home(world, opened)


def save(own: OwnTemplates, name: str, old: str, new: str) -> Path:
    """Save a template of the author's own: the packaged one with something in it replaced."""
    before = (packaged_templates() / name).read_text(encoding="utf-8")
    assert old in before
    path = own.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("letters/confirm", "Confirm that you want Ship or Skip"),
        ("letters/welcome", "You are on the list for Ship or Skip"),
        ("letters/known", "You are on the list for Ship or Skip already"),
        ("letters/address", "Confirm your new address for Ship or Skip"),
        ("letters/goodbye", "You have left Ship or Skip"),
    ],
)
def test_a_letter_is_shown_like_an_issue_with_its_size_and_what_lint_says(
    preview_url: str, name: str, subject: str
) -> None:
    page = get(preview_url, what=name).text
    for said in (
        f"<h1>{subject}</h1>",
        f"{len(subject)} of 50 characters",
        "of 95,000; Gmail clips near 102,000",
        "of 750",
        "Nothing was found in the message.",
        f'src="/mail?what={name}&amp;as=light" title="The mail at 640 pixels"',
        "The mail at 375 pixels",
        f'href="/?what={name}&amp;as=light" aria-current="page"',
    ):
        assert said in page, said
    mail = get(f"{preview_url}/mail", what=name, **{"as": "dark"})
    assert subject in mail.text
    assert "sandbox" in mail.headers["Content-Security-Policy"]


def test_every_letter_is_a_link_away(preview_url: str) -> None:
    page = get(preview_url).text
    assert [name for name in LETTERS if f'href="/?what={name}&amp;as=light"' not in page] == []


def test_the_text_part_of_a_letter_stands_in_the_page(preview_url: str) -> None:
    page = get(preview_url, what="letters/confirm", **{"as": "text"}).text
    assert "To say yes, open this page and press the\nbutton:" in page
    assert "<iframe" not in page


def test_a_letter_tells_of_nobody_who_is_there(preview_url: str) -> None:
    for name in LETTERS:
        shown = preview(*open_gallery(None, name))
        links = [*re.findall(r"https?://\S+", shown.text), *re.findall(r'href="([^"]+)"', shown.html)]
        hosts = {urlsplit(link).hostname for link in links}
        assert hosts == {"digest.example.org"}
        assert f"To: A Reader <{READER_ADDRESS}>" in shown.messages[0].decode("ascii")


def test_a_newsletters_letters_are_in_its_name_and_its_language_and_a_look_records_nothing(
    newsletter: Newsletter, own: OwnTemplates
) -> None:
    save(own, "words/en.toml", "Confirm that you want {brand}", "Bekræft {brand}").rename(
        own.folder / "words" / "da.toml"
    )
    brand = msgspec.structs.replace(newsletter.brand, name="Ugen", language="da")
    danish = dataclasses.replace(newsletter, brand=brand, templates=(own.folder, packaged_templates()))
    before = every_row(newsletter)
    with running(preview_config(*open_gallery(danish, "letters/confirm"))) as url:
        assert "<h1>Bekræft Ugen</h1>" in get(url).text
        assert f"{newsletter.sender.public_url}/preview/confirm" in get(f"{url}/mail").text
    assert every_row(newsletter) == before


def test_a_broken_letter_is_told_with_its_place_above_the_last_good_one(
    preview_url: str, own: OwnTemplates
) -> None:
    get(preview_url, what="letters/welcome")
    path = save(own, "letters/welcome.mjml.j2", "w.welcome_confirmed", "w.welcome_confirmd")
    page = unescape(get(preview_url, what="letters/welcome").text)
    assert f"{path}:2" in page
    assert "has no attribute 'welcome_confirmd'" in page
    assert page.index(f"{path}:2") < page.index("The last good one") < page.index("The mail at 640 pixels")
    assert "The last good one" not in get(preview_url, what="letters/confirm").text

    path.unlink()
    assert "The last good one" not in get(preview_url, what="letters/welcome").text


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("letters/welcome.txt.j2", "{{ preferences }}", "{{ preferences }} Mended"),
        ("words/en.toml", "The next comparison", "Mended. The next comparison"),
    ],
)
def test_an_edit_of_a_letter_or_its_words_is_noticed_and_in_the_next_look(
    preview_url: str, own: OwnTemplates, name: str, old: str, new: str
) -> None:
    ask = {"what": "letters/welcome", "as": "text"}
    stamp = stamp_of(get(preview_url, **ask).text)
    save(own, name, old, new)
    assert get(f"{preview_url}/changed", what="letters/welcome", since=stamp).json() == {"changed": True}
    assert "Mended" in get(preview_url, **ask).text


def test_an_image_in_a_letter_is_counted_and_held_against_the_message(
    preview_url: str, own: OwnTemplates
) -> None:
    save(
        own,
        "macros/letter.mjml.j2",
        "{{ caller() }}",
        '<img src="https://a.example/a.png" alt="A" />{{ caller() }}',
    )
    page = get(preview_url, what="letters/welcome", **{"as": "images-off"}).text
    assert "This one has 1 image." in page
    assert "text/html: loads: &lt;img&gt; would ask a server when the mail is opened" in page
