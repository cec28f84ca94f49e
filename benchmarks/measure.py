"""What a command or a call costs: CPU seconds and peak memory from the kernel's account, or wall time."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Literal, NamedTuple

ROUNDS = 5
#: ``ru_maxrss`` counts KiB on Linux and bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024

# The kernel counts what a process held when it forked as a peak of its child's, so the command is
# started from one that holds next to nothing.
_METER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


class Cost(NamedTuple):
    """User and system time in seconds, and the largest resident set in bytes."""

    cpu_s: float
    peak_bytes: float


#: Gives the command of one round; called anew for each, so that it can name a fresh folder.
Command = Callable[[], Sequence[str]]


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end; what it prints is dropped, its errors are shown.

    Raises:
        SystemExit: it failed.
    """
    meter = (sys.executable, "-I", "-S", "-c", _METER)
    said = subprocess.run([*meter, *command], stdout=subprocess.PIPE, check=True).stdout.split()
    if int(said[0]) != 0:
        raise SystemExit(f"exit code {int(said[0])}: {' '.join(command)}")
    return Cost(cpu_s=float(said[1]), peak_bytes=float(said[2]) * _RSS_UNIT)


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


#: CPU of this process, user and system, or time on the clock.
Clock = Literal["CPU", "wall"]


class Spent(NamedTuple):
    """Seconds."""

    cpu: float
    wall: float

    def on(self, clock: Clock) -> float:
        """The seconds of one of them."""
        return self.cpu if clock == "CPU" else self.wall


def rates(spent: Sequence[Spent], clock: Clock, events: int) -> list[float]:
    """Events a second, for each round."""
    return [events / once.on(clock) for once in spent]


def micros(spent: Sequence[Spent], clock: Clock, events: int) -> list[float]:
    """Microseconds an event, for each round."""
    return [once.on(clock) / events * 1e6 for once in spent]


#: One turn: what is done in it is measured.
Turn = Callable[[], object]


def in_rounds(turns: Mapping[str, Sequence[Turn]], a_round: int) -> Iterator[dict[str, Sequence[Turn]]]:
    """Cut everybody's turns into rounds of so many."""
    for start in range(0, a_round * (ROUNDS + 1), a_round):
        yield {name: of_all[start : start + a_round] for name, of_all in turns.items()}


def by_turns(rounds: Iterable[Mapping[str, Sequence[Turn]]]) -> dict[str, list[Spent]]:
    """What each contestant spent in each round, over all its turns.

    Within a round all take their first turn, then all their second. The first round is not counted.
    """
    found: dict[str, list[Spent]] = {}
    for contestants in rounds:
        # What was made ready for later turns would otherwise be searched through during these.
        gc.collect()
        gc.freeze()
        totals = dict.fromkeys(contestants, Spent(0.0, 0.0))
        for turns in zip(*contestants.values(), strict=True):
            for name, turn in zip(contestants, turns, strict=True):
                cpu, wall = totals[name]
                wall_before, cpu_before = time.perf_counter(), time.process_time()
                turn()
                cpu += time.process_time() - cpu_before
                totals[name] = Spent(cpu, wall + time.perf_counter() - wall_before)
        gc.unfreeze()
        for name, spent in totals.items():
            found.setdefault(name, []).append(spent)
    return {name: counted for name, (_, *counted) in found.items()}
