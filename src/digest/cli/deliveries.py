"""``digest deliveries``: what became of each recipient of an issue, and whether mail goes out at all."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home, week_or_now
from digest.cli.output import print_json, say

app = typer.Typer(help="Deliveries: where recipients stand; pause and resume.", no_args_is_help=True)


@app.command()
def status(
    context: typer.Context,
    week: Annotated[str | None, typer.Argument(metavar="[WEEK]")] = None,
    as_json: AsJson = False,
) -> None:
    """How many recipients were frozen, how each delivery ended, and whether it is paused."""
    import msgspec

    from digest import db
    from digest.delivery.outbox import counts
    from digest.pipeline.pause import pause_of

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    with db.reading(newsletter.engine) as connection:
        found = counts(connection, week)
        paused = pause_of(connection, week)
    if as_json:
        told = {"week": week, "frozen": found.frozen, **msgspec.structs.asdict(found), "paused": paused}
        print_json(told)
        return
    ends = ", ".join(f"{number} {state}" for state, number in msgspec.structs.asdict(found).items())
    say(f"{week}: {found.frozen} recipients: {ends}")
    if paused is not None:
        say(f"paused: {paused.reason}; to go on, run: {paused.resume}")


@app.command()
def pause(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="Why; it is shown wherever mail would have gone out.")],
    week: Annotated[
        str | None, typer.Argument(metavar="[WEEK]", help="ISO week; every delivery if not given.")
    ] = None,
) -> None:
    """Let no further mail out; a delivery under way stops within a message."""
    from digest.pipeline.pause import pause as run

    newsletter = open_home(context)
    what = week or "every delivery"
    say(f"paused {what}" if run(newsletter, week, reason) else f"{what} was paused already")


@app.command()
def resume(
    context: typer.Context,
    week: Annotated[
        str | None, typer.Argument(metavar="[WEEK]", help="ISO week; the pause of every one if not given.")
    ] = None,
) -> None:
    """Take a pause back; the next send goes on where it stopped."""
    from digest.pipeline.pause import resume as run

    newsletter = open_home(context)
    what = week or "every delivery"
    if run(newsletter, week):
        say(f"resumed {what}. Next: digest send")
    else:
        say(f"{what} was not paused")
