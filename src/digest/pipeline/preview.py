"""An issue rendered anew for whoever writes its templates: a fixture, a frozen week, or a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from digest import db
from digest.delivery.message import Recipient, compile_formats
from digest.delivery.slots import tokens
from digest.email.render import Rendered, render
from digest.email.templates import packaged_templates
from digest.errors import DigestError
from digest.issue.model import Issue
from digest.issue.weeks import week_of
from digest.links import KeyRing, message_id
from digest.pipeline.deliver import letter_from
from digest.pipeline.freeze import filled, load_frozen
from digest.pipeline.issue_stream import issue_row
from digest.pipeline.lint_issue import lint_mail
from digest.pipeline.newsletter import Sender
from digest.pipeline.proof import NOBODY
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from digest.issue.findings import Finding
    from digest.pipeline.newsletter import Newsletter

#: Shown to whoever names nothing and has no issue of this week.
USUAL = "votes"
_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
_FIXTURES = "fixtures"
#: Who sends where there is no newsletter, so that its message can be linted.
_EXAMPLE = Sender(
    address="weekly@example.org",
    name="Ship or Skip",
    list_id="weekly.example.org",
    public_url="https://digest.example.org",
)
#: A key of no ring: the links of a preview act for nobody.
_INERT = KeyRing(current=1, keys={1: bytes(32)})


@dataclass(frozen=True, slots=True)
class Gallery:
    """What can be looked at, and the folders whose templates render it; the first that has a file wins.

    Fixtures need no newsletter. ``file`` is an issue's JSON that was named by its path.
    """

    templates: tuple[Path, ...]
    newsletter: Newsletter | None
    file: Path | None = None


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """An issue as the templates of this moment render it, with links that belong to nobody."""

    issue: Issue
    rendered: Rendered
    html: str
    text: str


def open_gallery(newsletter: Newsletter | None, what: str | None) -> tuple[Gallery, str]:
    """The gallery, and the name in it of what is to be shown first.

    Raises:
        DigestError: nothing is called that.
    """
    templates = (packaged_templates(),) if newsletter is None else newsletter.templates
    gallery = Gallery(templates=templates, newsletter=newsletter)
    if what is None:
        return gallery, _of_this_week(newsletter) or USUAL
    if what in fixtures(gallery) or _WEEK.fullmatch(what):
        _read(gallery, what)
        return gallery, what
    path = Path(what)
    if not path.is_file():
        raise DigestError(
            f"there is nothing called {what} to look at; name a fixture ({', '.join(fixtures(gallery))}),"
            " a frozen week such as 2026-W17, or the file of an issue's JSON"
        )
    return Gallery(templates=templates, newsletter=newsletter, file=path), path.name


def fixtures(gallery: Gallery) -> dict[str, Path]:
    """The fixtures of the template folders by name."""
    found: dict[str, Path] = {}
    for folder in gallery.templates:
        for path in (folder / _FIXTURES).glob("*.json"):
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def frozen_weeks(gallery: Gallery) -> list[str]:
    """The weeks that have an issue, the newest first."""
    if gallery.newsletter is None:
        return []
    with db.reading(gallery.newsletter.engine) as connection:
        table = live_tables(connection)["issue"]
        wanted = select(table.c.week).where(table.c.issue.is_not(None)).order_by(table.c.week.desc())
        return list(connection.execute(wanted).scalars())


def preview(gallery: Gallery, name: str) -> Preview:
    """Read and render what the name stands for.

    Raises:
        TemplateError: a template is broken.
        DigestError: nothing has that name, it cannot be read, or the mail is too long.
    """
    issue = _read(gallery, name)
    rendered = render(issue, gallery.templates)
    public_url = _sender(gallery).public_url

    def link(slot: str) -> str:
        return f"{public_url}/preview/{slot}"

    return Preview(
        issue=issue,
        rendered=rendered,
        html=filled(rendered.html, rendered.html_slots, link),
        text=filled(rendered.text, rendered.text_slots, link),
    )


def lint_preview(gallery: Gallery, shown: Preview) -> tuple[Finding, ...]:
    """What is wrong with the message that a reader would get, in each format once."""
    sender = _sender(gallery)
    identity = message_id(_INERT.keys[1], "preview", NOBODY, sender.address.rpartition("@")[2])
    reader = Recipient(subscriber_id=NOBODY, address="reader@example.org", name="A Reader")
    found: dict[Finding, None] = {}
    for template in compile_formats(letter_from(sender, shown.issue, shown.rendered)).values():
        filling = tokens(_INERT, shown.issue.week, NOBODY, template.slots)
        found |= dict.fromkeys(lint_mail(template.splice(reader, identity, filling)))
    return tuple(found)


def issue_hash(gallery: Gallery, name: str) -> str:
    """The hash of the week's frozen issue; empty for what is a file, and for a week without one."""
    if gallery.newsletter is None or not _WEEK.fullmatch(name):
        return ""
    with db.reading(gallery.newsletter.engine) as connection:
        row = issue_row(connection, name)
    return "" if row is None else row.issue or ""


def _of_this_week(newsletter: Newsletter | None) -> str | None:
    if newsletter is None:
        return None
    week = week_of(newsletter.now(), newsletter.zone)
    with db.reading(newsletter.engine) as connection:
        row = issue_row(connection, week)
    return None if row is None or row.issue is None else week


def _read(gallery: Gallery, name: str) -> Issue:
    if gallery.file is not None and name == gallery.file.name:
        return _read_file(gallery.file)
    if name in (known := fixtures(gallery)):
        return _read_file(known[name])
    if not _WEEK.fullmatch(name):
        raise DigestError(f"there is nothing called {name} to look at")
    if gallery.newsletter is None:
        raise DigestError(f"{name} is a week, and there is no newsletter; name its folder with --home")
    return load_frozen(gallery.newsletter, name).issue


def _read_file(path: Path) -> Issue:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Issue)
    except OSError as error:
        raise DigestError(f"{path} cannot be read: {error.strerror}; name an issue's JSON") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DigestError(f"{path} is not the JSON of an issue: {error}") from error


def _sender(gallery: Gallery) -> Sender:
    return _EXAMPLE if gallery.newsletter is None else gallery.newsletter.sender
