"""``digest backfill``: launches of past weeks."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, say, steps


def backfill(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", help="First ISO week, such as 2026-W01.")],
    last: Annotated[str, typer.Option("--to", help="Last ISO week, itself included.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run/--run", help="Plan only, or fetch and record.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Ingest past weeks from the sources that can look back. Plans unless --run; never sends."""
    from digest.pipeline.backfill import backfill as run

    newsletter = open_home(context)
    if as_json:
        print_json(run(newsletter, first, last, dry_run=dry_run, on_outcome=lambda _outcome: None))
        return
    with steps("backfill") as shown:
        done = run(
            newsletter,
            first,
            last,
            dry_run=dry_run,
            on_outcome=lambda outcome: shown.step("ingest", str(outcome)),
        )
    for week in done.plan:
        missing = f"; cannot look back: {', '.join(week.unavailable)}" if week.unavailable else ""
        say(f"{week.week}: {len(week.urls)} requests{missing}")
    if dry_run:
        say("nothing was fetched; to do it, add --run")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(backfill)
