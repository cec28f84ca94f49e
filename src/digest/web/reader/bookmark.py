"""Bookmarks: keep a tool of an issue for later, and the list of what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from digest.links import Bookmark, Preferences, sign
from digest.pipeline.bookmarks import bookmarks_of, offered, save_bookmark
from digest.web.reader.opened import open_link
from digest.web.site import Here, Site

if TYPE_CHECKING:
    from digest.pipeline.reader import Reader

router = APIRouter()


@router.get("/b/{token}", include_in_schema=False)
def ask(here: Here, token: str) -> Response:
    """The button, and what is kept already."""
    link, reader = open_link(here, token, Bookmark)
    return _page(here, link, reader, is_saved=False)


@router.post("/b/{token}", include_in_schema=False)
def act(here: Here, token: str) -> Response:
    """Kept."""
    link, reader = open_link(here, token, Bookmark)
    save_bookmark(here.newsletter, link)
    return _page(here, link, reader, is_saved=True)


def _page(here: Site, link: Bookmark, reader: Reader, *, is_saved: bool) -> Response:
    return here.page(
        "reader/bookmark.html.j2",
        is_saved=is_saved,
        name=offered(here.newsletter, link),
        reader=reader,
        bookmarks=bookmarks_of(here.newsletter, link.subscriber_id),
        preferences=sign(here.newsletter.ring, Preferences(subscriber_id=link.subscriber_id)),
    )
