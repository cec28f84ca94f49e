"""How the application is run: one server, whose log holds neither addresses nor tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvicorn

from digest.web.app import create_app

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter


def server_config(newsletter: Newsletter) -> uvicorn.Config:
    """Settings of the server; the sockets are given to it when it runs.

    Paths hold tokens, so there is no access log. Who asked is read from X-Forwarded-For by the
    application, which knows how many proxies to trust, and not by the server, which trusts loopback.
    """
    return uvicorn.Config(
        create_app(newsletter),
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
