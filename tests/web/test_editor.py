"""The editor's page: what it shows, and that nothing but its buttons decides, and only on what was shown."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import requests

from digest import db
from digest.events import IssueApproved, IssueRejected
from digest.links import Unsubscribe, sign
from digest.log.content import texts
from digest.log.streams import stream_events
from digest.pipeline.approve import approve, reject
from digest.pipeline.draft import link_for
from digest.pipeline.project import check, rebuild
from digest.pipeline.redact import redact
from tests.pipeline.test_redact import hash_of
from tests.stages import frozen_week
from tests.web.conftest import WEEK, every_row, subscriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from digest.events import Recorded
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World
    from tests.stages import Stages

    Serving = Callable[[Newsletter], AbstractContextManager[str]]


@pytest.fixture
def frozen(stages: Stages, world: World) -> Newsletter:
    return stages.at_home(world, frozen_week)


@pytest.fixture
def page(frozen: Newsletter, serving: Serving) -> Iterator[str]:
    """The address of the editor's page, on loopback."""
    with serving(frozen) as url:
        yield at(frozen, url)


def at(newsletter: Newsletter, url: str, week: str = WEEK) -> str:
    return link_for(newsletter, week, "maria").url.replace("https://shiporskip.example", url)


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', html)
    assert found is not None
    return found[1]


def last(newsletter: Newsletter) -> Recorded:
    with db.reading(newsletter.engine) as connection:
        return stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"][-1]


def test_the_page_shows_the_issue_and_what_speaks_for_and_against_it(page: str) -> None:
    answer = requests.get(page, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    for said in (
        "Alpha vs Beta",
        "Subject",
        "<dt>Readers</dt><dd>3</dd>",
        "Nothing was found in the message",
        "Why this pair",
        "Approve as maria",
        "Send it back",
        "SHIP OR SKIP",
    ):
        assert said.casefold() in answer.text.casefold(), said


def test_the_mail_is_shown_as_it_is_stored_and_only_within_our_pages(frozen: Newsletter, page: str) -> None:
    answer = requests.get(f"{page}/mail", timeout=10)
    assert answer.status_code == 200
    assert "Alpha" in answer.text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "/u/" not in answer.text, "a link of a reader has no place there"


def test_looking_changes_no_row(frozen: Newsletter, page: str) -> None:
    before = every_row(frozen)
    for path in ("", "/mail"):
        requests.get(page + path, timeout=10)
        requests.head(page + path, timeout=10)
    assert requests.get(f"{page}/approve", timeout=10).status_code == 405
    assert every_row(frozen) == before


def test_what_was_looked_at_is_approved_by_name_with_a_note_that_can_be_removed(
    frozen: Newsletter, page: str, digest: Digest
) -> None:
    hash_ = seen(requests.get(page, timeout=10).text)
    answer = requests.post(f"{page}/approve", data={"seen": hash_, "note": "Good week. "}, timeout=10)
    assert "Approved. It goes out with the next send." in answer.text
    assert "maria: Good week." in answer.text
    event = last(frozen)
    assert isinstance(event.data, IssueApproved)
    assert (event.data.issue, event.meta["actor"]) == (hash_, "maria")
    assert event.data.note is not None
    with db.reading(frozen.engine) as connection:
        assert texts(connection, [event.data.note]) == {event.data.note: "Good week."}
    assert digest("issue", "show", WEEK, "--json").json["approved_by"] == "maria"

    again = requests.post(f"{page}/approve", data={"seen": hash_}, timeout=10)
    assert "Nothing changed." in again.text
    redact(frozen, [event.data.note], reason="a slip")
    assert "maria: removed on 23 April 2026" in requests.get(page, timeout=10).text
    rebuild(frozen.log)
    assert all(one.equal for one in check(frozen.log))


def test_an_issue_that_was_frozen_anew_is_not_approved_unseen(
    frozen: Newsletter, page: str, world: World
) -> None:
    hash_ = seen(requests.get(page, timeout=10).text)
    reject(frozen, WEEK, "not yet")
    world.clock.now += timedelta(hours=1)
    world.run(frozen)
    for action, form in (("approve", {"note": "fine"}), ("reject", {"reason": "no"})):
        answer = requests.post(f"{page}/{action}", data={"seen": hash_, **form}, timeout=10)
        assert answer.status_code == 409
        assert "was frozen anew since you looked at it" in answer.text
    assert requests.post(f"{page}/approve", data={"note": "x"}, timeout=10).status_code == 409
    assert world.state(frozen) == "frozen"


def test_an_issue_is_sent_back_with_a_reason_and_never_without(
    frozen: Newsletter, page: str, world: World
) -> None:
    hash_ = seen(requests.get(page, timeout=10).text)
    for reason in ("", " \n", "bell\a", "x" * 1_001):
        answer = requests.post(f"{page}/reject", data={"seen": hash_, "reason": reason}, timeout=10)
        assert (answer.status_code, world.state(frozen)) == (422, "frozen")
    answer = requests.post(
        f"{page}/reject", data={"seen": hash_, "reason": " a price\nis wrong "}, timeout=10
    )
    assert "Sent back." in answer.text
    data = last(frozen).data
    assert isinstance(data, IssueRejected)
    assert data.reason == "a price is wrong"
    late = requests.post(f"{page}/approve", data={"seen": hash_}, timeout=10)
    assert (late.status_code, "was rejected" in late.text) == (422, True)


def test_a_note_that_cannot_be_kept_approves_nothing(frozen: Newsletter, page: str, world: World) -> None:
    hash_ = seen(requests.get(page, timeout=10).text)
    answer = requests.post(f"{page}/approve", data={"seen": hash_, "note": "x" * 1_001}, timeout=10)
    assert (answer.status_code, world.state(frozen)) == (422, "frozen")
    assert "the note cannot be kept as it is" in answer.text


def test_a_link_is_good_for_its_week_until_it_expires_and_no_readers_link_opens_it(
    frozen: Newsletter, serving: Serving, world: World
) -> None:
    with serving(frozen) as url:
        other = at(frozen, url, week="2026-W18")
        answer = requests.get(other, timeout=10)
        assert (answer.status_code, "there is no frozen issue 2026-W18" in answer.text) == (404, True)
        assert requests.get(f"{other}/mail", timeout=10).status_code == 404
        reader = sign(frozen.ring, Unsubscribe(subscriber_id=subscriber(frozen)))
        assert requests.get(f"{url}/e/{reader}", timeout=10).status_code == 404
        mine = at(frozen, url)
        assert (
            requests.get(mine[:-2] + ("A" if mine[-2] != "A" else "B") + mine[-1], timeout=10).status_code
            == 404
        )
        world.clock.now += timedelta(days=14, hours=1)
        for path in ("", "/mail"):
            assert requests.get(mine + path, timeout=10).status_code == 410
        assert requests.post(f"{mine}/approve", data={"seen": "0" * 64}, timeout=10).status_code == 410


def test_an_issue_of_which_a_text_was_removed_can_only_be_frozen_anew(frozen: Newsletter, page: str) -> None:
    redact(
        frozen,
        hash_of(frozen, "The founder looked at alpha and says ship. It took an afternoon."),
        reason="told",
    )
    answer = requests.get(page, timeout=10)
    assert answer.status_code == 404
    assert "digest issue reject" in answer.text


def test_a_form_from_another_site_decides_nothing(frozen: Newsletter, page: str, world: World) -> None:
    hash_ = seen(requests.get(page, timeout=10).text)
    answer = requests.post(
        f"{page}/approve", data={"seen": hash_}, headers={"Sec-Fetch-Site": "cross-site"}, timeout=10
    )
    assert (answer.status_code, world.state(frozen)) == (403, "frozen")


def test_a_link_is_printed_by_command_and_a_note_given_by_command(frozen: Newsletter, digest: Digest) -> None:
    made = digest("issue", "link", WEEK, "--editor", "maria", "--json").json
    assert made["url"].startswith("https://shiporskip.example/e/")
    told = digest("issue", "link", WEEK, "--editor", "maria").out
    assert "Whoever has it decides as maria." in told
    assert digest("issue", "link", WEEK, "--editor", "Maria X").code == 1
    assert digest("issue", "approve", WEEK, "--note", "By hand.").code == 0
    assert not approve(frozen, WEEK)
