"""What a command costs: CPU seconds and peak memory of its own process, from the kernel's account."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

ROUNDS = 5
#: ``ru_maxrss`` counts KiB on Linux and bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """User and system time in seconds, and the largest resident set in bytes."""

    cpu_s: float
    peak_bytes: float


#: Gives the command of one round; called anew for each, so that it can name a fresh folder.
Command = Callable[[], Sequence[str]]


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end; what it prints is dropped, its errors are shown.

    The kernel also counts what this process held when it forked, so no peak is below that: the modules
    that measure import next to nothing.

    Raises:
        SystemExit: it failed.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
    return Cost(cpu_s=used.ru_utime + used.ru_stime, peak_bytes=used.ru_maxrss * _RSS_UNIT)


def interleaved(commands: Mapping[str, Command]) -> dict[str, Cost]:
    """The median cost of each command over the rounds; a first round, not counted, warms the caches."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for counted in [False] + [True] * ROUNDS:
        for name, command in commands.items():
            once = cost(command())
            if counted:
                found[name].append(once)
    return {
        name: Cost(median(c.cpu_s for c in costs), median(c.peak_bytes for c in costs))
        for name, costs in found.items()
    }


def python(*arguments: str) -> Command:
    """This interpreter with the same arguments each time."""
    return lambda: (sys.executable, *arguments)
