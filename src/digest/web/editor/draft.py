"""An editor sees the frozen issue, and approves it or sends it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Response

from digest.errors import DigestError, FrozenAnew, LinkExpired
from digest.links import Edit, read_token
from digest.pipeline.approve import approve, reject
from digest.pipeline.draft import draft_mail, read_draft
from digest.web.guard.headers import CONTENT_SECURITY_POLICY
from digest.web.public.look import looks
from digest.web.site import Here, Site

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter

router = APIRouter(prefix="/e/{token}", include_in_schema=False)

#: The page shows the mail in a frame, and the mail brings its styles with it.
_PAGE_POLICY = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox"
)


@router.get("")
def show(here: Here, token: str) -> Response:
    """The issue, what speaks for and against it, and the buttons."""
    return _page(here, token, _open(here, token))


@router.get("/mail")
def mail(here: Here, token: str) -> Response:
    """The mail itself, for the frames of the page."""
    link = _open(here, token)
    try:
        html = draft_mail(here.newsletter, link)
    except DigestError as error:
        return _nothing(here, error)
    headers = {"Content-Security-Policy": _MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return Response(html, media_type="text/html", headers=headers)


@router.post("/approve")
def let_go(
    here: Here, token: str, seen: Annotated[str, Form()] = "", note: Annotated[str, Form()] = ""
) -> Response:
    """Exactly the issue that was looked at goes out."""
    link = _open(here, token)
    try:
        done = approve(_as(here, link), link.week, seen=seen, note=note)
    except DigestError as error:
        return _page(here, token, link, mistake=str(error), status=_status(error), note=note)
    return _page(
        here, token, link, said="Approved. It goes out with the next send." if done else "Nothing changed."
    )


@router.post("/reject")
def send_back(
    here: Here, token: str, seen: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = ""
) -> Response:
    """Exactly the issue that was looked at is sent back."""
    link = _open(here, token)
    try:
        reject(_as(here, link), link.week, reason, seen=seen)
    except DigestError as error:
        return _page(here, token, link, mistake=str(error), status=_status(error))
    return _page(here, token, link, said="Sent back. The next weekly run selects and freezes anew.")


def _open(here: Site, token: str) -> Edit:
    link = read_token(here.newsletter.ring, token, Edit)
    if here.newsletter.now() >= link.expires_at:
        raise LinkExpired
    return link


def _as(here: Site, link: Edit) -> Newsletter:
    """The newsletter with the link's editor as whoever acts."""
    return replace(here.newsletter, actor=link.editor)


def _status(error: DigestError) -> int:
    return 409 if isinstance(error, FrozenAnew) else 422


def _page(
    here: Site,
    token: str,
    link: Edit,
    *,
    said: str = "",
    mistake: str = "",
    note: str = "",
    status: int = 200,
) -> Response:
    try:
        draft = read_draft(here.newsletter, link.week)
    except DigestError as error:
        return _nothing(here, error)
    return here.page(
        "editor/draft.html.j2",
        status=status,
        headers={"Content-Security-Policy": _PAGE_POLICY},
        token=token,
        editor=link.editor,
        draft=draft,
        said=said,
        mistake=mistake,
        note=note,
        **looks(here.newsletter.zone),
    )


def _nothing(here: Site, error: DigestError) -> Response:
    """There is no issue to look at; the text says why."""
    return here.page("problem.html.j2", status=404, title="Nothing to decide", said=str(error))
