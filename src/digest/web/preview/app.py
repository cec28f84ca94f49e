"""The preview as an application: a page, the mail in its frames, and word of a change.

It renders in the request and keeps nothing but the last rendering that was good.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Response
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from digest.email.budget import HTML_BYTES, TEXT_BYTES, WORDS
from digest.issue.headlines import PREHEADER_MAX, PREHEADER_MIN, SUBJECT_MAX
from digest.pipeline.preview import LETTERS, Gallery, fixtures, frozen_weeks
from digest.pipeline.preview_mail import lint_preview
from digest.web.guard.headers import Headers
from digest.web.preview.studio import Here, Studio
from digest.web.preview.variants import images_in, seen_as
from digest.web.preview.watch import changed, stamp
from digest.web.preview.ways import WAYS, Way
from digest.web.site import STATIC

router = APIRouter()

#: Where Gmail cuts a mail off, near 102 kB of HTML.
_CLIPPED_BYTES = 102_000
#: Older weeks are shown when they are named.
_WEEKS_LISTED = 12
_SCRIPT = Path(__file__).with_name("watch.js")
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self';"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src {images}; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'; sandbox"
)
_FRESH = {"Cache-Control": "no-store"}


def create_preview(gallery: Gallery, first: str) -> FastAPI:
    """An ASGI application that shows the gallery, ``first`` before anything else."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.studio = Studio(gallery, first)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(router)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"], www_redirect=False)
    app.add_middleware(Headers)
    return app


def _way(as_: Annotated[str, Query(alias="as")] = "light") -> Way:
    if as_ not in WAYS:
        raise HTTPException(404, f"there is no such way to look at it; there are {', '.join(WAYS)}")
    return WAYS[as_]


def _name(here: Here, what: str | None = None) -> str:
    return here.first if what is None else what


Chosen = Annotated[Way, Depends(_way)]
Named = Annotated[str, Depends(_name)]


@router.get("/")
def show(here: Here, name: Named, way: Chosen) -> Response:
    """The mail in two widths, its measures, what is wrong with it, and what else can be looked at."""
    # Taken before the rendering, so that no change falls between the two.
    seen = stamp(here.gallery, name)
    look = here.look(name)
    shown = look.shown
    page = here.html(
        {
            "name": name,
            "way": way,
            "ways": WAYS.values(),
            "fixtures": list(fixtures(here.gallery)),
            "letters": list(LETTERS),
            "weeks": frozen_weeks(here.gallery)[:_WEEKS_LISTED],
            "file": here.gallery.file and here.gallery.file.name,
            "templates": here.gallery.templates,
            "fault": look.fault,
            "shown": shown,
            "findings": () if shown is None else lint_preview(shown),
            "images": 0 if shown is None else images_in(shown.html),
            "most": {"html": HTML_BYTES, "clipped": _CLIPPED_BYTES, "text": TEXT_BYTES, "words": WORDS},
            "lengths": {"subject": SUBJECT_MAX, "least": PREHEADER_MIN, "preheader": PREHEADER_MAX},
            "stamp": seen,
        }
    )
    return HTMLResponse(page, headers={**_FRESH, "Content-Security-Policy": _PAGE_POLICY})


@router.get("/mail")
def mail(here: Here, name: Named, way: Chosen) -> Response:
    """The mail itself, for a frame; the last good one while a template is broken."""
    shown = here.look(name).shown
    if shown is None or way.variant is None:
        raise HTTPException(404, "there is nothing to show in a frame")
    images = "'none'" if way.variant == "imageless" else "data: http: https:"
    headers = {"Content-Security-Policy": _MAIL_POLICY.format(images=images), "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(seen_as(shown.html, way.variant), headers=_FRESH | headers)


@router.get("/changed")
async def is_changed(here: Here, name: Named, since: str) -> dict[str, bool]:
    """Whether anything is not as it was at that stamp; the answer may take a second."""
    return {"changed": await changed(here.gallery, name, since)}


@router.get("/watch.js")
def script() -> Response:
    """What asks that, and loads the page anew."""
    return FileResponse(_SCRIPT, media_type="text/javascript", headers=_FRESH)
