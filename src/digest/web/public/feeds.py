"""What machines read of the site: Atom (RFC 4287), JSON Feed 1.1, the sitemap, and what robots may visit."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from fastapi import APIRouter, Response

from digest.log.codec import canonical_time
from digest.pipeline.published import list_published, list_tools
from digest.web.site import Here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.pipeline.newsletter import Newsletter
    from digest.pipeline.published import Listed

router = APIRouter(include_in_schema=False)

#: Entries of a feed; a reader that comes less often than that has missed more than this.
ENTRIES = 30
#: Where a person acts: nothing there is for a machine.
CLOSED = ("/u/", "/c/", "/p/", "/v/", "/b/", "/e/", "/sign-up", "/search", "/api/")
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@router.get("/feed.atom")
def atom(here: Here) -> Response:
    """The newest issues."""
    return Response(atom_of(here.newsletter), media_type="application/atom+xml")


@router.get("/feed.json")
def json_feed(here: Here) -> Response:
    """The same as JSON."""
    return Response(json_of(here.newsletter), media_type="application/feed+json")


@router.get("/sitemap.xml")
def sitemap(here: Here) -> Response:
    """Every public page."""
    return Response(sitemap_of(here.newsletter), media_type="application/xml")


@router.get("/robots.txt")
def robots(here: Here) -> Response:
    """What is public is theirs."""
    return Response(robots_of(here.newsletter), media_type="text/plain")


def atom_of(newsletter: Newsletter) -> bytes:
    """The feed; an entry's id outlives a move of the site to another path, not to another name."""
    url, issues = newsletter.sender.public_url, list_published(newsletter)[:ENTRIES]
    feed = ET.Element("feed", xmlns=_ATOM)
    for name, text in (
        ("title", newsletter.brand.name),
        ("id", f"{url}/"),
        ("updated", _updated(newsletter, issues)),
    ):
        ET.SubElement(feed, name).text = text
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = newsletter.brand.name
    ET.SubElement(feed, "link", rel="self", href=f"{url}/feed.atom")
    ET.SubElement(feed, "link", rel="alternate", href=f"{url}/")
    for issue in issues:
        entry = ET.SubElement(feed, "entry")
        for name, text in (
            ("title", issue.headline),
            ("id", _tag(newsletter, issue)),
            ("updated", _moment(issue)),
            ("published", _moment(issue)),
            ("summary", issue.title),
        ):
            ET.SubElement(entry, name).text = text
        ET.SubElement(entry, "link", rel="alternate", href=f"{url}/issues/{issue.week}")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def json_of(newsletter: Newsletter) -> bytes:
    """The feed as JSON Feed 1.1."""
    url = newsletter.sender.public_url
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": newsletter.brand.name,
            "home_page_url": f"{url}/",
            "feed_url": f"{url}/feed.json",
            "items": [
                {
                    "id": _tag(newsletter, issue),
                    "url": f"{url}/issues/{issue.week}",
                    "title": issue.headline,
                    "content_text": issue.title,
                    "date_published": _moment(issue),
                }
                for issue in list_published(newsletter)[:ENTRIES]
            ],
        }
    )


def sitemap_of(newsletter: Newsletter) -> bytes:
    """The sitemap (sitemaps.org, 0.9)."""
    url = newsletter.sender.public_url
    urls = ET.Element("urlset", xmlns=_SITEMAP)
    for path in ("/", "/tools", *(f"/tools/{side.slug}" for side in list_tools(newsletter))):
        ET.SubElement(ET.SubElement(urls, "url"), "loc").text = url + path
    for issue in list_published(newsletter):
        place = ET.SubElement(urls, "url")
        ET.SubElement(place, "loc").text = f"{url}/issues/{issue.week}"
        ET.SubElement(place, "lastmod").text = _moment(issue)
    return bytes(ET.tostring(urls, encoding="utf-8", xml_declaration=True))


def robots_of(newsletter: Newsletter) -> str:
    """The rules for robots (RFC 9309)."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    return f"User-agent: *\n{closed}Sitemap: {newsletter.sender.public_url}/sitemap.xml\n"


def _tag(newsletter: Newsletter, issue: Listed) -> str:
    """A tag URI (RFC 4151)."""
    host = urlsplit(newsletter.sender.public_url).hostname
    return f"tag:{host},{issue.issued_at:%Y-%m-%d}:issues/{issue.week}"


def _moment(issue: Listed) -> str:
    return canonical_time(issue.issued_at)


def _updated(newsletter: Newsletter, issues: Sequence[Listed]) -> str:
    return _moment(issues[0]) if issues else canonical_time(newsletter.now())
