"""Confirm: the one press of a button by which an address becomes a reader, or a reader's new address."""

from __future__ import annotations

from fastapi import APIRouter, Response

from digest.links import Preferences, sign
from digest.pipeline.confirm import confirm, confirmation
from digest.web.site import Here

router = APIRouter()


@router.get("/c/{token}", include_in_schema=False)
def ask(here: Here, token: str) -> Response:
    """Whose address it is, and the button. Mail scanners open links, so nothing happens yet."""
    return here.page("reader/confirm.html.j2", asked=confirmation(here.newsletter, token))


@router.post("/c/{token}", include_in_schema=False)
def act(here: Here, token: str) -> Response:
    """Confirmed; a letter of welcome is on its way."""
    done = confirm(here.newsletter, token)
    here.kick()
    preferences = sign(here.newsletter.ring, Preferences(subscriber_id=done.subscriber_id))
    return here.page("reader/welcome.html.j2", done=done, preferences=preferences)
