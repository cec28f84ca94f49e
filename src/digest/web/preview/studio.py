"""What the preview's handlers work with: the gallery, its pages, and what rendered well before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import jinja2
import msgspec
from fastapi import Depends, Request

from digest.errors import DigestError
from digest.pipeline.preview import Gallery, preview
from digest.pipeline.preview_mail import Preview
from digest.web.preview.fault import Fault, fault_of
from digest.web.site import PAGES

if TYPE_CHECKING:
    from collections.abc import Mapping


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A rendering, or the fault that stopped it with the last rendering that was good, if any was."""

    shown: Preview | None
    fault: Fault | None


class Studio:
    """One gallery, and the name of what is shown to whoever asks for nothing else."""

    def __init__(self, gallery: Gallery, first: str) -> None:
        self.gallery = gallery
        self.first = first
        self._good: dict[str, Preview] = {}
        self._pages = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._pages.globals["brand"] = {"name": "digest preview"}

    def look(self, name: str) -> Look:
        """Render the mail of that name anew."""
        try:
            shown = preview(self.gallery, name)
        except DigestError as error:
            return Look(shown=self._good.get(name), fault=fault_of(error))
        self._good[name] = shown
        return Look(shown=shown, fault=None)

    def html(self, values: Mapping[str, object]) -> str:
        """The page's text."""
        return self._pages.get_template("preview/preview.html.j2").render(values)


async def _studio(request: Request) -> Studio:
    studio: Studio = request.app.state.studio
    return studio


#: A handler's parameter: the studio that is asked.
Here = Annotated[Studio, Depends(_studio)]
