"""The root command, its global options, and the commands below it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from digest import __version__
from digest.cli import (
    archive,
    backfill,
    deliveries,
    home,
    ingest,
    issue,
    log,
    moving,
    preview,
    rebuild,
    reviews,
    selection,
    serve,
    sources,
    subscribers,
    tokens,
    tools,
    verdicts,
    votes,
    weekly,
    why,
)
from digest.cli.context import Globals
from digest.cli.hints import remember_options

app = typer.Typer(
    name="digest",
    help="Two AI tools side by side each week, and which one to ship with.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Rich makes help handsome and takes two thirds of the time until it is there.
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    home_folder: Annotated[
        Path, typer.Option("--home", envvar="DIGEST_HOME", help="Folder of the newsletter.")
    ] = Path("digest-data"),
    database_url: Annotated[
        str | None,
        typer.Option("--db", envvar="DIGEST_DATABASE_URL", help="Database URL; HOME/digest.db if not given."),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(envvar="DIGEST_ACTOR", help="Who acts; recorded with every change. Your user name."),
    ] = None,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that go before the command."""
    remember_options(context)
    context.obj = Globals(home=home_folder, database_url=database_url, actor=actor)


for commands in (home, weekly, ingest, selection, verdicts, why, rebuild, backfill, moving, serve, preview):
    commands.register(app)
for name, group in (
    ("tools", tools.app),
    ("reviews", reviews.app),
    ("votes", votes.app),
    ("subscribers", subscribers.app),
    ("sources", sources.app),
    ("issue", issue.app),
    ("deliveries", deliveries.app),
    ("log", log.app),
    ("archive", archive.app),
    ("tokens", tokens.app),
):
    app.add_typer(group, name=name)


@cache
def command() -> TyperGroup:
    """The whole command line, put together once in a process."""
    return typer.main.get_group(app)
