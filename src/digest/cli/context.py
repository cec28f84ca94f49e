"""What every command starts from: the global options, and the newsletter they name."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter


@dataclass(frozen=True, slots=True)
class Globals:
    """The options before the command."""

    home: Path
    database_url: str | None
    actor: str | None


#: ``--json`` of the reading commands.
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
#: ``--as-of`` of the commands that can look back.
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="A position of the log, or a moment: what was known then."),
]
#: ``--week``; the week of now if it is not given.
WeekOption = Annotated[str | None, typer.Option("--week", help="ISO week, such as 2026-W17.")]
#: ``--skip-bad`` of the imports.
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Take the good records of a file with bad ones.")]
#: ``--reason`` of commands that change what counts.
Reason = Annotated[str, typer.Option("--reason", help="Why; it stands in the log for good.")]


def has_home(context: typer.Context) -> bool:
    """Whether there is a newsletter where the global options say."""
    given: Globals = context.obj
    return bool(given.database_url) or given.home.exists()


def open_home(context: typer.Context, *, or_begin: bool = False, as_it_stands: bool = False) -> Newsletter:
    """Open the newsletter the global options name; ``or_begin`` makes one where there is none.

    With ``as_it_stands`` its log is neither begun nor folded: for what looks at the log itself.

    Raises:
        DigestError: there is none, and the command only makes sense on one.
    """
    from digest.bootstrap import open_from_environment
    from digest.errors import DigestError

    given: Globals = context.obj
    if not (or_begin or has_home(context)):
        raise DigestError(
            f"there is no newsletter in {given.home}; to begin one, run: digest init {given.home}"
        )
    return open_from_environment(
        given.home,
        given.database_url,
        actor=given.actor or getpass.getuser(),
        as_it_stands=as_it_stands,
    )


def week_or_now(newsletter: Newsletter, week: str | None) -> str:
    """The week given, checked, or the one the present belongs to in the newsletter's zone."""
    from digest.issue.weeks import monday, week_of

    if week is None:
        return week_of(newsletter.now(), newsletter.zone)
    monday(week)
    return week
