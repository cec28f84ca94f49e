"""``digest init``: a folder for one newsletter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.output import say


def init(folder: Annotated[Path, typer.Argument(help="Folder of the newsletter.")]) -> None:
    """Write a commented digest.toml: brand, sender, zone and sources."""
    from digest.bootstrap import init_home, open_newsletter

    path = init_home(folder)
    open_newsletter(folder, as_it_stands=True)
    say(f"wrote {path}: set brand and sender there, then run: digest --home {folder} weekly")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)
