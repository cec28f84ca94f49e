"""``digest log`` and ``digest rebuild``: the truth, and what is derived from it."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, print_table, say

app = typer.Typer(help="The log.", no_args_is_help=True)


@app.command()
def stats(context: typer.Context, as_json: AsJson = False) -> None:
    """Where the log stands: position, chain hash, number of events and of streams."""
    from digest import db
    from digest.log.store import stats as read

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        found = read(connection)
    if as_json:
        print_json(found)
        return
    say(f"position {found.position:,}, {found.events:,} events in {found.streams:,} streams")
    say(f"head {found.hash}")


def rebuild(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with a rebuild in memory; change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fold the whole log into new read models and swap them in."""
    from digest.pipeline.project import check as compare
    from digest.pipeline.project import rebuild as run

    newsletter = open_home(context)
    if not check:
        say(f"rebuilt every read model up to position {run(newsletter.log):,}")
        return
    checks = compare(newsletter.log)
    if as_json:
        print_json(checks)
    else:
        print_table(
            ("read model", "equal", "live", "rebuilt"),
            [(one.name, one.equal, one.live[:16], one.rebuilt[:16]) for one in checks],
        )
    if not all(one.equal for one in checks):
        raise typer.Exit(1)


def register(root: typer.Typer) -> None:
    """Add the command that stands beside the group."""
    root.command()(rebuild)
