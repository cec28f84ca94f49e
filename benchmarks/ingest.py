"""What ingesting a thousand feeds costs, beside reader 3.26 on the same feeds, and what its parts cost.

Both poll the same server on loopback, by turns, each time from nothing: a first pass, then one in which
every feed is unchanged. Ours keeps raw bodies and appends an event for each entry, and one for each tool
it starts, which here is every entry: the most that can come of a feed. reader keeps entries.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import msgspec

from benchmarks.claim import Claim, at_most, ratio_at_least, ratio_at_most, report
from benchmarks.feeds import ENTRIES, body_of, serving
from benchmarks.measure import ROUNDS
from digest.intake.decided import Shown
from digest.intake.known import Known
from digest.intake.launches import decide_launches
from digest.sources.deadline import parse_in_time
from digest.sources.source import Source

FEEDS, MANY_FEEDS, FEW_ENTRIES = 1_000, 10_000, 3
SEQUENTIAL, THREADS = 100, 32
OBSERVATIONS = 100_000
#: ``wall_s``, ``cpu_s`` and ``peak_mb``.
Spent = dict[str, float]
_AT = datetime(2026, 4, 21, tzinfo=UTC)


def measure() -> list[Claim]:
    """All of them; the peer is an extra of the benchmarks."""
    # A child's peak counts what this process holds when it forks, so what holds much comes last.
    return [*_memory(), *_beside_reader(), _fetching(), _parsing(), _identity()]


def _beside_reader() -> list[Claim]:
    ours: list[list[Spent]] = []
    theirs: list[list[Spent]] = []
    with serving(FEEDS) as url:
        for number in range(ROUNDS + 1):
            for who, found in (("ours", ours), ("reader", theirs)):
                passes = _pass_in_child(who, url, FEEDS)
                if number:
                    found.append(passes)
    first, again = ([run[place] for run in ours] for place in (0, 1))
    peer_first, peer_again = ([run[place] for run in theirs] for place in (0, 1))
    what = f"first pass over {FEEDS:,} feeds of {ENTRIES} entries"
    return [
        ratio_at_least(
            f"{what}, feeds a second (wall), beside reader with 32 workers",
            [FEEDS / one["wall_s"] for one in first],
            target=3.0,
            peer=[FEEDS / one["wall_s"] for one in peer_first],
        ),
        ratio_at_most(
            f"{what}, CPU seconds of all its processes, beside reader",
            [one["cpu_s"] for one in first],
            target=0.5,
            peer=[one["cpu_s"] for one in peer_first],
        ),
        ratio_at_most(
            f"a pass in which all {FEEDS:,} are unchanged and none is parsed, seconds (wall), beside reader",
            [one["wall_s"] for one in again],
            target=1.0,
            peer=[one["wall_s"] for one in peer_again],
        ),
    ]


def _fetching() -> Claim:
    """Fetches alone, 32 at a time beside one after the other."""
    rates, peer = [], []
    with serving(THREADS * 10) as url:
        for _ in range(ROUNDS):
            rates.append(THREADS * 10 / _pass_in_child("threads", url, THREADS * 10)[0]["wall_s"])
            peer.append(SEQUENTIAL / _pass_in_child("one", url, SEQUENTIAL)[0]["wall_s"])
    return ratio_at_least(
        f"fetches a second by {THREADS} threads, beside one after the other", rates, target=25.0, peer=peer
    )


def _parsing() -> Claim:
    bodies = [body_of(number) for number in range(20)]
    source = Source(name="feed", kind="feed", url="https://things.example/")
    ours, theirs = [], []
    for _ in range(ROUNDS + 1):
        begun = time.process_time()
        for body in bodies:
            parse_in_time(body, source)
        between = time.process_time()
        for body in bodies:
            feedparser.parse(io.BytesIO(body))
        ours.append(len(bodies) * ENTRIES / (between - begun))
        theirs.append(len(bodies) * ENTRIES / (time.process_time() - between))
    return ratio_at_least(
        "observations a second (CPU) out of a body, beside the entries of feedparser by default",
        ours[1:],
        target=2.0,
        peer=theirs[1:],
    )


def _identity() -> Claim:
    """Deciding on observations, all of them new, beside reading them out of their bodies."""
    source = Source(name="feed", kind="feed", url="https://things.example/")
    spent_s, read_s = [], []
    for _ in range(ROUNDS):
        begun = time.process_time()
        seen = parse_in_time(body_of(1), source).observations
        read_s.append((time.process_time() - begun) * OBSERVATIONS / ENTRIES)
        many = tuple(
            msgspec.structs.replace(
                seen[number % ENTRIES],
                native_id=str(number),
                name=f"Thing {number}",
                keys=(f"url:things.example/{number}",),
            )
            for number in range(OBSERVATIONS)
        )
        begun = time.process_time()
        shown = Shown(observations=many, observed_at=_AT, body="0" * 64)
        decide_launches([shown], Known(), content_key=b"k" * 32)
        spent_s.append(time.process_time() - begun)
    return at_most(
        f"CPU seconds to decide what {OBSERVATIONS:,} observations are, beside reading them",
        sorted(spent_s)[ROUNDS // 2],
        target=20.0,
        peer=sorted(read_s)[ROUNDS // 2],
    )


def _memory() -> list[Claim]:
    with serving(MANY_FEEDS, FEW_ENTRIES) as url:
        few = _pass_in_child("ours", url, FEEDS)[1]["peak_mb"]
        many = _pass_in_child("ours", url, MANY_FEEDS)[1]["peak_mb"]
    return [
        at_most(
            f"peak MB of the process that ingests {FEEDS:,} feeds, beside 10 x as many",
            few,
            target=150.0,
            peer=many,
        ),
        ratio_at_most(f"peak MB with {MANY_FEEDS:,} feeds beside {FEEDS:,}", [many], target=1.1, peer=[few]),
    ]


def _pass_in_child(who: str, url: str, feeds: int) -> list[Spent]:
    """A first pass and one of unchanged feeds, in a process of their own: what each took, and its peak."""
    with tempfile.TemporaryDirectory() as folder:
        # Not as a module: whatever processes it starts would import that one again, which the command's own
        # script, a line long, does not ask of them.
        arguments = (who, url, feeds, str(Path(folder, "home")))
        command = [sys.executable, "-c", f"from benchmarks.ingesting import main; main(*{arguments!r})"]
        said = subprocess.run(command, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in said.stdout.splitlines()]


if __name__ == "__main__":
    report(measure())
