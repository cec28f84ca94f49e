"""Pages that are made once for each position of the log, and not sent again to whoever has them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from fastapi import HTTPException, Request, Response

from digest.pipeline.published import log_position
from digest.web.site import Made, Pages, Site

#: Pages of one position that are kept; each is some tens of kilobytes.
KEPT = 200


def fresh(here: Site, request: Request, make: Callable[[], str | None]) -> Response:
    """The page at this address, made anew only if the log has moved; 304 for who has these very bytes."""
    position = log_position(here.newsletter)
    pages = here.pages
    if pages.position != position:
        # Whoever still makes a page of an earlier position keeps it in the pages of that one.
        pages = here.pages = Pages(position=position)
    path = request.scope["path"]
    made = pages.made.get(path)
    if made is None:
        # Whoever asks for it meanwhile waits here, instead of making it as well.
        with pages.making:
            made = pages.made.get(path) or _make(make)
            if len(pages.made) < KEPT:
                pages.made[path] = made
    headers = {"ETag": made.tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == made.tag:
        return Response(status_code=304, headers=headers)
    return Response(made.body, media_type="text/html", headers=headers)


def _make(make: Callable[[], str | None]) -> Made:
    text = make()
    if text is None:
        raise HTTPException(404)
    body = text.encode()
    return Made(body=body, tag=f'"{sha256(body).hexdigest()[:32]}"')
