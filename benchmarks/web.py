"""What ``digest serve`` answers from one process on one core, on SQLite that forces each commit to the disk.

The comparison page is read, and votes are cast by many readers; the client (``benchmarks.load``) runs on
another core and tells how busy it was. Half of the rate that is to be reached is sent at an even pace for the
latencies. The floor is the same server's answer to ``/health``, one statement. A page is made anew after each
vote; that is timed by reading it right after one. Linux alone.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.claim import Claim, at_most, ratio_at_least, ratio_at_most, report
from benchmarks.load import as_fast_as_it_goes, request, steadily
from benchmarks.measure import ROUNDS
from benchmarks.served import mail, readers_file, serving
from digest.bootstrap import open_newsletter
from digest.pipeline.import_files import read_subscribers
from digest.pipeline.subscribe import subscribe

if TYPE_CHECKING:
    from benchmarks.load import Load
    from benchmarks.served import Mailed, Served

READERS = 500
FEW, MANY = 10, 100_000
#: Answers a second to reach.
PAGES, VOTES = 500, 150
PER_ROUND = 500
STEADY_S = 10
#: Votes after each of which the page is read.
ANEW = 25
IMPORTS = 5


def measure() -> list[Claim]:
    """The claims, from two homes that differ in their votes."""
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder, name) for name in ("few", "many")]
        few, many = (
            mail(home, readers=READERS, votes=votes) for home, votes in zip(homes, (FEW, MANY), strict=True)
        )
        with serving(homes[1]) as loaded:
            anew_of_many = _made_anew(loaded, many)
        with serving(homes[0]) as served:
            paths, page = few.vote_paths(), [f"/issues/{few.week}"]
            pages = _rounds(served, "GET", page)
            anew = _made_anew(served, few)
            floor = _rounds(served, "GET", ["/health"])
            before = served.peak_bytes() / 1e6
            votes = _rounds(served, "POST", paths)
            claims = [
                _rate("pages", pages, floor, PAGES),
                _rate("votes", votes, floor, VOTES),
                _latency(served, "pages", "GET", page, PAGES / 2),
                _latency(served, "votes", "POST", paths, VOTES / 2),
            ]
            peak = served.peak_bytes() / 1e6
    return [
        *claims,
        _import(),
        at_most("memory of the server in MB, beside that before the votes", peak, target=200, peer=before),
        ratio_at_most(
            f"seconds to make the page anew with {MANY} votes, beside {FEW}",
            anew_of_many,
            target=1.2,
            peer=anew,
        ),
    ]


def _import() -> Claim:
    """A file of subscribers into an empty newsletter, beside looking at its rows."""
    spent: dict[str, list[float]] = {"import": [], "reading": []}
    for _ in range(IMPORTS):
        with tempfile.TemporaryDirectory() as folder:
            newsletter = open_newsletter(Path(folder, "home"))
            file = readers_file(Path(folder), MANY, "2026-04-01")
            begun = time.process_time()
            read = read_subscribers(file)
            spent["reading"].append(time.process_time() - begun)
            subscribe(newsletter, read, via="import")
            spent["import"].append(time.process_time() - begun)
            newsletter.engine.dispose()
    return at_most(
        f"CPU seconds to import {MANY} subscribers, beside reading their file",
        median(spent["import"]),
        target=20,
        peer=median(spent["reading"]),
    )


def _rounds(served: Served, method: str, paths: list[str]) -> list[Load]:
    """Some rounds as fast as it goes; the first is not counted."""
    wanted = (ROUNDS + 1) * PER_ROUND
    sent = [request(method, path, number=n) for n, path in enumerate(islice(cycle(paths), wanted))]
    rounds = [
        as_fast_as_it_goes(served.port, sent[start : start + PER_ROUND])
        for start in range(0, len(sent), PER_ROUND)
    ]
    print(f"{method}: the client was busy {max(load.busy for load in rounds):.0%}", file=sys.stderr)
    return rounds[1:]


def _made_anew(served: Served, mailed: Mailed) -> list[float]:
    """Seconds of the page's answer right after a vote, each time for another reader's."""
    page = [request("GET", f"/issues/{mailed.week}")]
    seconds: list[float] = []
    for number, path in enumerate(mailed.vote_paths()[:ANEW]):
        as_fast_as_it_goes(served.port, [request("POST", path, number=number)])
        seconds += as_fast_as_it_goes(served.port, page).latencies_s
    return seconds


def _rate(what: str, ours: list[Load], floor: list[Load], target: float) -> Claim:
    reached = [load.a_second for load in ours]
    claim = ratio_at_least(
        f"{what} a second, beside /health", reached, target=0, peer=[f.a_second for f in floor]
    )
    return Claim(
        claim=f"{what} a second, beside /health: at least {target:g}",
        ours=claim.ours,
        peer=claim.peer,
        ratio=claim.ratio,
        target=target,
        holds=median(reached) >= target,
    )


def _latency(served: Served, what: str, method: str, paths: list[str], a_second: float) -> Claim:
    count = int(a_second * STEADY_S)
    sent = [request(method, path, number=n) for n, path in enumerate(islice(cycle(paths), count))]
    load = steadily(served.port, sent, a_second=a_second)
    return at_most(
        f"99th percentile of {what} at {a_second:g} a second in ms, beside the median",
        load.percentile(0.99) * 1e3,
        target=50,
        peer=load.percentile(0.5) * 1e3,
    )


if __name__ == "__main__":
    report(measure())
