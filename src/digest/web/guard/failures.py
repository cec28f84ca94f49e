"""What nobody foresaw: a page that tells nothing, and a log line without anybody's data."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from digest.web.site import Site

_log = logging.getLogger(__name__)


def traced(error: BaseException) -> str:
    """The error's class and where it came from.

    Its message is left out: that of a database driver repeats the values it was given, addresses among
    them.
    """
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    return f"{type(error).__module__}.{type(error).__qualname__}\n{frames}".rstrip()


class Failures:
    """ASGI middleware; it catches everything, since the server beyond it would log messages."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:  # noqa: BLE001
            endpoint = getattr(scope.get("endpoint"), "__name__", "no page")
            _log.error("%s (%s) failed: %s", scope["method"], endpoint, traced(error))
            if not begun:
                await self._site.problem(500, scope["path"])(scope, receive, send)
