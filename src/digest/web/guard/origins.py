"""A form counts only from our own pages, by what browsers say of where it was sent from.

The order is that of Go's ``http.CrossOriginProtection``: Sec-Fetch-Site where it is sent, or else the
Origin's host against our own. Whoever sends neither is no browser of the last years: for a page with a
token, the token is proof enough; the sign-up form asks for a proof of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from digest.web.guard.paths import is_signed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from digest.web.site import Site

_SAFE = {"GET", "HEAD", "OPTIONS"}


def tells_origin(headers: Headers) -> bool:
    """Whether the sender says where the form was sent from."""
    return "sec-fetch-site" in headers or "origin" in headers


class Origins:
    """ASGI middleware: 403 for a form from elsewhere.

    Leaving is left out: RFC 8058 lets a mail program post its one-click form from wherever it is.
    """

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site
        self._public_host = urlsplit(site.newsletter.sender.public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_checked = (
            scope["type"] == "http" and scope["method"] not in _SAFE and not scope["path"].startswith("/u/")
        )
        if is_checked and not self._is_ours(scope["path"], Headers(scope=scope)):
            await self._site.problem(403, scope["path"])(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_ours(self, path: str, headers: Headers) -> bool:
        if (said := headers.get("sec-fetch-site")) is not None:
            return said in {"same-origin", "none"}
        origin = headers.get("origin")
        if origin is None:
            return True
        if origin == "null":
            # So says a page that sends no referrer, such as ours with a token; and so says any frame.
            return is_signed(path)
        return urlsplit(origin).netloc in {headers.get("host"), self._public_host}
