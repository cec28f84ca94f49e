"""A reader's way over HTTP: what each page says and does, and to whom it does nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
import requests
from sqlalchemy import event, func, select

from digest import db
from digest.intake.suppression import address_hash
from digest.links import Bookmark, Confirm, Preferences, Unsubscribe, Vote, confirmation, sign
from digest.log.schema import sign_up
from digest.pipeline.erase import erase
from digest.pipeline.reader import read_reader
from digest.pipeline.subscribe import subscriber_ids, unsubscribe
from tests.web.conftest import WEEK, eventually, every_row, letters_to, mailed_path, subscriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from digest.links import Link
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

    Serving = Callable[[Newsletter], AbstractContextManager[str]]

ADA = "ada@example.org"


@pytest.fixture
def url(mailed: Newsletter, serving: Serving) -> Iterator[str]:
    with serving(mailed) as url:
        yield url


def ask_to_sign_up(url: str, address: str = ADA, **headers: str) -> requests.Response:
    return requests.post(
        f"{url}/sign-up", data={"address": address}, headers={"Origin": url, **headers}, timeout=10
    )


def links(newsletter: Newsletter, number: int = 0) -> dict[str, Link]:
    """A good link of each kind of one reader, by its path."""
    identity = subscriber(newsletter, number)
    key = address_hash(newsletter.content_key, f"reader-{number}@example.org")
    return {
        "u": Unsubscribe(subscriber_id=identity),
        "c": confirmation(identity, key, newsletter.now(), timedelta(days=7)),
        "p": Preferences(subscriber_id=identity),
        "v": Vote(subscriber_id=identity, week=WEEK, side="left", choice="ship"),
        "b": Bookmark(subscriber_id=identity, week=WEEK, side="right"),
    }


def page(url: str, newsletter: Newsletter, kind: str, rest: str = "") -> str:
    return f"{url}/{kind}/{sign(newsletter.ring, links(newsletter)[kind])}{rest}"


def status_of(newsletter: Newsletter, address: str) -> str | None:
    with db.reading(newsletter.engine) as connection:
        identity = subscriber_ids(connection, [address]).get(address)
    reader = None if identity is None else read_reader(newsletter, identity)
    return None if reader is None else reader.status


def test_somebody_signs_up_confirms_and_is_welcomed(mailed: Newsletter, url: str) -> None:
    assert "Look into your mailbox" in ask_to_sign_up(url).text
    path = mailed_path(mailed, ADA, "c")
    asked = requests.get(f"{url}{path}", timeout=10)
    assert "a•••@example.org" in asked.text
    assert "Not you?" in asked.text
    assert asked.text.count("<button") == 1
    assert status_of(mailed, ADA) == "pending"
    done = requests.post(f"{url}{path}", timeout=10)
    assert "Welcome" in done.text
    assert status_of(mailed, ADA) == "confirmed"
    assert mailed_path(mailed, ADA, "p") in done.text
    assert "You are in already" in requests.get(f"{url}{path}", timeout=10).text


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a b@example.org", '"x@y"@example.org'])
def test_an_address_that_cannot_be_one_is_refused_beside_its_field(url: str, address: str) -> None:
    answer = ask_to_sign_up(url, address)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text


@contextmanager
def statements(newsletter: Newsletter) -> Iterator[list[str]]:
    """What handlers send to the database meanwhile, apart from the thread that writes letters."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if threading.current_thread().name != "letters":
            sent.append(statement)

    event.listen(newsletter.engine, "before_cursor_execute", note)
    yield sent
    event.remove(newsletter.engine, "before_cursor_execute", note)


def test_the_answer_to_a_sign_up_tells_nobody_whether_the_address_is_known(
    mailed: Newsletter, url: str
) -> None:
    unsubscribe(mailed, "reader-1@example.org", via="operator")
    erase(mailed, "reader-2@example.org", via="operator")
    seen = []
    for address in ("reader-0@example.org", "reader-1@example.org", "reader-2@example.org", ADA):
        with statements(mailed) as sent:
            answer = ask_to_sign_up(url, address)
        headers = {name: value for name, value in answer.headers.items() if name != "date"}
        seen.append((answer.status_code, answer.content, headers, tuple(sent)))
    assert len(seen[0][3]) > 1
    assert seen == [seen[0]] * 4


def test_an_address_change_tells_nobody_whether_the_address_is_known(mailed: Newsletter, url: str) -> None:
    seen = []
    for address in ("reader-1@example.org", "newcomer@example.org"):
        with statements(mailed) as sent:
            answer = requests.post(page(url, mailed, "p", "/address"), data={"address": address}, timeout=10)
        text = answer.text.replace("n•••", "r•••")
        headers = {name: value for name, value in answer.headers.items() if name != "date"}
        seen.append((answer.status_code, text, headers, len(sent)))
    assert seen[0] == seen[1]


def test_where_no_origin_is_told_the_form_has_to_come_with_its_cookie(mailed: Newsletter, url: str) -> None:
    def waiting() -> int:
        with db.reading(mailed.engine) as connection:
            return connection.execute(select(func.count()).select_from(sign_up)).scalar_one()

    with requests.Session() as session:
        again = session.post(f"{url}/sign-up", data={"address": ADA}, timeout=10)
        assert again.status_code == 403
        assert "press the button once more" in again.text
        found = re.search(r'name="proof" value="([^"]+)"', again.text)
        assert found is not None
        form = {"address": ADA, "proof": found[1]}
        cookie = again.headers["Set-Cookie"]
        assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Secure", "Path=/sign-up"))
        assert requests.post(f"{url}/sign-up", data=form, timeout=10).status_code == 403
        forged = {"Cookie": "sign_up=a.1.b"}
        made_up = {"address": ADA, "proof": "a.1.b"}
        assert requests.post(f"{url}/sign-up", data=made_up, headers=forged, timeout=10).status_code == 403
        assert waiting() == 0
        assert letters_to(mailed, ADA) == []
        taken = {"Cookie": f"sign_up={found[1]}"}
        assert requests.post(f"{url}/sign-up", data=form, headers=taken, timeout=10).status_code == 200
    mailed_path(mailed, ADA, "c")


def test_preferences_are_shown_and_changed(mailed: Newsletter, url: str) -> None:
    shown = requests.get(page(url, mailed, "p"), timeout=10).text
    assert re.search(r'value="weekly" checked', shown)
    assert re.search(r'value="html" checked', shown)
    form = {"frequency": "monthly", "format": "text", "paused": "true"}
    saved = requests.post(page(url, mailed, "p"), data=form, timeout=10).text
    assert "Your preferences are saved." in saved
    reader = read_reader(mailed, subscriber(mailed))
    assert reader is not None
    assert (reader.preferences.frequency, reader.preferences.format, reader.preferences.paused) == (
        "monthly",
        "text",
        True,
    )
    requests.post(page(url, mailed, "p"), data=form | {"paused": ""}, timeout=10)
    assert requests.post(page(url, mailed, "p"), data={"frequency": "daily"}, timeout=10).status_code == 422


def test_an_address_is_changed_once_it_is_confirmed_from_there(mailed: Newsletter, url: str) -> None:
    asked = requests.post(page(url, mailed, "p", "/address"), data={"address": ADA}, timeout=10)
    assert "a•••@example.org" in asked.text
    assert status_of(mailed, ADA) is None
    path = mailed_path(mailed, ADA, "c")
    assert "Move your mail to this address?" in requests.get(f"{url}{path}", timeout=10).text
    assert status_of(mailed, ADA) is None
    assert "From now on" in requests.post(f"{url}{path}", timeout=10).text
    assert status_of(mailed, ADA) == "confirmed"


def test_a_bookmark_is_kept_listed_and_removed(mailed: Newsletter, url: str) -> None:
    offered = requests.get(page(url, mailed, "b"), timeout=10).text
    assert "No bookmarks yet" in offered
    assert "Bookmark tools to save them for later" in offered
    kept = requests.post(page(url, mailed, "b"), timeout=10).text
    assert "is saved for later" in kept
    listed = requests.get(page(url, mailed, "p"), timeout=10).text
    found = re.search(r'name="tool_id" value="([^"]+)"', listed)
    assert found is not None
    gone = requests.post(page(url, mailed, "p", "/bookmarks"), data={"tool_id": found[1]}, timeout=10).text
    assert "No bookmarks yet" in gone


def test_a_reader_takes_everything_along_as_a_file(mailed: Newsletter, url: str) -> None:
    answer = requests.get(page(url, mailed, "p", "/export"), timeout=10)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["reader"]["address"] == "reader-0@example.org"


def test_a_reader_is_forgotten_by_a_second_button_and_the_links_are_dead(
    mailed: Newsletter, url: str
) -> None:
    before = {kind: page(url, mailed, kind) for kind in "ucpvb"}
    asked = requests.get(page(url, mailed, "p", "/forget"), timeout=10).text
    assert "It cannot be undone" in asked
    assert status_of(mailed, "reader-0@example.org") == "confirmed"
    assert "You are forgotten" in requests.post(before["p"] + "/forget", timeout=10).text
    assert status_of(mailed, "reader-0@example.org") is None
    assert {
        kind: requests.get(link, timeout=10).status_code for kind, link in before.items()
    } == dict.fromkeys("ucpvb", 404)


@pytest.mark.parametrize(
    ("sent", "via"),
    [
        ({"data": {"List-Unsubscribe": "One-Click"}}, "one-click"),
        ({"files": {"List-Unsubscribe": (None, "One-Click")}}, "one-click"),
        (
            {"data": {"List-Unsubscribe": "One-Click"}, "headers": {"Origin": "https://webmail.example"}},
            "one-click",
        ),
        ({}, "link"),
    ],
)
def test_leaving_takes_one_post_and_neither_cookie_nor_origin(
    mailed: Newsletter, url: str, sent: dict[str, Any], via: str
) -> None:
    assert "Leave</button>" in requests.get(page(url, mailed, "u"), timeout=10).text
    assert status_of(mailed, "reader-0@example.org") == "confirmed"
    for _ in range(2):
        answer = requests.post(page(url, mailed, "u"), timeout=10, **sent)
        assert answer.status_code == 200
        assert "Sign up again" in answer.text
        assert "Set-Cookie" not in answer.headers
    assert status_of(mailed, "reader-0@example.org") == "unsubscribed"
    everything = requests.get(page(url, mailed, "p", "/export"), timeout=10).json()
    left = [item["data"]["via"] for item in everything["events"] if item["type"] == "SubscriberUnsubscribed"]
    assert left == [via]


def test_looking_at_every_page_changes_no_row(mailed: Newsletter, url: str) -> None:
    requests.post(page(url, mailed, "b"), timeout=10)
    before = every_row(mailed)
    paths = [page(url, mailed, kind) for kind in "ucpvb"]
    paths += [page(url, mailed, "p", rest) for rest in ("/forget", "/export")] + [f"{url}/sign-up"]
    for path in paths:
        for ask in (requests.get, requests.head):
            assert ask(path, timeout=10).status_code == 200, path
    assert every_row(mailed) == before


def test_a_link_that_was_tampered_with_or_put_to_another_use_is_refused(mailed: Newsletter, url: str) -> None:
    before = every_row(mailed)
    good = {kind: sign(mailed.ring, link) for kind, link in links(mailed).items()}
    other = {kind: sign(mailed.ring, link) for kind, link in links(mailed, 1).items()}
    wrong = [(kind, token) for kind in good for used_for, token in good.items() if used_for != kind]
    for kind, token in good.items():
        half = len(token) // 2
        wrong += [(kind, token[:half] + other[kind][half:])]
        wrong += [(kind, token[:-1] + ("A" if token[-1] != "A" else "B")), (kind, token[:-4]), (kind, "x")]
    for kind, token in wrong:
        rests = ("", "/forget", "/address", "/bookmarks") if kind == "p" else ("",)
        for rest in rests:
            form = {"address": ADA, "frequency": "weekly", "format": "html", "tool_id": "x"}
            answer = requests.post(f"{url}/{kind}/{token}{rest}", data=form, timeout=10)
            assert answer.status_code == 404
        assert requests.get(f"{url}/{kind}/{token}", timeout=10).status_code == 404
    assert every_row(mailed) == before


def test_a_confirmation_of_another_mailbox_or_after_its_time_is_refused(
    mailed: Newsletter, world: World, url: str
) -> None:
    link = links(mailed)["c"]
    assert isinstance(link, Confirm)
    elsewhere = confirmation(
        link.subscriber_id, address_hash(mailed.content_key, ADA), mailed.now(), timedelta(days=7)
    )
    before = every_row(mailed)
    world.clock.now += timedelta(days=1)
    for ask in (requests.get, requests.post):
        assert ask(f"{url}/c/{sign(mailed.ring, elsewhere)}", timeout=10).status_code == 410
    world.clock.now += timedelta(days=7)
    for ask in (requests.get, requests.post):
        answer = ask(f"{url}/c/{sign(mailed.ring, link)}", timeout=10)
        assert answer.status_code == 410
        assert "sign up again" in answer.text
    assert every_row(mailed) == before


def test_every_page_is_valid_html(mailed: Newsletter, url: str) -> None:
    strict = html5lib.HTMLParser(strict=True)
    asked = [requests.get(f"{url}/sign-up", timeout=10), ask_to_sign_up(url), ask_to_sign_up(url, "nobody")]
    asked += [requests.post(f"{url}/sign-up", timeout=10), requests.get(f"{url}/nowhere", timeout=10)]
    for kind in "cpvb":
        asked += [ask(page(url, mailed, kind), timeout=10) for ask in (requests.get, requests.post)]
    withdrawn = {"choice": "withdraw"}
    asked += [
        requests.get(page(url, mailed, "v"), timeout=10),
        requests.post(page(url, mailed, "v"), data=withdrawn, timeout=10),
        requests.post(page(url, mailed, "p", "/address"), data={"address": "nobody"}, timeout=10),
        requests.post(page(url, mailed, "p", "/address"), data={"address": ADA}, timeout=10),
        requests.get(page(url, mailed, "u"), timeout=10),
        requests.post(page(url, mailed, "u"), timeout=10),
        requests.get(page(url, mailed, "p"), timeout=10),
        requests.get(page(url, mailed, "p", "/forget"), timeout=10),
        requests.post(page(url, mailed, "p", "/forget"), timeout=10),
    ]
    for answer in asked:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "<script" not in answer.text
        assert "style=" not in answer.text
        assert re.findall(r'(?:src|href|action)="(?!/|#main)', answer.text) == []
        strict.parse(answer.text)


def test_a_whole_journey_leaves_neither_address_nor_token_in_what_the_process_says(
    mailed: Newsletter, world: World
) -> None:
    given = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    with (
        subprocess.Popen(
            [sys.executable, "-u", "-m", "digest", "--home", world.home, "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=given,
        ) as server,
        ExitStack() as stack,
    ):
        stack.callback(server.kill)
        assert server.stdout is not None
        told = iter(server.stdout.readline, "")
        url = next(found[0] for line in told if (found := re.search(r"http://\S+:\d+", line)))
        ask_to_sign_up(url)
        ask_to_sign_up(url, "not an address@example.org")
        paths = [mailed_path(mailed, ADA, "c")]
        requests.post(url + paths[0], timeout=10)
        paths.append(mailed_path(mailed, ADA, "p"))
        paths.append(mailed_path(mailed, ADA, "u"))
        requests.post(f"{url}{paths[1]}/address", data={"address": "moved@example.org"}, timeout=10)
        mailed_path(mailed, "moved@example.org", "c")
        paths += [f"/{kind}/{sign(mailed.ring, link)}" for kind, link in links(mailed).items()]
        for path in paths:
            for ask in (requests.get, requests.post):
                ask(url + path, timeout=10)
        with db.writing(mailed.engine) as connection:
            connection.exec_driver_sql("ALTER TABLE subscriber_vault RENAME TO gone")
        assert requests.get(url + paths[1], timeout=10).status_code == 500
        ask_to_sign_up(url)
        eventually(lambda: letters_waiting(mailed))
        server.send_signal(signal.SIGTERM)
        said = server.stdout.read()
        assert server.wait(30) in {0, -signal.SIGTERM}
    assert "failed: sqlalchemy.exc.OperationalError" in said
    assert "@" not in said
    for path in paths:
        assert path[3:] not in said


def letters_waiting(newsletter: Newsletter) -> bool | None:
    with db.reading(newsletter.engine) as connection:
        return connection.execute(select(func.count()).select_from(sign_up)).scalar_one() > 0 or None
