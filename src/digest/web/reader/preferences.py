"""Preferences: what is sent and where to, what is kept, all there is to export, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from fastapi import APIRouter, Form, Response

from digest.errors import BadFile, DigestError
from digest.events.subscribers import Format, Frequency
from digest.intake.standing import Preferences as Wanted
from digest.links import Preferences, Unsubscribe, read_token, sign
from digest.pipeline.bookmarks import bookmarks_of, remove_bookmark
from digest.pipeline.erase import erase_reader
from digest.pipeline.export_reader import export_reader
from digest.pipeline.preferences import change_preferences, request_address_change
from digest.web.reader.opened import not_an_address, open_link
from digest.web.site import Here, Site

if TYPE_CHECKING:
    from digest.pipeline.reader import Reader

router = APIRouter(prefix="/p/{token}", include_in_schema=False)


@router.get("")
def show(here: Here, token: str) -> Response:
    """Everything as it stands."""
    link, reader = open_link(here, token, Preferences)
    return _page(here, token, link, reader)


@router.post("")
def change(
    here: Here,
    token: str,
    frequency: Annotated[Frequency, Form()],
    format: Annotated[Format, Form()],
    paused: Annotated[bool, Form()] = False,
) -> Response:
    """What is sent, from now on."""
    link, _ = open_link(here, token, Preferences)
    wanted = Wanted(frequency=frequency, format=format, paused=paused)
    change_preferences(here.newsletter, link.subscriber_id, wanted)
    _, reader = open_link(here, token, Preferences)
    return _page(here, token, link, reader, said="Your preferences are saved.")


@router.post("/address")
def move(here: Here, token: str, address: Annotated[str, Form()] = "") -> Response:
    """A letter goes to the new address; until it is confirmed there, nothing changes."""
    link, reader = open_link(here, token, Preferences)
    try:
        request_address_change(here.newsletter, link.subscriber_id, address)
    except BadFile as error:
        wrong = not_an_address(error)
        return _page(here, token, link, reader, status=422, mistake=wrong, address=address)
    here.kick()
    _, reader = open_link(here, token, Preferences)
    return _page(
        here, token, link, reader, said="A letter is on its way to the new address. Confirm it there."
    )


@router.post("/bookmarks")
def remove(here: Here, token: str, tool_id: Annotated[str, Form()]) -> Response:
    """One bookmark less."""
    link, reader = open_link(here, token, Preferences)
    remove_bookmark(here.newsletter, link.subscriber_id, tool_id)
    return _page(here, token, link, reader, said="The bookmark is removed.")


@router.get("/export")
def export(here: Here, token: str) -> Response:
    """All that is known of this reader, as a file."""
    link, _ = open_link(here, token, Preferences)
    return Response(
        msgspec.json.format(
            msgspec.json.encode(export_reader(here.newsletter, link.subscriber_id)), indent=2
        ),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )


@router.get("/forget")
def ask_to_forget(here: Here, token: str) -> Response:
    """What goes, what stays, and the button."""
    _, reader = open_link(here, token, Preferences)
    return here.page("reader/forget.html.j2", reader=reader, token=token)


@router.post("/forget")
def forget(here: Here, token: str) -> Response:
    """Forgotten; from here on the link opens nothing, but that this can be finished by it."""
    link = read_token(here.newsletter.ring, token, Preferences)
    try:
        erase_reader(here.newsletter, link.subscriber_id)
    except DigestError:
        return here.page("reader/forgotten.html.j2", status=503, is_finished=False)
    return here.page("reader/forgotten.html.j2", is_finished=True)


def _page(
    here: Site,
    token: str,
    link: Preferences,
    reader: Reader,
    *,
    status: int = 200,
    said: str = "",
    mistake: str = "",
    address: str = "",
) -> Response:
    return here.page(
        "reader/preferences.html.j2",
        status=status,
        token=token,
        reader=reader,
        bookmarks=bookmarks_of(here.newsletter, link.subscriber_id),
        leave=sign(here.newsletter.ring, Unsubscribe(subscriber_id=link.subscriber_id)),
        said=said,
        mistake=mistake,
        address=address,
    )
