"""Mails rendered anew for whoever writes their templates: a fixture, a frozen week, a file, or a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec
from sqlalchemy import select

from digest import db
from digest.delivery.letters import Kind
from digest.email.templates import packaged_templates
from digest.errors import DigestError
from digest.issue.model import Issue
from digest.issue.weeks import week_of
from digest.pipeline.freeze import load_frozen
from digest.pipeline.issue_stream import issue_row
from digest.pipeline.letter_sample import BRAND, SENDER
from digest.pipeline.preview_mail import Preview, preview_issue, preview_letter
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter

#: Shown to whoever names nothing and has no issue of this week.
USUAL = "votes"
_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
_FIXTURES = "fixtures"
#: Letters by name. No fixture can be called that: the name of its file has no slash.
LETTERS: dict[str, Kind] = {f"letters/{kind}": kind for kind in get_args(Kind)}


@dataclass(frozen=True, slots=True)
class Gallery:
    """What can be looked at, and the folders whose templates render it; the first that has a file wins.

    Fixtures and letters need no newsletter. ``file`` is an issue's JSON that was named by its path.
    """

    templates: tuple[Path, ...]
    newsletter: Newsletter | None
    file: Path | None = None


def open_gallery(newsletter: Newsletter | None, what: str | None) -> tuple[Gallery, str]:
    """The gallery, and the name in it of what is to be shown first.

    Raises:
        DigestError: nothing is called that.
    """
    templates = (packaged_templates(),) if newsletter is None else newsletter.templates
    gallery = Gallery(templates=templates, newsletter=newsletter)
    if what is None:
        return gallery, _of_this_week(newsletter) or USUAL
    if what in LETTERS:
        return gallery, what
    if what in fixtures(gallery) or _WEEK.fullmatch(what):
        _read(gallery, what)
        return gallery, what
    path = Path(what)
    if not path.is_file():
        raise DigestError(
            f"there is nothing called {what} to look at; name a fixture ({', '.join(fixtures(gallery))}),"
            f" a letter ({', '.join(LETTERS)}), a frozen week such as 2026-W17,"
            " or the file of an issue's JSON"
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
    newsletter = gallery.newsletter
    sender = SENDER if newsletter is None else newsletter.sender
    if name in LETTERS:
        brand = BRAND if newsletter is None else newsletter.brand
        return preview_letter(LETTERS[name], brand, gallery.templates, sender)
    return preview_issue(_read(gallery, name), gallery.templates, sender)


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
