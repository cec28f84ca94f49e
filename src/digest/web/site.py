"""What a handler works with: the newsletter, and its pages as HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.pipeline.newsletter import Newsletter

PAGES = Path(__file__).with_name("pages")
STATIC = Path(__file__).with_name("static")


class Site:
    """One newsletter as a web site. Templates see ``brand`` and ``public_url`` on every page."""

    def __init__(self, newsletter: Newsletter) -> None:
        self.newsletter = newsletter
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(brand=newsletter.brand, public_url=newsletter.sender.public_url)

    def html(self, template: str, **values: object) -> str:
        """A page's text; a name that the template misses is an error, not a gap."""
        return self._templates.get_template(template).render(values)

    def page(
        self, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> HTMLResponse:
        """A page as an answer."""
        return HTMLResponse(self.html(template, **values), status_code=status, headers=headers)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


#: A handler's parameter: the site that is asked.
Here = Annotated[Site, Depends(_site)]
