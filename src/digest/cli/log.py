"""``digest log``: the truth, whether it is whole, and how it moves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from digest.cli import log_events
from digest.cli.context import AsJson, open_home
from digest.cli.output import counting, print_json, print_table, say

app = typer.Typer(help="The log: verify it, look at it, move it.", no_args_is_help=True)
log_events.register(app)


@app.command()
def stats(context: typer.Context, as_json: AsJson = False) -> None:
    """Where the log stands: position, chain hash, events by type, streams."""
    from digest import db
    from digest.log.stats import stats as read

    newsletter = open_home(context, as_it_stands=True)
    with db.reading(newsletter.engine) as connection:
        found = read(connection)
    if as_json:
        print_json(found)
        return
    say(f"position {found.position:,}, {found.events:,} events in {found.streams:,} streams")
    say(f"head {found.hash}")
    if found.events:
        say(f"recorded from {found.first_recorded_at} to {found.last_recorded_at}")
        print_table(("type", "events"), list(found.types.items()))


@app.command()
def verify(
    context: typer.Context,
    against: Annotated[
        Path | None, typer.Option("--against", help="A mail (.eml) whose head the log must still have.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every event against its hashes, its stream and the head; name the first bad position."""
    from digest.pipeline.verify_log import verify_log

    newsletter = open_home(context, as_it_stands=True)
    with counting("verify") as progress:
        found = verify_log(newsletter.log, against, on_progress=progress)
    if as_json:
        print_json(found)
    elif found.ok and found.head:
        say(f"whole: {found.events:,} events, head {found.head.hash}")
        if found.compared:
            position, digits = found.compared.position, found.compared.digits
            say(f"{against} has the same head at position {position:,}: {digits} of 64 hex digits compared")
    else:
        where = "the head" if found.position is None else f"position {found.position:,}"
        say(f"not whole: {where}: {found.problem}")
        say("what stands before it fits together; put the database back from a backup that verifies")
    if not found.ok:
        raise typer.Exit(1)


@app.command("export")
def export_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="File to write, or - for standard output.")],
) -> None:
    """Write every event as a CloudEvents envelope, one a line; texts and addresses are not among them."""
    from digest.pipeline.export_log import export_log, export_log_to

    newsletter = open_home(context, as_it_stands=True)
    with counting("verify") as progress:
        if str(file) == "-":
            export_log(newsletter, sys.stdout.write, on_progress=progress)
            return
        head = export_log_to(newsletter, file, on_progress=progress)
    say(f"exported {head.position:,} events to {file}, head {head.hash}")


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What digest log export wrote.")],
) -> None:
    """Re-create an exported log in a newsletter that has none yet: same head, same read models."""
    from digest.pipeline.import_log import import_log

    newsletter = open_home(context, or_begin=True, as_it_stands=True)
    with counting("import") as progress:
        head = import_log(newsletter.log, file, on_progress=progress)
    say(f"imported {head.position:,} events from {file}, head {head.hash}")


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
