"""``digest --help`` answers in at most 0.7 s of CPU: a command line is asked many times a day.

The floor is importing typer, below which no typer program can go; the peer is the help of a typer
program with one command.
"""

from __future__ import annotations

from benchmarks.claim import Claim, at_most, report
from benchmarks.measure import interleaved, python

HELLO = """
import typer
app = typer.Typer()
@app.command()
def hello(name: str) -> None:
    "Greet somebody."
app()
"""


def measure() -> list[Claim]:
    """Both comparisons, from one session."""
    found = interleaved(
        {
            "ours": python("-m", "digest", "--help"),
            "floor": python("-c", "import typer"),
            "hello": python("-c", HELLO, "--help"),
        }
    )
    return [
        at_most(
            f"digest --help, CPU seconds, beside {what}",
            found["ours"].cpu_s,
            target=0.7,
            peer=found[peer].cpu_s,
        )
        for peer, what in (("floor", "import typer"), ("hello", "the help of a one-command typer program"))
    ]


if __name__ == "__main__":
    report(measure())
