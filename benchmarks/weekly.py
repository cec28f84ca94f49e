"""``digest weekly --sample``, from feeds to mails, costs at most 5 s of CPU and 200 MB.

The floor is importing the libraries that it cannot do without. (MB are 1,000,000 bytes.)
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.claim import Claim, at_most, report
from benchmarks.measure import interleaved, python

FLOOR = "import sqlalchemy, msgspec, jinja2, mjml, typer"


def measure() -> list[Claim]:
    """Time and memory, from one session; every round begins with an empty folder."""
    rounds = itertools.count()
    with tempfile.TemporaryDirectory() as folder:

        def sample() -> Sequence[str]:
            out = Path(folder, str(next(rounds)))
            return (sys.executable, "-m", "digest", "weekly", "--sample", "--out", str(out))

        found = interleaved({"ours": sample, "floor": python("-c", FLOOR)})
    ours, floor = found["ours"], found["floor"]
    return [
        at_most(
            "digest weekly --sample, CPU seconds, beside importing its libraries",
            ours.cpu_s,
            target=5.0,
            peer=floor.cpu_s,
        ),
        at_most(
            "digest weekly --sample, peak MB, beside importing its libraries",
            ours.peak_bytes / 1e6,
            target=200.0,
            peer=floor.peak_bytes / 1e6,
        ),
    ]


if __name__ == "__main__":
    report(measure())
