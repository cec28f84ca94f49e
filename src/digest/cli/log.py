"""``digest log``: the truth."""

from __future__ import annotations

from typing import Annotated

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


@app.command()
def redact(
    context: typer.Context,
    hashes: Annotated[
        list[str], typer.Argument(metavar="HASH...", help="Content hashes, or their first 8 digits and more.")
    ],
    reason: Annotated[str, typer.Option(help="Why; it is printed and stays, so it must quote nothing.")],
) -> None:
    """Remove texts for good, with their copies and the frozen issues that carry them."""
    from digest.pipeline.redact import redact as run

    newsletter = open_home(context)
    done = run(newsletter, hashes, reason=reason)
    say(done)
    if done.holding:
        say(f"left, though it stands in them too: {', '.join(done.holding)}")
    if done.taglines:
        say(f"left, since the log itself holds it: the tagline of {', '.join(done.taglines)}.")
        say("To show readers another one, import it: digest tools import FILE")
