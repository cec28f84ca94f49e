"""Who gets an issue: everybody who is confirmed and wants it, and a monthly reader the first of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.delivery import outbox
from digest.delivery.audience import Skip
from digest.intake.standing import Preferences
from digest.pipeline.audience import choose_audience, wish
from digest.pipeline.leave import leave
from digest.pipeline.preferences import change_preferences
from digest.pipeline.subscribe import subscriber_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

WEEK = "2026-W17"


@pytest.fixture
def newsletter(world: World, new_database: Callable[[], str]) -> Iterator[Newsletter]:
    newsletter = world.open(database_url=new_database())
    world.readers(newsletter, 3)
    yield newsletter
    newsletter.engine.dispose()


def ids(newsletter: Newsletter) -> list[str]:
    addresses = [f"reader-{number}@example.org" for number in range(3)]
    with db.reading(newsletter.engine) as connection:
        found = subscriber_ids(connection, addresses)
    return [found[address] for address in addresses]


def audience(newsletter: Newsletter, week: str = WEEK) -> set[str]:
    with db.reading(newsletter.engine) as connection:
        return set(choose_audience(connection, week))


def test_who_paused_is_left_out_and_who_takes_it_back_is_in_again(newsletter: Newsletter) -> None:
    first, *others = ids(newsletter)
    change_preferences(newsletter, first, Preferences(paused=True))
    assert audience(newsletter) == set(others)
    change_preferences(newsletter, first, Preferences())
    assert audience(newsletter) == {first, *others}


def test_a_monthly_reader_gets_one_issue_a_month_and_the_next_one_if_that_never_went(
    newsletter: Newsletter,
) -> None:
    first, *others = ids(newsletter)
    change_preferences(newsletter, first, Preferences(frequency="monthly"))
    with db.writing(newsletter.engine) as connection:
        outbox.freeze_audience(connection, "2026-W14", {first: "<a@example.org>"})
    assert audience(newsletter) == set(others), "30 March to 5 April has its Thursday in April"
    assert audience(newsletter, "2026-W13") == {first, *others}
    assert audience(newsletter, "2026-W19") == {first, *others}
    assert audience(newsletter, "2026-W14") == {first, *others}, "the week itself does not count"
    with db.writing(newsletter.engine) as connection:
        outbox.close_pending(connection, "2026-W14", "cancelled", detail="", at=newsletter.now())
    assert audience(newsletter) == {first, *others}


def test_when_it_is_their_turn_the_log_says_whether_they_still_want_it(newsletter: Newsletter) -> None:
    stays, pauses, leaves = ids(newsletter)
    change_preferences(newsletter, stays, Preferences(format="text"))
    change_preferences(newsletter, pauses, Preferences(paused=True))
    leave(newsletter, leaves, via="link")
    with db.reading(newsletter.engine) as connection:
        assert wish(connection, stays) == "text"
        assert wish(connection, pauses) == Skip(reason="paused")
        assert wish(connection, leaves) == Skip(reason="not_subscribed")
        assert wish(connection, "nobody") == Skip(reason="not_subscribed")
