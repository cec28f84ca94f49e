"""The preview over HTTP: what it shows, what it refuses, and what becomes of a broken template."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import requests

from digest.email.templates import packaged_templates
from digest.errors import DigestError
from digest.pipeline.approve import reject
from digest.pipeline.preview import Gallery, open_gallery
from digest.web.serving import preview_config
from tests.stages import frozen_week
from tests.web.conftest import WEEK, OwnTemplates, every_row, running

if TYPE_CHECKING:
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World
    from tests.stages import Stages


@pytest.fixture
def frozen(stages: Stages, world: World) -> Newsletter:
    return stages.at_home(world, frozen_week)


def get(url: str, **query: str) -> requests.Response:
    return requests.get(url, params=query, timeout=30)


def stamp_of(page: str) -> str:
    found = re.search(r'data-stamp="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_a_fixture_is_shown_without_any_newsletter(preview_url: str) -> None:
    page = get(preview_url).text
    for said in (
        "SmolVLM2 vs SkillClaw",
        "46 of 50 characters",
        "Bytes of HTML",
        "of 95,000; Gmail clips near 102,000",
        "of 8,192",
        "of 750",
        "Nothing had to give way.",
        "Nothing was found in the message.",
        "The mail at 375 pixels",
    ):
        assert said in page, said
    assert all(f'href="/?what={name}&amp;as=light"' in page for name in ("empty", "long", "plain", "votes"))


def test_what_gave_way_to_fit_is_named_in_order(preview_url: str) -> None:
    assert "Gave way to fit, in this order: next up, shelf" in get(preview_url, what="long").text


def test_the_switch_says_which_way_is_chosen(preview_url: str) -> None:
    assert re.findall(r'aria-current="true">([^<]+)<', get(preview_url, **{"as": "forced-dark"}).text) == [
        "Forced dark"
    ]
    assert "stands in for Gmail&#39;s apps" in get(preview_url, **{"as": "forced-dark"}).text
    assert "This one has 0 images." in get(preview_url, **{"as": "images-off"}).text


def test_the_text_part_stands_in_the_page(preview_url: str) -> None:
    page = get(preview_url, **{"as": "text"}).text
    assert "REVIEWER SCORECARD" in page
    assert "<iframe" not in page


def test_only_images_off_keeps_images_from_the_frame(preview_url: str) -> None:
    policies = {
        way: get(f"{preview_url}/mail", **{"as": way}).headers["Content-Security-Policy"]
        for way in ("light", "images-off")
    }
    assert "img-src 'none'" in policies["images-off"]
    assert "img-src data: http: https:" in policies["light"]
    assert all("sandbox" in policy and "default-src 'none'" in policy for policy in policies.values())


def test_no_page_runs_a_script_of_anybody_else(preview_url: str) -> None:
    answer = get(preview_url)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert re.findall(r"<script[^>]*>([^<]*)", answer.text) == [""]
    assert "style=" not in answer.text


def test_another_host_name_is_not_answered(preview_url: str) -> None:
    for path in ("/", "/mail", "/changed?since=x", "/static/site.css"):
        answer = requests.get(preview_url + path, headers={"Host": "preview.example"}, timeout=10)
        assert answer.status_code == 400, path


def test_a_way_and_a_name_that_are_not_there_are_told(preview_url: str) -> None:
    assert get(preview_url, **{"as": "sepia"}).status_code == 404
    assert "there is nothing called ../theme to look at" in get(preview_url, what="../theme").text
    assert get(f"{preview_url}/mail", what="nothing").status_code == 404


def test_an_edit_is_in_the_next_look(preview_url: str, own: OwnTemplates) -> None:
    assert "Mended by hand" not in get(f"{preview_url}/mail").text
    own.edit("{{ v.reason }}", "Mended by hand")
    assert "Mended by hand" in get(f"{preview_url}/mail").text


def test_an_image_that_an_edit_brings_is_counted_and_held_against_the_message(
    preview_url: str, own: OwnTemplates
) -> None:
    own.edit("<mj-text>", '<mj-text><img src="https://shiporskip.example/a.png" alt="A" />')
    page = get(preview_url, **{"as": "images-off"}).text
    assert "This one has 1 image." in page
    assert "text/html: loads: &lt;img&gt; would ask a server when the mail is opened" in page


def test_a_broken_template_is_told_with_its_place_above_the_last_good_rendering(
    preview_url: str, own: OwnTemplates
) -> None:
    get(preview_url)
    own.edit("<mj-text>", "  <mj-txt>")
    page = get(preview_url).text
    place = f"{own.footer}:3:3"
    assert place in page
    assert "&lt;mj-txt&gt; is not a tag of MJML; did you mean mj-text?" in page
    assert re.search(r"3</span> <mark>  &lt;mj-txt&gt;</mark>\n       \^\n", page)
    assert page.index(place) < page.index("The last good one") < page.index("The mail at 640 pixels")
    assert get(f"{preview_url}/mail").status_code == 200

    own.edit("  <mj-txt>", "<mj-text>")
    assert "The last good one" not in get(preview_url).text


def test_a_template_that_was_never_good_leaves_nothing_to_show(preview_url: str, own: OwnTemplates) -> None:
    own.edit("{{ v.reason }}", "{{ v.raeson }}")
    page = get(preview_url).text
    assert f"{own.footer}:" in page
    assert "no attribute &#39;raeson&#39;" in page
    assert "there is nothing to show below" in page
    assert "<iframe" not in page
    assert get(f"{preview_url}/mail").status_code == 404


def test_a_question_for_changes_is_answered_at_once_after_an_edit_and_else_in_a_while(
    preview_url: str, own: OwnTemplates
) -> None:
    stamp = stamp_of(get(preview_url).text)
    assert get(f"{preview_url}/changed", since=stamp).json() == {"changed": False}
    own.edit("{{ v.reason }}", "Mended by hand")
    asked = time.monotonic()
    assert get(f"{preview_url}/changed", since=stamp).json() == {"changed": True}
    assert time.monotonic() - asked < 1


def test_a_frozen_week_is_rendered_anew_with_the_templates_of_now(
    frozen: Newsletter, own: OwnTemplates
) -> None:
    before = every_row(frozen)
    gallery, first = open_gallery(frozen, None)
    assert first == WEEK
    edited = Gallery(templates=(own.folder, *gallery.templates), newsletter=frozen)
    own.edit("{{ v.reason }}", "Mended by hand")
    with running(preview_config(edited, first)) as url:
        page = get(url).text
        assert "Alpha vs Beta" in page
        assert f'href="/?what={WEEK}&amp;as=light" aria-current="page"' in page
        assert "Nothing was found in the message." in page
        assert "Mended by hand" in get(f"{url}/mail").text
    assert every_row(frozen) == before


def test_an_issue_that_is_frozen_anew_is_a_change(frozen: Newsletter, world: World) -> None:
    with running(preview_config(*open_gallery(frozen, WEEK))) as url:
        stamp = stamp_of(get(url).text)
        reject(frozen, WEEK, "not yet")
        world.run(frozen)
        assert get(f"{url}/changed", since=stamp).json() == {"changed": True}


def test_a_fixture_of_an_authors_own_is_listed_and_goes_before_a_packaged_one_of_its_name(
    preview_url: str, own: OwnTemplates
) -> None:
    issue = (packaged_templates() / "fixtures" / "plain.json").read_text(encoding="utf-8")
    (own.folder / "fixtures").mkdir()
    for name in ("plain", "mine"):
        mine = issue.replace("SmolVLM2 vs SkillClaw", f"Of my own, {name}")
        (own.folder / "fixtures" / f"{name}.json").write_text(mine, encoding="utf-8")
    page = get(preview_url).text
    assert "Of my own, plain" in page
    assert 'href="/?what=mine&amp;as=light"' in page
    assert "Of my own, mine" in get(preview_url, what="mine").text


def test_an_issues_file_is_shown_and_told_when_it_is_none(tmp_path: Path) -> None:
    path = tmp_path / "issue.json"
    path.write_bytes((packaged_templates() / "fixtures" / "plain.json").read_bytes())
    with running(preview_config(*open_gallery(None, str(path)))) as url:
        page = get(url).text
        assert "SmolVLM2 vs SkillClaw" in page
        stamp = stamp_of(page)
        path.write_text('{"week": 3}', encoding="utf-8")
        assert get(f"{url}/changed", what="issue.json", since=stamp).json() == {"changed": True}
        assert "is not the JSON of an issue" in get(url).text


def test_what_nobody_knows_is_refused_with_what_there_is(frozen: Newsletter, digest: Digest) -> None:
    with pytest.raises(DigestError, match=r"empty, long, plain, votes.*letters/confirm, letters/welcome"):
        open_gallery(frozen, "vote")
    with pytest.raises(DigestError, match="there is nothing called letters/letter"):
        open_gallery(frozen, "letters/letter")
    with pytest.raises(DigestError, match="there is no frozen issue 2026-W18"):
        open_gallery(frozen, "2026-W18")
    said = digest("preview", WEEK, home="nowhere")
    assert (said.code, "there is no newsletter" in said.err) == (1, True)


@pytest.mark.parametrize("command", ["preview", "serve"])
def test_a_port_that_is_taken_is_refused_with_what_to_do(
    frozen: Newsletter, digest: Digest, command: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = digest(command, "--port", taken.getsockname()[1])
    assert said.code == 1
    assert "Address already in use" in said.err
    assert "name another port with --port" in said.err


def test_the_command_says_where_it_listens_and_makes_no_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "digest", "--home", home, "preview", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")},
    ) as server:
        assert server.stdout is not None
        found = re.search(r"^votes is on (http://127\.0\.0\.1:\d+);", server.stdout.readline())
        assert found is not None
        assert get(found[1]).status_code == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) in {0, -signal.SIGTERM}
    assert not home.exists()
