"""A thousand feeds on loopback, as slow as real servers: 30 entries each, gzip, ETag, 20 to 300 ms.

Run as a process of its own; it prints its port, and serves until its standard input ends.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from itertools import count

ENTRIES = 30
#: Where they are, for whoever fetches from public addresses alone.
OPENED = "127.0.0.0/8"
#: Seconds that an answer takes, evenly spread.
LATENCY_S = (0.02, 0.3)
_WORDS = ("a", "model", "that", "reads", "long", "papers", "and", "answers", "in", "plain", "words", "today")
_APRIL = 1_776_672_000


def body_of(number: int, entries: int = ENTRIES) -> bytes:
    """An RSS feed of some 60 kB, each of its entries a thing of its own."""
    chance = random.Random(number)  # noqa: S311 - the same feeds each time
    items = []
    for entry in range(entries):
        name = f"Thing {number}-{entry}"
        text = "".join(f"<p>{' '.join(chance.choices(_WORDS, k=24))}</p>" for _ in range(14))
        items.append(
            f"<item><title>{name}: {' '.join(chance.choices(_WORDS, k=6))}</title>"
            f"<link>https://things.example/{number}/{entry}</link><guid>{number}-{entry}</guid>"
            f"<pubDate>{formatdate(_APRIL + 60 * entry, usegmt=True)}</pubDate>"
            f"<description><![CDATA[{text}]]></description></item>"
        )
    inside = "".join(items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
        f"<link>https://things.example/{number}</link><description>d</description>{inside}</channel></rss>"
    ).encode()


def _latency_s(number: int, turn: int) -> float:
    return random.Random(number * 1_000 + turn).uniform(*LATENCY_S)  # noqa: S311 - as above


class _Feeds:
    def __init__(self, entries: int) -> None:
        self.entries = entries
        self._made: dict[int, tuple[bytes, str]] = {}

    def feed(self, number: int) -> tuple[bytes, str]:
        if number not in self._made:
            packed = gzip.compress(body_of(number, self.entries), 6, mtime=0)
            self._made[number] = packed, f'"{hashlib.sha256(packed).hexdigest()[:16]}"'
        return self._made[number]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            for turn in count():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                number = int(head.split(" ", 2)[1].strip("/"))
                packed, etag = self.feed(number)
                await asyncio.sleep(_latency_s(number, turn))
                told = f"ETag: {etag}\r\nContent-Type: application/rss+xml\r\n"
                if f"if-none-match: {etag}" in head.lower():
                    writer.write(f"HTTP/1.1 304 Not Modified\r\n{told}\r\n".encode())
                else:
                    told += f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n"
                    writer.write(f"HTTP/1.1 200 OK\r\n{told}\r\n".encode() + packed)
                await writer.drain()
        writer.close()


async def _run(feeds: int, entries: int) -> None:
    served = _Feeds(entries)
    for number in range(feeds):
        served.feed(number)
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


@contextmanager
def serving(feeds: int, entries: int = ENTRIES) -> Iterator[str]:
    """Serve so many feeds of so many entries, each at its number; gives the URL that they stand under."""
    command = [sys.executable, "-m", "benchmarks.feeds", str(feeds), str(entries)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdin is not None  # noqa: S101, PT018 - asked for
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1]), int(sys.argv[2])))
