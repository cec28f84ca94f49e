"""What the world reads: what readers were told, what changed since, and nothing that was not sent."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
import requests
from fastapi import Request
from sqlalchemy import select

from digest import db
from digest.errors import DigestError
from digest.pipeline.corrections import correct
from digest.pipeline.published import load_published
from digest.pipeline.redact import redact_all
from digest.projections.live import live_tables
from digest.web.archive import MANIFEST, build
from digest.web.public.chart import HEIGHT, MARGIN, draw
from digest.web.public.feeds import atom_of, json_of, sitemap_of
from digest.web.public.fresh import fresh
from digest.web.site import Site
from tests.web.conftest import WEEK, every_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World

    Serving = Callable[[Newsletter], AbstractContextManager[str]]

PATHS = ("/", f"/issues/{WEEK}", "/tools", "/tools/alpha", "/search", "/search?q=alpha", "/search?q=%25%27")


def get(url: str, **more: str) -> requests.Response:
    return requests.get(url, timeout=20, allow_redirects=False, headers=more)


def assert_valid(html: str) -> None:
    """Strict HTML5, and nothing that the browser would load from elsewhere."""
    html5lib.HTMLParser(strict=True).parse(html)
    loaded = re.findall(r'<(?:link rel="stylesheet" href|img src|script src|iframe src)="([^"]*)"', html)
    assert all(urlsplit(url).netloc == "" for url in loaded)
    assert "<script" not in html
    assert " style=" not in html


def test_every_page_is_valid_and_loads_nothing_from_elsewhere(mailed: Newsletter, serving: Serving) -> None:
    before = every_row(mailed)
    with serving(mailed) as url:
        for path in PATHS:
            answer = get(url + path)
            assert answer.status_code == 200, path
            assert_valid(answer.text)
    assert every_row(mailed) == before


def test_the_samples_page_has_the_cells_of_its_mail_and_the_takes_in_full(
    digest: Digest, tmp_path: Path
) -> None:
    digest("weekly", "--sample", "--out", "sample")
    digest("archive", "build", "site", home="sample")
    html = (tmp_path / "site" / "issues" / WEEK / "index.html").read_text(encoding="utf-8")
    assert "<title>SmolVLM2 vs SkillClaw: Which AI Tool Should You Ship? — Ship or Skip</title>" in html
    assert "Compare</a>/SmolVLM2 vs SkillClaw</nav>" in html
    text = " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())
    for words in (
        "AI tool comparison",
        "Which one should you ship with? Here is the side-by-side panel verdict, pricing read,",
        "Panel verdict Ship · 4 ship / 0 skip Mixed · 2 ship / 2 skip",
        "Community No community votes yet No community votes yet",
        "Pricing Free / Open Source (Apache 2.0) Open Source / Research",
        "Category Developer Tools Developer Tools",
        "Panel ship 100% Community — No votes yet Entry Free",
        "Panel ship 50% Community — No votes yet Entry Paid",
        "88/100 · ship",
        "No panel take",
        "No bookmarks yet",
        "An editor chose it.",
    ):
        assert words in text, words
    issue = json.loads((tmp_path / "sample" / "issue.json").read_text(encoding="utf-8"))
    takes = [take["text"] for row in issue["comparison"]["reviewers"] for take in row["takes"] if take]
    assert len(takes) == 8
    assert all(" ".join(take.split()) in text for take in takes)


def test_an_issue_is_public_once_it_goes_out_and_not_before(
    ready: Newsletter, world: World, serving: Serving
) -> None:
    world.run(ready)
    with serving(ready) as url:
        for path in (f"/issues/{WEEK}", f"/issues/{WEEK}/mail", "/compare/alpha-vs-beta", "/issues/nonsense"):
            assert get(url + path).status_code == 404, path
        assert "No issue has been sent yet" in get(f"{url}/").text
        assert WEEK.encode() not in atom_of(ready) + sitemap_of(ready) + json_of(ready)


def test_what_changed_since_stands_apart_from_what_readers_were_told(
    mailed: Newsletter, world: World, serving: Serving
) -> None:
    told = load_published(mailed, WEEK)
    assert told is not None
    assert told.changed == ()
    world.take_in(
        mailed, *(world.take("alpha", who, "skip", at="2026-04-24") for who in ("builder", "founder"))
    )
    with serving(mailed) as url:
        html = get(f"{url}/issues/{WEEK}").text
        tool = get(f"{url}/tools/alpha").text
    assert "What changed since" in html
    assert "Ship · 2 ship / 1 skip" in html
    assert "Skip · 0 ship / 3 skip" in tool


def test_a_comparison_by_its_tools_leads_to_its_newest_issue(mailed: Newsletter, serving: Serving) -> None:
    with serving(mailed) as url:
        answer = get(f"{url}/compare/beta-vs-alpha")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/issues/{WEEK}")
        assert get(f"{url}/compare/alpha-vs-gamma").status_code == 404


def test_a_page_is_not_sent_again_while_the_log_has_not_moved(
    mailed: Newsletter, world: World, serving: Serving
) -> None:
    with serving(mailed) as url:
        first = get(f"{url}/tools/alpha")
        tag = first.headers["ETag"]
        assert get(f"{url}/tools/alpha", **{"If-None-Match": tag}).status_code == 304
        world.take_in(mailed, world.take("alpha", "creator", at="2026-04-24"))
        after = get(f"{url}/tools/alpha", **{"If-None-Match": tag})
        assert after.status_code == 200
        assert "The creator looked at alpha" in after.text


def test_the_mail_in_a_browser_acts_for_nobody_and_may_bring_its_styles(
    mailed: Newsletter, serving: Serving
) -> None:
    with serving(mailed) as url:
        answer = get(f"{url}/issues/{WEEK}/mail")
    assert "style-src 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    links = re.findall(r'href="(https://shiporskip\.example/[^"]*)"', answer.text)
    assert links
    assert all(
        re.fullmatch(r"https://shiporskip\.example/(sign-up|issues/[^/]+(/mail)?)", link) for link in links
    )


HOSTILE = "</title><script>alert(1)</script>\u202e&amp;\"'"


def test_names_and_takes_from_strangers_stay_text(world: World, serving: Serving) -> None:
    newsletter = world.open()
    world.reviewed(
        newsletter,
        "alpha",
        "beta",
        name=HOSTILE,
        tagline=HOSTILE * 3,
        homepage="https://a.example/?x=%22%3E",
    )
    world.take_in(
        newsletter, world.take("alpha", "creator", take=HOSTILE * 20, reviewer=HOSTILE, at="2026-04-21")
    )
    world.readers(newsletter, 1)
    world.run(newsletter, auto_approve=True)
    with serving(newsletter) as url:
        for path in PATHS:
            html = get(url + path).text
            assert_valid(html)
            assert "\u202e" not in html
    newsletter.engine.dispose()


def test_a_removed_text_takes_the_page_of_its_issue_along(mailed: Newsletter, serving: Serving) -> None:
    found = load_published(mailed, WEEK)
    assert found is not None
    with db.reading(mailed.engine) as connection:
        take = connection.execute(select(live_tables(connection)["take"].c.take)).scalars().first()
    assert take is not None
    redact_all(mailed, {take: "asked for"})
    with serving(mailed) as url:
        html = get(f"{url}/issues/{WEEK}").text
        assert get(f"{url}/issues/{WEEK}/mail").status_code == 404
        assert "removed on" in get(f"{url}/tools/alpha").text + get(f"{url}/tools/beta").text
    assert "cannot be shown as it was" in html
    assert found.head in html
    assert_valid(html)


def test_search_finds_tools_by_any_of_their_texts_and_issues_by_their_title(
    mailed: Newsletter, serving: Serving
) -> None:
    with serving(mailed) as url:
        assert "/tools/alpha" in get(f"{url}/search?q=ALPHA").text
        taken = get(f"{url}/search?q=skeptic+beta+afternoon").text
        assert "/tools/beta" in taken
        assert "/tools/alpha" not in taken
        assert f"/issues/{WEEK}" in get(f"{url}/search?q=alpha+beta").text
        assert "No tool has all of these words." in get(f"{url}/search?q=%25").text
        assert get(f"{url}/search?q={'x' * 201}").status_code == 422


def test_feeds_and_sitemap_name_every_issue_for_good(mailed: Newsletter) -> None:
    atom = ET.fromstring(atom_of(mailed))  # noqa: S314 (our own)
    name = "{http://www.w3.org/2005/Atom}"
    (entry,) = atom.findall(f"{name}entry")
    assert entry.findtext(f"{name}id") == f"tag:shiporskip.example,2026-04-23:issues/{WEEK}"
    assert entry.findtext(f"{name}updated") == "2026-04-23T07:00:00.000000Z"
    (item,) = json.loads(json_of(mailed))["items"]
    assert item["url"] == f"https://shiporskip.example/issues/{WEEK}"
    sitemap = ET.fromstring(sitemap_of(mailed))  # noqa: S314 (our own)
    places = [element.text for element in sitemap.iter() if element.tag.endswith("loc")]
    assert f"https://shiporskip.example/issues/{WEEK}" in places
    assert "https://shiporskip.example/tools/alpha" in places


@pytest.fixture
def static(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """A plain web server over a folder."""
    servers: list[ThreadingHTTPServer] = []

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Say nothing on stderr."""

    def serve(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        servers.append(server)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_archive_is_the_same_each_time_and_every_link_within_leads_somewhere(
    mailed: Newsletter, tmp_path: Path, static: Callable[[Path], str]
) -> None:
    build(mailed, tmp_path / "one")
    build(mailed, tmp_path / "two")
    files = {
        path.relative_to(tmp_path / "one"): path.read_bytes()
        for path in (tmp_path / "one").rglob("*")
        if path.is_file()
    }
    assert files == {
        path.relative_to(tmp_path / "two"): path.read_bytes()
        for path in (tmp_path / "two").rglob("*")
        if path.is_file()
    }
    url = static(tmp_path / "one")
    seen, waiting = set(), [f"{url}/"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        answer = requests.get(page, timeout=20)
        assert answer.status_code == 200, page
        if "html" not in answer.headers["Content-Type"]:
            continue
        hrefs = re.findall(r'href="([^"#]+)"', answer.text) if not page.rstrip("/").endswith("/mail") else []
        waiting += [
            found
            for found in (urljoin(answer.url, href) for href in hrefs)
            if found.startswith(url) and urlsplit(found).path not in ("/search", "/sign-up")
        ]
    assert len(seen) > 6


def test_an_archive_removes_what_is_public_no_more_and_only_what_it_wrote(
    mailed: Newsletter, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    build(mailed, folder)
    (folder / "own.txt").write_text("mine")
    gone = folder / "tools" / "gone" / "index.html"
    gone.parent.mkdir()
    gone.write_text("old")
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps([*listed, "tools/gone/index.html"]))
    build(mailed, folder)
    assert not gone.exists()
    assert (folder / "own.txt").exists()
    with pytest.raises(DigestError, match="no archive wrote"):
        build(mailed, tmp_path)


def test_a_chart_steps_at_every_change_and_stays_within_its_frame() -> None:
    class Seen:
        def __init__(self, percent: int | None) -> None:
            self.ship_percent = percent

    assert draw([]) is None
    assert draw([Seen(None)]) is None  # type: ignore[list-item]
    chart = draw([Seen(100), Seen(0), Seen(50)])  # type: ignore[list-item]
    assert chart is not None
    assert [y for _, y in chart.dots] == [MARGIN, HEIGHT - MARGIN, HEIGHT // 2]
    assert chart.path.count("V") == 2


def test_a_page_made_while_the_log_moved_is_not_kept_for_the_position_it_moved_to(
    mailed: Newsletter, world: World
) -> None:
    site = Site(mailed, kick=lambda: None)

    def ask(path: str) -> Request:
        return Request({"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""})

    def slowly() -> str:
        world.take_in(mailed, world.take("alpha", "creator", at="2026-04-24"))
        fresh(site, ask("/other"), lambda: "other")
        return "before"

    assert fresh(site, ask("/page"), slowly).body == b"before"
    assert fresh(site, ask("/page"), lambda: "after").body == b"after"
    assert fresh(site, ask("/page"), lambda: "never").body == b"after"


def test_a_page_that_several_ask_for_at_once_is_made_once(mailed: Newsletter) -> None:
    site = Site(mailed, kick=lambda: None)
    asked = Request({"type": "http", "method": "GET", "path": "/page", "headers": [], "query_string": b""})
    made: list[str] = []
    answers: list[bytes] = []
    second = Thread(target=lambda: answers.append(bytes(fresh(site, asked, make).body)))

    def make() -> str:
        made.append("page")
        if not second.is_alive() and not answers:
            second.start()
            # Long enough for whoever does not wait to come through.
            second.join(0.2)
        return "page"

    fresh(site, asked, make)
    second.join(10)
    assert (made, answers) == (["page"], [b"page"])


def test_a_correction_stands_on_the_page_of_its_issue_and_in_the_api(
    mailed: Newsletter, serving: Serving
) -> None:
    with serving(mailed) as url:
        assert "Correction" not in get(f"{url}/issues/{WEEK}").text
        correct(mailed, WEEK, said="Alpha is <b>paid</b>", true="free")
        page = get(f"{url}/issues/{WEEK}").text
        told = get(f"{url}/api/v1/comparisons/{WEEK}").json()["comparison"]
    assert "Correction, 23 April 2026.</strong> We said Alpha is &lt;b&gt;paid&lt;/b&gt;; it is free." in page
    assert told["corrections"] == [
        {"at": "2026-04-23T07:00:00Z", "text": "We said Alpha is <b>paid</b>; it is free."}
    ]
