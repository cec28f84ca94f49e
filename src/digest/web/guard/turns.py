"""One form at a time: a database takes one writer, and who waits here waits in line and at no cost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Turns:
    """ASGI middleware: a POST waits until the one before it has been worked on.

    SQLite's own wait for its lock is neither fair nor free: sixteen threads that vote at once take some
    seconds for the unluckiest. A turn ends where the answer begins, so that nobody's slow network
    holds it; the body has been read before.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        is_over = False

        def end() -> None:
            nonlocal is_over
            if not is_over:
                is_over = True
                self._turn.release()

        async def ending(message: Message) -> None:
            end()
            await send(message)

        await self._turn.acquire()
        try:
            await self._app(scope, receive, ending)
        finally:
            end()
