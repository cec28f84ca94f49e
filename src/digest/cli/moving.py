"""``digest copy``, ``backup`` and ``restore``: moving house."""

from __future__ import annotations

import getpass
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


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder for the backup.")],
) -> None:
    """Back up database, files and keys into a new folder, while others go on working."""
    from digest.pipeline.backup import backup as run

    newsletter = open_home(context, as_it_stands=True)
    with steps("backup") as shown:
        made = run(newsletter, folder, on_step=shown.step, on_progress=shown.now)
    say(f"backed up to {folder}: {len(made.files):,} files, the log up to position {made.position:,}")
    say("It holds addresses and keys: whoever can read it can act for every reader")


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the backup; it stays as it is.")],
    erasures: Annotated[
        Path | None,
        typer.Option("--erasures", help="A newer erasures.jsonl: who is in it is forgotten again."),
    ] = None,
) -> None:
    """Bring a backup back, into the empty home and database that --home and --db name; nothing is sent."""
    from digest.bootstrap import restore_into

    given = context.obj
    with steps("restore") as shown:
        done = restore_into(
            given.home,
            given.database_url,
            folder,
            actor=given.actor or getpass.getuser(),
            erasures=erasures,
            on_step=shown.step,
            on_progress=shown.now,
        )
    say(
        f"restored {given.home} as it was at {done.made_at:%Y-%m-%d %H:%M} UTC;"
        f" the log ends at position {done.head.position:,}"
    )
    say("Every delivery is paused: what was mailed after the backup is not known here.")
    say(f"Issues that were approved or under way: {', '.join(done.waiting) or 'none'}")
    say("Look what left since, then run: digest deliveries resume")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(copy)
    app.command()(backup)
    app.command()(restore)
