"""A signed link as somebody opened it: whose it is, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from digest.errors import BadFile, BadToken
from digest.links import Link, read_token
from digest.pipeline.reader import Reader, read_reader

if TYPE_CHECKING:
    from digest.web.site import Site

L = TypeVar("L", bound=Link)


def open_link(here: Site, token: str, kind: type[L]) -> tuple[L, Reader]:
    """The link, and the reader it was mailed to.

    Raises:
        BadToken: it is no such link of ours, or its reader was forgotten since.
    """
    link = read_token(here.newsletter.ring, token, kind)
    reader = read_reader(here.newsletter, link.subscriber_id)
    if reader is None:
        raise BadToken
    return link, reader


def not_an_address(error: BadFile) -> str:
    """What to tell somebody whose address cannot be one."""
    return f"That cannot be mailed to. It has to be {error.problems[0].allowed}."
