"""Sign up: an address goes in, and whoever reads its mail decides."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Request, Response

from digest.errors import BadFile
from digest.pipeline.sign_up import request_sign_up
from digest.web.guard.origins import tells_origin
from digest.web.guard.proof import VALID_S, is_proof, prove
from digest.web.reader.opened import not_an_address
from digest.web.site import Here, Site

router = APIRouter()

PROOF = "sign_up"


@router.get("/sign-up", include_in_schema=False)
def form(here: Here) -> Response:
    """The form."""
    return _form(here)


@router.post("/sign-up", include_in_schema=False)
def sign_up(
    here: Here,
    request: Request,
    address: Annotated[str, Form()] = "",
    proof: Annotated[str, Form()] = "",
    cookie: Annotated[str, Cookie(alias=PROOF)] = "",
) -> Response:
    """The same page for everybody: only the mailbox learns whether it was known."""
    newsletter = here.newsletter
    now = newsletter.now()
    if not tells_origin(request.headers) and not is_proof(newsletter.ring, proof, cookie, now):
        again = prove(newsletter.ring, newsletter.new_id(), now)
        page = _form(
            here, status=403, address=address, mistake="Please press the button once more.", proof=again
        )
        page.set_cookie(
            PROOF, again, max_age=VALID_S, path="/sign-up", secure=True, httponly=True, samesite="strict"
        )
        return page
    try:
        request_sign_up(newsletter, address, name=None, consent_text=here.consent_text, source="/sign-up")
    except BadFile as error:
        return _form(here, status=422, address=address, mistake=not_an_address(error))
    here.kick()
    return here.page("reader/sent.html.j2")


def _form(
    here: Site, *, status: int = 200, address: str = "", mistake: str = "", proof: str = ""
) -> Response:
    return here.page("reader/sign_up.html.j2", status=status, address=address, mistake=mistake, proof=proof)
