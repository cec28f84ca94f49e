"""What may be sent to us: a small form, JSON for the API, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from digest.web.guard.paths import is_api

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from digest.web.site import Site

MAX_BYTES = 16 * 1024
MAX_API_BYTES = 512 * 1024
#: What a browser sends, and both ways that RFC 8058 lets a mail program send its one-click form.
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_JSON = ("application/json",)


class Bodies:
    """ASGI middleware: 413 for a body over the limit, announced or not; 415 for one of another kind.

    A body is read whole before anything is done about it.
    """

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        status, body = await self._read(scope, receive)
        if status:
            await self._site.problem(status, scope["path"])(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)

    async def _read(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        """The status to refuse with, or 0, and the body."""
        headers = Headers(scope=scope)
        kinds, most = (_JSON, MAX_API_BYTES) if is_api(scope["path"]) else (_FORMS, MAX_BYTES)
        announced = headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > most:
            return 413, b""
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        has_body = announced != "0" or "transfer-encoding" in headers
        if has_body and kind not in kinds:
            return 415, b""
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > most:
                return 413, b""
            if not message.get("more_body", False):
                return 0, body
