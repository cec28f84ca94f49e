"""The web application: one newsletter, its routes, and what every answer has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from digest import __version__
from digest.web import health
from digest.web.site import STATIC, Site

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter

#: In this order; the first route that fits answers.
ROUTERS = (health.router,)


def create_app(newsletter: Newsletter) -> FastAPI:
    """An ASGI application that serves this newsletter; it opens nothing and starts nothing."""
    app = FastAPI(title=newsletter.brand.name, version=__version__, docs_url=None, redoc_url=None)
    app.state.site = Site(newsletter)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(HTTPException, _problem)
    return app


def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):  # pragma: no cover (registered for that class alone)
        raise error
    site: Site = request.app.state.site
    return site.page(
        "problem.html.j2",
        status=error.status_code,
        headers=error.headers,
        title="Not here" if error.status_code == 404 else "That did not work",
        said=None if error.status_code == 404 else error.detail,
    )
