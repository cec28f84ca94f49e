"""What a handler works with: the newsletter, and its pages as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Annotated

import jinja2
from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse

from digest.web.api.problem import problem
from digest.web.guard.paths import is_api

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from digest.pipeline.newsletter import Newsletter

PAGES = Path(__file__).with_name("pages")
STATIC = Path(__file__).with_name("static")

#: Status -> the heading and the sentence of its page.
_PROBLEMS = {
    403: (
        "That came from somewhere else",
        "Open this page itself and press its button; nothing was changed.",
    ),
    404: (
        "Not here",
        (
            "There is no page at this address. It may have been mistyped, cut short on its way, or be out of"
            " date; nothing was changed. Open a link again from the newest mail, as a whole."
        ),
    ),
    410: ("This link has expired", "Nothing was changed. Open the newest mail, or sign up again."),
    413: ("Too much", "That is more than this page takes; nothing was changed."),
    415: ("Not a form", "This page takes forms; nothing was changed."),
    429: ("Too many at once", "Too much was asked from your network. Wait a little, then try again."),
    503: ("Busy", "The site cannot answer just now, and nothing was changed. Try again in a moment."),
}
_FAILURE = ("That did not work", "It is not your fault, and it was noted. Try again in a while.")
_MISTAKE = ("That did not work", "This page does not take what was sent; nothing was changed.")


@dataclass(frozen=True, slots=True)
class Made:
    """A page's bytes, and the tag that they are known by (RFC 9110, section 8.8.3)."""

    body: bytes
    tag: str


@dataclass
class Pages:
    """Public pages as they were made at one position of the log, by path; -1 is before any was."""

    position: int = -1
    made: dict[str, Made] = field(default_factory=dict)
    making: Lock = field(default_factory=Lock)


class Site:
    """One newsletter as a web site. Every template sees ``brand``, ``public_url`` and ``consent_text``."""

    def __init__(self, newsletter: Newsletter, *, kick: Callable[[], None]) -> None:
        self.newsletter = newsletter
        self.pages = Pages()
        #: Letters are to leave now.
        self.kick = kick
        #: What somebody agrees to who signs up; kept as evidence word for word.
        self.consent_text = (
            f"Send me {newsletter.brand.name} by email. I confirm it from my mailbox, and can leave with"
            " one click in every mail."
        )
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.globals.update(
            brand=newsletter.brand,
            public_url=newsletter.sender.public_url,
            consent_text=self.consent_text,
        )

    def html(self, template: str, **values: object) -> str:
        """A page's text; a name that the template misses is an error, not a gap."""
        return self._templates.get_template(template).render(values)

    def page(
        self, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> HTMLResponse:
        """A page as an answer."""
        return HTMLResponse(self.html(template, **values), status_code=status, headers=headers)

    def problem(self, status: int, path: str, *, headers: Mapping[str, str] | None = None) -> Response:
        """What went wrong and what to do, and nothing of what was sent: a page, or JSON of the API."""
        if is_api(path):
            return problem(status, headers=headers)
        title, said = _PROBLEMS.get(status, _FAILURE if status >= 500 else _MISTAKE)
        return self.page("problem.html.j2", status=status, headers=headers, title=title, said=said)


# Asynchronous, so that it costs no turn of a thread.
async def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


#: A handler's parameter: the site that is asked.
Here = Annotated[Site, Depends(_site)]
