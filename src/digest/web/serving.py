"""How the application is run: one server, whose log holds neither addresses nor tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvicorn

from digest.web.app import create_app
from digest.web.preview.app import create_preview

if TYPE_CHECKING:
    from fastapi import FastAPI

    from digest.pipeline.newsletter import Newsletter
    from digest.pipeline.preview import Gallery


def server_config(newsletter: Newsletter) -> uvicorn.Config:
    """Settings of the server; the sockets are given to it when it runs.

    Paths hold tokens, so there is no access log. Who asked is read from X-Forwarded-For by the
    application, which knows how many proxies to trust, and not by the server, which trusts loopback.
    """
    return _config(create_app(newsletter))


def preview_config(gallery: Gallery, first: str) -> uvicorn.Config:
    """The same for the preview of an author's templates."""
    return _config(create_preview(gallery, first))


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
