"""The public pages as files that any web server can hand out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.pipeline.published import list_published, list_tools
from digest.pipeline.view_mail import view_mail
from digest.web.public import feeds, pages
from digest.web.site import STATIC, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter

#: Lists what an earlier build wrote, so that the next one removes only that.
MANIFEST = ".archive.json"


def build(newsletter: Newsletter, folder: Path) -> int:
    """Write every public page; what was written before and is public no more goes. Returns how many files.

    The same log gives the same bytes. Only files that an earlier build has listed are ever removed.

    Raises:
        DigestError: the folder has other files in it and no list of an earlier build.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / MANIFEST
    if not manifest.exists() and any(folder.iterdir()):
        raise DigestError(f"{folder} has files that no archive wrote; choose an empty folder")
    before = set(json.loads(manifest.read_text(encoding="utf-8"))) if manifest.exists() else set()
    written = dict(_files(newsletter))
    manifest.write_text(json.dumps(sorted(before | written.keys()), indent=0), encoding="utf-8")
    for name, body in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    for name in before - written.keys():
        (folder / name).unlink(missing_ok=True)
    manifest.write_text(json.dumps(sorted(written), indent=0), encoding="utf-8")
    return len(written)


def _files(newsletter: Newsletter) -> Iterator[tuple[str, bytes]]:
    site = Site(newsletter, kick=lambda: None)
    yield "index.html", pages.index_page(site).encode()
    yield "tools/index.html", pages.tools_page(site).encode()
    for side in list_tools(newsletter):
        yield f"tools/{side.slug}/index.html", (pages.tool_page(site, side.slug) or "").encode()
    for issue in list_published(newsletter):
        yield f"issues/{issue.week}/index.html", (pages.issue_page(site, issue.week) or "").encode()
        mail = view_mail(newsletter, issue.week)
        if mail is not None:
            yield f"issues/{issue.week}/mail/index.html", mail.encode()
    yield "feed.atom", feeds.atom_of(newsletter)
    yield "feed.json", feeds.json_of(newsletter)
    yield "sitemap.xml", feeds.sitemap_of(newsletter)
    yield "robots.txt", feeds.robots_of(newsletter).encode()
    for name in ("site.css", "public.css"):
        yield f"static/{name}", (STATIC / name).read_bytes()
