"""A run that is killed anywhere, and run again, leaves the log of one that was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from digest import db
from digest.log.verify import verify
from digest.pipeline.ingest import current_polls, ingest
from tests.children import die_at_step, in_a_child

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Web, World


def feed(*names: str) -> str:
    items = "".join(
        f"<item><title>{name}</title><link>https://tools.example/{name}</link>"
        f"<pubDate>Mon, 20 Apr 2026 09:00:00 GMT</pubDate></item>"
        for name in names
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


def run(newsletter: Newsletter) -> None:
    ingest(newsletter, current_polls(newsletter.sources, asked=True), on_outcome=lambda _: None)


def log_of(newsletter: Newsletter) -> list[tuple[str, str, int]]:
    with db.reading(newsletter.engine) as connection:
        rows = connection.execute(text("SELECT type, stream, version FROM event ORDER BY position"))
        return [(row.type, row.stream, row.version) for row in rows]


@pytest.mark.parametrize("every", [pytest.param(2, marks=pytest.mark.slow), 7])
def test_killed_at_any_step_and_run_again_the_log_is_that_of_an_undisturbed_run(
    world: World, web: Web, every: int
) -> None:
    world.settings(
        ("one", "feed", web.says("/one", feed("kestrel", "heron"), etag='"1"')),
        ("two", "feed", web.says("/two", feed("heron", "wren"), etag='"2"')),
        ("bad", "feed", web.says("/bad", "<html></html>")),
    )
    world.open().engine.dispose()
    empty = (world.home / "digest.db").read_bytes()

    def afresh() -> Newsletter:
        for left in world.home.glob("digest.db*"):
            left.unlink()
        (world.home / "digest.db").write_bytes(empty)
        return world.open()

    newsletter = afresh()
    run(newsletter)
    undisturbed = log_of(newsletter)
    newsletter.engine.dispose()

    killed, step = 0, 1
    while True:
        newsletter = afresh()
        newsletter.engine.dispose()

        def child(at: int = step) -> None:
            own = world.open()
            die_at_step(own.engine, at)
            run(own)
            own.engine.dispose()

        died = not in_a_child(child)
        newsletter = world.open()
        run(newsletter)
        assert log_of(newsletter) == undisturbed
        with db.reading(newsletter.engine) as connection:
            assert verify(connection).ok
        newsletter.engine.dispose()
        if not died:
            break
        killed, step = killed + 1, step + every
    assert killed > 16 // every
