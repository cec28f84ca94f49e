"""``digest copy``: moving house."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.context import open_home
from digest.cli.output import say, steps


def copy(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", help="URL of an empty database, on either engine.")],
    to_home: Annotated[
        Path | None, typer.Option("--to-home", help="New folder that gets the home's files as well.")
    ] = None,
) -> None:
    """Copy everything into another database: log, texts, addresses, outbox. Read models are rebuilt there."""
    from digest import db
    from digest.pipeline.copy import copy as run
    from digest.pipeline.home import home_files

    newsletter = open_home(context)
    target = db.open_engine(to)
    with steps("copy") as shown:
        copied = run(newsletter, target, to_home=to_home, on_step=shown.step, on_progress=shown.now)
    target.dispose()
    say(
        f"copied {sum(copied.rows.values()):,} rows up to position {copied.head.position:,}"
        f" to {db.shown_url(target)}; the source is as it was"
    )
    if to_home is None:
        tops = sorted({name.partition("/")[0] for name in home_files(newsletter)})
        say(f"The files of {newsletter.home} stay where they are: {', '.join(tops)}")
    say(
        f"To use the copy, set DIGEST_DATABASE_URL to {target.url.render_as_string(hide_password=True)}"
        f" and DIGEST_HOME to {to_home or newsletter.home}"
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(copy)
