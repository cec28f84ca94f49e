"""What the sample's mail costs to render and to fill in for one reader, beside npm's mjml 5.

Ours is the whole way from the frozen issue to both parts; mjml is given the finished MJML and only compiles
it, warm, without checking it. The floor is mjml-python with the same MJML.
"""

from __future__ import annotations

import gc
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.claim import Claim, at_most, ratio_at_least, ratio_at_most, report
from benchmarks.measure import ROUNDS, cost, python
from benchmarks.npm import with_peer
from benchmarks.send import links_of, readers, sample_letter, spliced
from digest.delivery.message import Letter, compile_letter
from digest.email.compile import compile_mjml
from digest.email.render import mjml_of, render
from digest.email.source_map import Mapped
from digest.email.templates import packaged_templates
from digest.issue.model import Issue
from digest.pipeline.freeze import filled, load_frozen
from digest.sample.run import WEEK, open_sample

MJML = "mjml@5"
RENDERS, FILLED = 50, 2_000
_SCRIPT = Path(__file__).with_name("mjml.js")
#: Renders the issue of a file so many times, for the peak of its memory.
_RENDERING = """
import sys
from pathlib import Path
import msgspec
from digest.email.render import render
from digest.email.templates import packaged_templates
from digest.issue.model import Issue
issue = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Issue)
for _ in range(int(sys.argv[2])):
    render(issue, [packaged_templates()])
"""


def measure() -> list[Claim]:
    """All claims, from one session."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        letter = sample_letter(folder / "sample")
        issue = load_frozen(open_sample(folder / "sample"), WEEK).issue
        source = folder / "issue.mjml"
        source.write_text(mjml_of(issue, [packaged_templates()]), encoding="utf-8")
        peer = with_peer(folder, MJML, _SCRIPT)
        return [
            *_rendering(issue, letter, source, peer),
            _memory(issue, source, peer),
            _filling(letter),
        ]


@contextmanager
def compiler(command: list[str]) -> Iterator[Callable[[int], dict[str, float]]]:
    """The peer, running: asked to compile so many times, it answers with the CPU seconds it took."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        if running.stdin is None or running.stdout is None:
            raise SystemExit("mjml was started without pipes")
        given, answers = running.stdin, running.stdout

        def ask(times: int) -> dict[str, float]:
            print(times, file=given, flush=True)
            found: dict[str, float] = json.loads(answers.readline())
            return found

        yield ask
        given.close()


def _cpu_s(act: Callable[[], object], times: int) -> float:
    before = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - before) / times


def _rendering(issue: Issue, letter: Letter, source: Path, peer: list[str]) -> list[Claim]:
    text, templates = source.read_text(encoding="utf-8"), [packaged_templates()]
    ours, floor, theirs, answer = [], [], [], {"bytes": 0.0}
    # What the sample's run left would be searched through by the collector during ours alone.
    gc.collect()
    gc.freeze()
    with compiler([*peer, str(source)]) as ask:
        for _ in range(ROUNDS + 1):
            ours.append(_cpu_s(lambda: render(issue, templates), RENDERS))
            answer = ask(RENDERS)
            theirs.append(answer["cpu_s"] / RENDERS)
            floor.append(_cpu_s(lambda: compile_mjml(Mapped(text=text, marked=str)), RENDERS))
    return [
        ratio_at_least(
            "issues rendered a second (CPU), both parts, beside npm's mjml that compiles the same MJML",
            [1 / cpu_s for cpu_s in ours[1:]],
            target=8,
            peer=[1 / cpu_s for cpu_s in theirs[1:]],
        ),
        ratio_at_least(
            "texts of MJML made HTML a second (CPU), by mjml-python alone, beside npm's mjml",
            [1 / cpu_s for cpu_s in floor[1:]],
            target=8,
            peer=[1 / cpu_s for cpu_s in theirs[1:]],
        ),
        at_most(
            "milliseconds to render an issue (CPU), beside mjml-python alone",
            median(ours[1:]) * 1e3,
            target=5,
            peer=median(floor[1:]) * 1e3,
        ),
        at_most(
            "bytes of HTML, beside npm's mjml",
            sum(len(segment.encode()) for segment in letter.html.segments),
            target=88_000,
            peer=answer["bytes"],
        ),
    ]


def _memory(issue: Issue, source: Path, peer: list[str]) -> Claim:
    file = source.with_suffix(".json")
    file.write_bytes(msgspec.json.encode(issue))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(cost(python("-c", _RENDERING, str(file), str(RENDERS))()).peak_bytes / 1e6)
        theirs.append(cost([*peer, str(source), str(RENDERS)]).peak_bytes / 1e6)
    return ratio_at_most(
        f"memory of a process that renders {RENDERS} times in MB, beside one that runs npm's mjml",
        ours,
        target=0.25,
        peer=theirs,
    )


def _filling(letter: Letter) -> Claim:
    template, [reader] = compile_letter(letter), readers(1)
    links = links_of(letter, reader)

    def both_parts() -> None:
        for part in (letter.html, letter.text):
            filled(part.segments, part.slots, links.__getitem__)

    ours, messages = [], []
    for _ in range(ROUNDS + 1):
        ours.append(_cpu_s(both_parts, FILLED) * 1e6)
        messages.append(_cpu_s(lambda: spliced(template, reader), FILLED) * 1e6)
    return at_most(
        "microseconds to put a reader's links into both parts (CPU), beside building the message",
        median(ours[1:]),
        target=100,
        peer=median(messages[1:]),
    )


if __name__ == "__main__":
    report(measure())
