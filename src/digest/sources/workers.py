"""Where bodies are parsed: in processes beside the waiting for servers, or here if they are few."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from digest.errors import FeedRefused
from digest.intake.observations import ParsedFeed
from digest.sources.deadline import PARSE_CPU_S, parse_in_time
from digest.sources.source import Source

#: From so many bodies on, processes earn what they cost to start.
MANY = 24
PROCESSES = 2
#: A process that says nothing for so long has met what no deadline of CPU time catches.
_PATIENCE_S = 12 * PARSE_CPU_S

#: Body and source -> what is in it. Raises FeedRefused.
Parse = Callable[[bytes, Source], ParsedFeed]


@contextmanager
def parsing(bodies: int, *, cpu_s: float = PARSE_CPU_S) -> Iterator[Parse]:
    """A way to parse about so many bodies, from any thread; its processes end with it.

    Each body gets ``cpu_s`` seconds of CPU time.
    """
    if bodies < MANY and threading.current_thread() is threading.main_thread():
        yield parse_in_time
        return
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:

        def elsewhere(body: bytes, source: Source) -> ParsedFeed:
            try:
                found = pool.submit(_parsed, body, source, cpu_s).result(_PATIENCE_S)
            except (BrokenProcessPool, TimeoutError) as error:
                raise FeedRefused(
                    source.name, "slow", "the process that read it did not come back"
                ) from error
            if isinstance(found, tuple):
                raise FeedRefused(source.name, *found)
            return found

        yield elsewhere


def in_place(parse: Parse) -> bool:
    """Whether parsing happens in the thread that calls, which must then be the main one."""
    return parse is parse_in_time


def _parsed(body: bytes, source: Source, cpu_s: float) -> ParsedFeed | tuple[str, str]:
    """Parse, in a process; a refusal comes back as its reason and detail."""
    try:
        return parse_in_time(body, source, cpu_s=cpu_s)
    except FeedRefused as refusal:
        return refusal.reason, refusal.detail
