"""The web application: one newsletter, its routes, and what every answer has in common."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from digest import __version__
from digest.web import health, problems
from digest.web.api import document, reading, writing
from digest.web.editor import draft
from digest.web.guard.bodies import Bodies
from digest.web.guard.failures import Failures
from digest.web.guard.headers import Headers
from digest.web.guard.heads import Heads
from digest.web.guard.origins import Origins
from digest.web.guard.rates import Limits, Rates
from digest.web.guard.turns import Turns
from digest.web.public import feeds
from digest.web.public import pages as public
from digest.web.reader import bookmark, confirm, leave, preferences, sign_up, vote
from digest.web.site import STATIC, Site
from digest.web.worker import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from digest.pipeline.newsletter import Newsletter

#: In this order; the first route that fits answers.
ROUTERS = (
    health.router,
    sign_up.router,
    confirm.router,
    preferences.router,
    leave.router,
    vote.router,
    bookmark.router,
    draft.router,
    public.router,
    feeds.router,
    reading.router,
    writing.router,
)


def create_app(newsletter: Newsletter, *, limits: Limits | None = None) -> FastAPI:
    """An ASGI application that serves this newsletter; its lifespan is that of a thread for letters.

    ``limits`` are those of one network; the usual ones if not given.
    """
    worker = Worker(newsletter)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        worker.start()
        yield
        await to_thread.run_sync(worker.stop)

    app = FastAPI(
        title=newsletter.brand.name,
        version=__version__,
        openapi_url=document.PATH,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.openapi = cache(lambda: document.document(app))  # type: ignore[method-assign]
    site = Site(newsletter, kick=worker.kick)
    app.state.site = site
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    problems.register(app)
    # The one that is added last is asked first.
    app.add_middleware(Turns)
    app.add_middleware(Bodies, site=site)
    app.add_middleware(Origins, site=site)
    app.add_middleware(Rates, site=site, limits=limits or Limits())
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_hosts(newsletter), www_redirect=False)
    app.add_middleware(Failures, site=site)
    app.add_middleware(Heads)
    app.add_middleware(Headers)
    return app


def _hosts(newsletter: Newsletter) -> list[str]:
    public = urlsplit(newsletter.sender.public_url).hostname or ""
    return [public, "localhost", "127.0.0.1", *newsletter.web.hosts]
