"""What may be sent to us: a small form, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from digest.web.site import Site

MAX_BYTES = 16 * 1024
#: What a browser sends, and both ways that RFC 8058 lets a mail program send its one-click form.
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Bodies:
    """ASGI middleware: 413 for a body over the limit, announced or not; 415 for one that is no form."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        announced = headers.get("content-length", "0")
        if not announced.isdigit() or int(announced) > MAX_BYTES:
            await self._site.problem(413)(scope, receive, send)
            return
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        has_body = announced != "0" or "transfer-encoding" in headers
        if has_body and kind not in _FORMS and not scope["path"].startswith("/api/"):
            await self._site.problem(415)(scope, receive, send)
            return
        taken = 0

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BYTES:
                raise HTTPException(413)
            return message

        await self._app(scope, counting, send)
