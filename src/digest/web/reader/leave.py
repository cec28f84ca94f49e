"""Leave: by the button on the page, or by a mail program's one-click form (RFC 8058)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from digest.links import Unsubscribe
from digest.pipeline.leave import leave
from digest.web.reader.opened import open_link
from digest.web.site import Here

router = APIRouter()


@router.get("/u/{token}", include_in_schema=False)
def ask(here: Here, token: str) -> Response:
    """The button."""
    _, reader = open_link(here, token, Unsubscribe)
    return here.page("reader/leave.html.j2", reader=reader)


@router.post("/u/{token}", include_in_schema=False)
def act(here: Here, token: str, one_click: Annotated[str, Form(alias="List-Unsubscribe")] = "") -> Response:
    """Gone, at once and as often as it is asked."""
    link, reader = open_link(here, token, Unsubscribe)
    leave(here.newsletter, link.subscriber_id, via="one-click" if one_click == "One-Click" else "link")
    return here.page("reader/left.html.j2", reader=reader)
