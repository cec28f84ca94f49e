"""What goes wrong around a poll: a full disk, two runs at once, a clock that goes back, a restless entry."""

from __future__ import annotations

import random
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.pipeline.ingest import Outcome, current_polls, ingest

from .test_ingest_killed import feed, log_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.pipeline.newsletter import Newsletter
    from digest.sources.http import Fetched, Validators
    from digest.sources.source import Source
    from tests.conftest import Web, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def run(newsletter: Newsletter) -> list[Outcome]:
    return list(ingest(newsletter, current_polls(newsletter.sources, asked=True), on_outcome=lambda _: None))


@pytest.fixture
def small_disk(world: World) -> Iterator[Path]:
    """A disk of 64 kB where the bodies go."""
    folder = world.open().bodies.folder
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be made here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_said_and_leaves_nothing_half_done(world: World, web: Web, small_disk: Path) -> None:
    noise = random.Random(7).randbytes(100_000).hex()  # noqa: S311
    body = feed("kestrel").replace("</channel>", f"<description>{noise}</description></channel>")
    world.settings(("news", "feed", web.says("/feed", body, etag='"a"')))
    newsletter = world.open()
    before = log_of(newsletter)
    with pytest.raises(OSError, match="No space left"):
        run(newsletter)
    assert log_of(newsletter) == before
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
    subprocess.run(["mount", "-o", "remount,size=1m", small_disk], check=True)
    assert [one.launched for one in run(world.open())] == [1]
    assert "If-None-Match" not in web.asked[-1][1]


def test_two_runs_at_once_record_what_one_would(world: World, web: Web) -> None:
    """Both have asked before either records."""
    world.settings(("news", "feed", web.says("/feed", feed("kestrel", "heron", "wren"), etag='"a"')))
    meet = threading.Barrier(2)

    def after_both(newsletter: Newsletter) -> Newsletter:
        def fetch(source: Source, url: str, held: Validators | None) -> Fetched:
            fetched = newsletter.fetch(source, url, held)
            meet.wait(20)
            return fetched

        return replace(newsletter, fetch=fetch)

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(run, [after_both(world.open()), after_both(world.open())]))
    assert sorted(one.launched for (one,) in outcomes) == [0, 3]
    assert sorted(one.new for (one,) in outcomes) == [0, 3]
    assert [kind for kind, _, _ in log_of(world.open())].count("ToolLaunched") == 3


def test_a_clock_that_goes_back_records_nothing_twice_and_stops_no_source(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", feed("kestrel"), etag='"a"')))
    newsletter = world.open()
    run(newsletter)
    world.clock.now -= 3 * DAY
    web.says("/feed", feed("kestrel", "heron"), etag='"b"')
    assert [(one.status, one.launched) for one in run(newsletter)] == [("read", 1)]
    assert web.asked[-1][1]["If-None-Match"] == '"a"'
    world.clock.now += 3 * DAY + 2 * HOUR
    assert [one.status for one in run(newsletter)] == ["unchanged"]
    assert web.asked[-1][1]["If-None-Match"] == '"b"'


def test_an_entry_edited_thirty_times_is_one_tool_with_its_last_words(world: World, web: Web) -> None:
    newsletter = None
    for edit in range(30):
        body = feed("kestrel").replace("<pubDate>", f"<description>edit {edit}</description><pubDate>")
        world.settings(("news", "feed", web.says("/feed", body)))
        newsletter = newsletter or world.open()
        run(newsletter)
        world.clock.now += 2 * HOUR
    assert newsletter is not None
    kinds = [kind for kind, _, _ in log_of(newsletter)]
    assert (kinds.count("ToolLaunched"), kinds.count("LaunchObserved")) == (1, 30)


def test_an_entry_that_was_taken_out_and_comes_back_is_no_news(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", feed("kestrel", "heron"))))
    newsletter = world.open()
    run(newsletter)
    had = log_of(newsletter)
    for names in (["heron"], ["heron", "kestrel"]):
        web.says("/feed", feed(*names))
        world.clock.now += 2 * HOUR
        run(newsletter)
    assert log_of(newsletter) == had


def test_not_modified_is_no_answer_to_who_holds_nothing(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/feed", b"", status=304)))
    newsletter = world.open()
    (outcome,) = run(newsletter)
    assert (outcome.status, outcome.detail.partition(":")[0]) == ("failed", "304")
    web.says("/feed", feed("kestrel"))
    world.clock.now += 2 * HOUR
    assert [one.launched for one in run(newsletter)] == [1]


def test_a_body_that_changed_under_its_old_validator_is_read(world: World, web: Web) -> None:
    """A server that compares nothing sends the body whatever it is asked."""
    for names in (["kestrel"], ["kestrel", "heron"]):
        world.settings(("news", "feed", web.says("/feed", feed(*names), headers={"ETag": "unquoted"})))
        newsletter = world.open()
        assert [one.launched for one in run(newsletter)] == [1]
        world.clock.now += 2 * HOUR
    assert web.asked[-1][1]["If-None-Match"] == "unquoted"
