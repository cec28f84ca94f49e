"""Vote: a link of a mail preselects, the button casts, and the tally is shown after that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from fastapi import APIRouter, Form, Response

from digest.errors import LinkExpired
from digest.links import Vote, read_token, sign
from digest.pipeline.cast_vote import ballot, cast_vote, withdraw_vote
from digest.web.site import Here, Site

if TYPE_CHECKING:
    from digest.pipeline.cast_vote import Ballot

router = APIRouter()

_OTHER: dict[Literal["ship", "skip"], Literal["ship", "skip"]] = {"ship": "skip", "skip": "ship"}


@router.get("/v/{token}", include_in_schema=False)
def ask(here: Here, token: str) -> Response:
    """The tool, the link's choice, and the button."""
    link = read_token(here.newsletter.ring, token, Vote)
    asked = ballot(here.newsletter, link)
    if not asked.is_open:
        raise LinkExpired
    return _page(here, link, asked)


@router.post("/v/{token}", include_in_schema=False)
def act(here: Here, token: str, choice: Annotated[str, Form()] = "") -> Response:
    """Cast, changed, or taken back; what all readers say now."""
    link = read_token(here.newsletter.ring, token, Vote)
    if choice == "withdraw":
        return _page(here, link, withdraw_vote(here.newsletter, link))
    return _page(here, link, cast_vote(here.newsletter, link))


def _page(here: Site, link: Vote, asked: Ballot) -> Response:
    other = msgspec.structs.replace(link, choice=_OTHER[link.choice])
    return here.page("reader/vote.html.j2", ballot=asked, other=sign(here.newsletter.ring, other))
