"""The application behind a real server on loopback, asked over real HTTP."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn

from digest.web.serving import server_config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from digest.pipeline.newsletter import Newsletter


class _Server(uvicorn.Server):
    """Tells when it listens, so that nobody has to guess."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[object] | None = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        self.up.set()


@contextmanager
def serving(newsletter: Newsletter) -> Iterator[str]:
    """Serve a newsletter; gives the URL."""
    server = _Server(server_config(newsletter))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        assert server.up.wait(30)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture(name="serving")
def _serving() -> Callable[[Newsletter], AbstractContextManager[str]]:
    return serving
