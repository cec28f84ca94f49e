"""``digest deliveries``: what became of each recipient of an issue."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home, week_or_now
from digest.cli.output import print_json, say

app = typer.Typer(help="Deliveries: where an issue's recipients stand.", no_args_is_help=True)


@app.command()
def status(
    context: typer.Context,
    week: Annotated[str | None, typer.Argument(metavar="[WEEK]")] = None,
    as_json: AsJson = False,
) -> None:
    """How many recipients were frozen, and how each delivery ended."""
    import msgspec

    from digest import db
    from digest.delivery.outbox import counts

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    with db.reading(newsletter.engine) as connection:
        found = counts(connection, week)
    if as_json:
        print_json({"week": week, "frozen": found.frozen, **msgspec.structs.asdict(found)})
        return
    ends = ", ".join(f"{number} {state}" for state, number in msgspec.structs.asdict(found).items())
    say(f"{week}: {found.frozen} recipients: {ends}")
