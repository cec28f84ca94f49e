from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests
from sqlalchemy import text

from digest import db
from digest.links import Bookmark, Vote, sign
from tests.web.conftest import WEEK, every_row, subscriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World


@pytest.fixture
def url(mailed: Newsletter, serving: Callable[[Newsletter], AbstractContextManager[str]]) -> Iterator[str]:
    with serving(mailed) as url:
        yield url


def token(newsletter: Newsletter, choice: str = "ship", *, number: int = 0, **changed: Any) -> str:
    given = {"week": WEEK, "side": "left", "choice": choice, **changed}
    return sign(newsletter.ring, Vote(subscriber_id=subscriber(newsletter, number), **given))


def test_the_page_shows_tool_choice_and_whose_it_is_and_no_tally_before_the_vote(
    mailed: Newsletter, url: str
) -> None:
    page = requests.get(f"{url}/v/{token(mailed)}", timeout=10)
    assert page.status_code == 200
    assert "ship it?</h1>" in page.text
    assert page.text.count("<button") == 1
    assert "r•••@example.org" in page.text
    assert "Not you?" in page.text
    assert "Readers so far" not in page.text


def test_a_vote_is_cast_changed_and_taken_back(mailed: Newsletter, url: str) -> None:
    cast = requests.post(f"{url}/v/{token(mailed)}", timeout=10)
    assert 'you say <span class="ship">ship</span>' in cast.text
    assert "1 vote so far" in cast.text
    assert f"/v/{token(mailed, 'skip')}" in cast.text
    changed = requests.post(f"{url}/v/{token(mailed, 'skip')}", timeout=10)
    assert 'you say <span class="skip">skip</span>' in changed.text
    assert "1 vote so far" in changed.text
    gone = requests.post(f"{url}/v/{token(mailed, 'skip')}", data={"choice": "withdraw"}, timeout=10)
    assert "your vote is taken back" in gone.text
    assert "No community votes yet" in gone.text


def test_looking_by_get_or_head_changes_no_row(mailed: Newsletter, url: str) -> None:
    requests.post(f"{url}/v/{token(mailed)}", timeout=10)
    before = every_row(mailed)
    for choice in ("ship", "skip"):
        for ask in (requests.get, requests.head):
            assert ask(f"{url}/v/{token(mailed, choice)}", timeout=10).status_code == 200
    assert every_row(mailed) == before


def test_a_token_that_was_tampered_with_or_swapped_is_refused(mailed: Newsletter, url: str) -> None:
    before = every_row(mailed)
    good = token(mailed)
    wrong = [
        good[:place] + ("A" if letter != "A" else "B") + good[place + 1 :]
        for place, letter in enumerate(good)
    ]
    wrong += [
        good[:-1],
        good + "AAAA",
        token(mailed, week="2026-W16"),
        sign(mailed.ring, Bookmark(subscriber_id=subscriber(mailed), week=WEEK, side="left")),
        sign(mailed.ring, Vote(subscriber_id=mailed.new_id(), week=WEEK, side="left", choice="ship")),
    ]
    for one in wrong:
        for ask in (requests.get, requests.post):
            assert ask(f"{url}/v/{one}", timeout=10).status_code == 404
    assert every_row(mailed) == before


def test_a_link_is_refused_once_its_60_days_are_over(mailed: Newsletter, world: World, url: str) -> None:
    before = every_row(mailed)
    world.clock.now += timedelta(days=60)
    for ask in (requests.get, requests.post):
        answer = ask(f"{url}/v/{token(mailed)}", timeout=10)
        assert answer.status_code == 410
        assert "expired" in answer.text
    assert every_row(mailed) == before


def test_a_busy_database_is_said_with_a_time_to_come_back(
    mailed: Newsletter, world: World, serving: Callable[[Newsletter], AbstractContextManager[str]]
) -> None:
    impatient = world.open(busy_timeout_s=0.05)
    with serving(impatient) as url, db.writing(mailed.engine) as connection:
        connection.execute(text("UPDATE log_head SET position = position"))
        answer = requests.post(f"{url}/v/{token(mailed)}", timeout=10)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "nothing was changed" in answer.text
