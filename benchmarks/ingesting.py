"""One process of :mod:`benchmarks.ingest`: two passes over the feeds, ours, reader's, or of fetches alone."""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.feeds import OPENED
from digest.bootstrap import open_from_environment
from digest.pipeline.ingest import current_polls, ingest
from digest.sources.source import Source

#: Does one pass; raises SystemExit if it was not what it should be.
Pass = Callable[[int], None]


def ours(sources: list[Source], home: Path) -> Pass:
    """Fetch, keep, parse, append."""
    newsletter = open_from_environment(home)
    polls = current_polls(sources, asked=True)

    def run(number: int) -> None:
        outcomes = ingest(newsletter, polls, on_outcome=lambda _outcome: None)
        if {outcome.status for outcome in outcomes} != {"unchanged" if number else "read"}:
            raise SystemExit("not every feed was read, or unchanged: the claim says nothing")

    return run


def reader(sources: list[Source], home: Path) -> Pass:
    """The peer, with as many workers as we have threads."""
    from reader import make_reader  # noqa: PLC0415 - an extra, which ours does without

    home.mkdir()
    peer = make_reader(str(home / "reader.db"))
    for source in sources:
        peer.add_feed(source.url)

    def run(_number: int) -> None:
        peer.update_feeds(workers=32, scheduled=False)
        if peer.get_feed_counts().broken:
            raise SystemExit("reader could not read every feed: the claim says nothing")

    return run


def fetches(sources: list[Source], home: Path, threads: int) -> Pass:
    """Fetch and keep nothing."""
    newsletter = open_from_environment(home)

    def run(_number: int) -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda source: newsletter.fetch(source, source.url, None), sources))

    return run


def main(who: str, url: str, feeds: int, home: str) -> None:
    """Two passes, a line of JSON for each."""
    os.environ["DIGEST_FETCH_OPEN_NETWORKS"] = OPENED
    sources = [Source(name=f"feed-{number}", kind="feed", url=f"{url}/{number}") for number in range(feeds)]
    match who:
        case "ours":
            run = ours(sources, Path(home))
        case "reader":
            run = reader(sources, Path(home))
        case _:
            run = fetches(sources, Path(home), 32 if who == "threads" else 1)
    for number in range(2):
        begun, spent = time.perf_counter(), _cpu_s()
        run(number)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        line = {"wall_s": time.perf_counter() - begun, "cpu_s": _cpu_s() - spent, "peak_mb": peak_mb}
        print(json.dumps(line), flush=True)


def _cpu_s() -> float:
    """User and system time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
