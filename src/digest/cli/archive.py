"""``digest archive``: the public pages as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.context import open_home
from digest.cli.output import say

app = typer.Typer(help="The public pages as static files.", no_args_is_help=True)


@app.callback()
def archive() -> None:
    """The public pages as static files."""


@app.command()
def build(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Empty, or of an earlier build.")],
) -> None:
    """Write every public page, the feeds and the sitemap; what is public no more is removed."""
    from digest.web.archive import build as run

    newsletter = open_home(context)
    say(f"{run(newsletter, folder)} files in {folder}")
