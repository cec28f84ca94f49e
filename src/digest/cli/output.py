"""Printing: JSON, tables, and progress that suits a terminal or a log file."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from digest.cli.hints import runnable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from digest.errors import BadRecord


# Control characters but tab and line feed, and marks that turn the reading direction: names come
# from strangers, and a terminal obeys what it is sent.
_COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: A longer line holds a name that nobody meant to be read.
_WIDEST = 2_000


def printable(text: str) -> str:
    """The text without what a terminal would obey, cut where a line runs on for ever."""
    lines = _COMMANDING.sub("", text).split("\n")
    return "\n".join(line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…" for line in lines)


def say(line: object) -> None:
    """One line of outcome; commands in it can be pasted."""
    typer.echo(runnable(printable(str(line))))


def print_json(value: Any) -> None:
    """Indented JSON; structs become objects, moments ISO 8601."""
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on a terminal, tab-separated lines elsewhere."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            typer.echo("\t".join(printable(str(cell)) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(printable(str(cell))) for cell in row))
    Console().print(table)


def report_bad(bad: Sequence[BadRecord]) -> None:
    """The records an import left out, to stderr."""
    for problem in bad:
        typer.echo(runnable(printable(f"left out: {problem}")), err=True)


def write_report(path: Path, bad: Sequence[BadRecord]) -> None:
    """The same as CSV, a line for each: where it stands, what it says, what would have been taken."""
    import csv

    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("file", "line", "field", "value", "allowed"))
        writer.writerows((one.file, one.line, one.field, one.value, one.allowed) for one in bad)


@contextmanager
def counting(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Show on stderr how many of a total are done: in place on a terminal, a line at a time elsewhere.

    A total of 0 is one that nobody knows.
    """

    def line(done: int, total: int) -> str:
        return f"{doing:<8} {done:,}" + (f" of {total:,}" if total else "")

    if not sys.stderr.isatty():
        yield lambda done, total: typer.echo(line(done, total), err=True)
        return
    from rich.console import Console

    with Console(stderr=True).status(doing) as status:
        yield lambda done, total: status.update(line(done, total))


class Steps:
    """Lines of progress: one per step that is done, and what is under way on a terminal."""

    def __init__(self, status: Any | None) -> None:
        self._status = status

    def step(self, name: str, line: str) -> None:
        """A step is done."""
        line = runnable(printable(line))
        if self._status is None:
            typer.echo(f"{name:<8} {line}")
            return
        from rich.text import Text

        self._status.console.print(Text.assemble((f"{name:<8} ", "bold green"), line))

    def progress(self, done: int, total: int) -> None:
        """Recipients are being served; only a terminal shows each."""
        self.now(f"deliver  {done:,} of {total:,}")

    def now(self, line: str) -> None:
        """What is under way; only a terminal shows it."""
        if self._status is not None:
            self._status.update(printable(line))


@contextmanager
def steps(doing: str) -> Iterator[Steps]:
    """Show a spinner on a terminal while steps are reported, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield Steps(None)
        return
    from rich.console import Console

    with Console().status(doing) as status:
        yield Steps(status)
