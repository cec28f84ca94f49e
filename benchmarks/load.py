"""A client over loopback that spends little: bytes made ready before, kept connections, little parsing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

#: Enough that the server never waits for the client.
CONNECTIONS = 16


class Load(NamedTuple):
    """``busy`` is the share of the time that the client itself worked: near 1, it measured itself."""

    a_second: float
    latencies_s: list[float]
    busy: float

    def percentile(self, share: float) -> float:
        """Seconds that this share of the answers took at most."""
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request(method: str, path: str, *, number: int = 0) -> bytes:
    """A request as a proxy passes it on for somebody in one of 65,536 networks."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        f"X-Forwarded-For: 10.{number >> 8 & 255}.{number & 255}.1",
        *(["Content-Length: 0"] if method == "POST" else []),
    ]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


def as_fast_as_it_goes(port: int, requests: Sequence[bytes]) -> Load:
    """Each connection sends its next request as soon as it has its answer."""
    return asyncio.run(_run(port, requests, every_s=0))


def steadily(port: int, requests: Sequence[bytes], *, a_second: float) -> Load:
    """Requests are due at equal distances, whatever became of the ones before.

    A latency counts from when its request was due, so that a server which stands still is charged for
    all that would have come meanwhile.
    """
    return asyncio.run(_run(port, requests, every_s=1 / a_second))


async def _run(port: int, requests: Sequence[bytes], every_s: float) -> Load:
    latencies_s: list[float] = []
    waiting = iter(enumerate(requests))
    begun, worked = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_connection(port, waiting, every_s, begun, latencies_s))
    wall_s = time.perf_counter() - begun
    return Load(len(requests) / wall_s, latencies_s, (time.process_time() - worked) / wall_s)


async def _connection(
    port: int, waiting: Iterator[tuple[int, bytes]], every_s: float, begun: float, latencies_s: list[float]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number, sent in waiting:
        due = begun + number * every_s if every_s else time.perf_counter()
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        writer.write(sent)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise SystemExit(f"not an answer to measure: {head.splitlines()[0].decode()}")
        length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        latencies_s.append(time.perf_counter() - due)
    writer.close()
    await writer.wait_closed()
