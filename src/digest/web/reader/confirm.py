"""Confirm: the one press of a button by which an address becomes a reader, or a reader's new address."""

from __future__ import annotations

from fastapi import APIRouter, Response

from digest.errors import LinkExpired
from digest.links import Confirm, Preferences, sign
from digest.pipeline.confirm import confirm
from digest.web.reader.opened import open_link
from digest.web.site import Here

router = APIRouter()


@router.get("/c/{token}", include_in_schema=False)
def ask(here: Here, token: str) -> Response:
    """Whose address it is, and the button. Mail scanners open links, so nothing happens yet."""
    link, reader = open_link(here, token, Confirm)
    if link.expires_at <= here.newsletter.now():
        raise LinkExpired
    is_move = reader.status == "confirmed" and reader.pending_masked_address is not None
    masked_address = reader.pending_masked_address if is_move else reader.masked_address
    return here.page("reader/confirm.html.j2", is_move=is_move, masked_address=masked_address)


@router.post("/c/{token}", include_in_schema=False)
def act(here: Here, token: str) -> Response:
    """Confirmed."""
    confirmed = confirm(here.newsletter, token)
    here.kick()
    link, reader = open_link(here, token, Confirm)
    preferences = sign(here.newsletter.ring, Preferences(subscriber_id=link.subscriber_id))
    return here.page("reader/welcome.html.j2", what=confirmed.what, reader=reader, preferences=preferences)
