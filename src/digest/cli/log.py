"""``digest log``: the truth."""

from __future__ import annotations

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, say

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
