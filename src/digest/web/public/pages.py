"""The public pages, each a function of the log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from digest.pipeline.published import (
    list_published,
    list_tools,
    load_published,
    load_tool,
    newest_with,
)
from digest.pipeline.searching import search
from digest.pipeline.view_mail import view_mail
from digest.web.public.fresh import fresh
from digest.web.public.look import looks
from digest.web.site import Here, Site

router = APIRouter(include_in_schema=False)

#: The mail brings its styles with it, and nothing else.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"


@router.get("/")
def index(here: Here, request: Request) -> Response:
    """Every issue, the newest on top."""
    return fresh(here, request, lambda: index_page(here))


@router.get("/issues/{week}")
def comparison(here: Here, request: Request, week: str) -> Response:
    """What readers of an issue were told, and what changed since."""
    return fresh(here, request, lambda: issue_page(here, week))


@router.get("/issues/{week}/mail")
def mail(here: Here, week: str) -> Response:
    """The mail as it was sent, with links that belong to nobody."""
    html = view_mail(here.newsletter, week)
    if html is None:
        raise HTTPException(404)
    return Response(html, media_type="text/html", headers={"Content-Security-Policy": _MAIL_POLICY})


@router.get("/compare/{first}-vs-{second}")
def compared(here: Here, first: str, second: str) -> Response:
    """The newest issue about these two."""
    week = newest_with(here.newsletter, frozenset((first, second)))
    if week is None:
        raise HTTPException(404)
    return RedirectResponse(f"/issues/{week}", status_code=301)


@router.get("/tools")
def tools(here: Here, request: Request) -> Response:
    """Every tool on the shelf."""
    return fresh(here, request, lambda: tools_page(here))


@router.get("/tools/{slug}")
def tool(here: Here, request: Request, slug: str) -> Response:
    """One tool: the facts, the takes, the issues it was in."""
    return fresh(here, request, lambda: tool_page(here, slug))


@router.get("/search")
def search_page(here: Here, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Tools and issues that have the words."""
    asked = " ".join(q.split())
    found = search(here.newsletter, asked) if asked else None
    return Response(_page(here, "search", path="/search", asked=asked, found=found), media_type="text/html")


def index_page(site: Site) -> str:
    """The list of issues."""
    return _page(site, "index", path="/", issues=list_published(site.newsletter))


def issue_page(site: Site, week: str) -> str | None:
    """One issue; null if there is none to show."""
    found = load_published(site.newsletter, week)
    if found is None:
        return None
    name = "comparison" if found.issue else "removed"
    return _page(site, name, path=f"/issues/{week}", found=found, issue=found.issue)


def tools_page(site: Site) -> str:
    """The shelf."""
    return _page(site, "tools", path="/tools", tools=list_tools(site.newsletter))


def tool_page(site: Site, slug: str) -> str | None:
    """One tool; null if the slug is nobody's."""
    found = load_tool(site.newsletter, slug)
    if found is None:
        return None
    issues = [one for one in list_published(site.newsletter) if found.side.slug in one.slugs]
    path = f"/tools/{found.side.slug}"
    return _page(site, "tool", path=path, found=found, side=found.side, issues=issues)


def _page(site: Site, name: str, *, path: str, **values: object) -> str:
    return site.html(
        f"public/{name}.html.j2",
        canonical=site.newsletter.sender.public_url + path,
        **looks(site.newsletter.zone),
        **values,
    )
