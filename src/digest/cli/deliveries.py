"""``digest deliveries``: what became of each recipient of an issue, and whether mail goes out at all."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home, week_or_now
from digest.cli.output import print_json, say

app = typer.Typer(
    help="Deliveries: where recipients stand; pause, resume, cancel, reconcile.", no_args_is_help=True
)
#: How a delivery can end for a recipient, as people read it.
ENDS = ("accepted", "rejected", "skipped", "cancelled", "uncertain")


@app.command()
def status(
    context: typer.Context,
    week: Annotated[str | None, typer.Argument(metavar="[WEEK]")] = None,
    as_json: AsJson = False,
) -> None:
    """How many recipients were frozen, how each delivery ended, and what holds back those who wait."""
    from digest import db
    from digest.delivery.recipients import counts, put_off
    from digest.pipeline.deliver import waiting
    from digest.pipeline.pause import pause_of

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    with db.reading(newsletter.engine) as connection:
        found = counts(connection, week)
        paused = pause_of(connection, week)
        later = put_off(connection, week)
    numbers = {end: getattr(found, end) for end in ENDS} | {"pending": found.open}
    if as_json:
        print_json({"week": week, "frozen": found.frozen, **numbers})
        return
    say(f"{week}: {found.frozen} recipients: {', '.join(f'{n} {state}' for state, n in numbers.items())}")
    if later is not None:
        say(waiting(later))
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


@app.command()
def cancel(
    context: typer.Context,
    week: Annotated[str, typer.Argument(metavar="WEEK", help="ISO week, such as 2026-W17.")],
) -> None:
    """End a delivery under way: whoever still waits gets no mail. What has left cannot be called back."""
    from digest.pipeline.cancel import cancel as run

    newsletter = open_home(context)
    counts = run(newsletter, week_or_now(newsletter, week))
    say(f"cancelled {counts.cancelled} of {counts.frozen} recipients of {week}; the delivery is complete")


@app.command()
def reconcile(
    context: typer.Context,
    week: Annotated[str, typer.Argument(metavar="WEEK", help="ISO week, such as 2026-W17.")],
    accepted: Annotated[
        typer.FileText | None,
        typer.Option(help="File of the Message-IDs that the mail server took, one a line."),
    ] = None,
    not_accepted: Annotated[
        typer.FileText | None, typer.Option(help="File of those that it surely did not; they are sent again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Name the messages of which nobody knows whether they arrived; settle those that you looked up.

    The mail server's log has their Message-IDs. A file named - is standard input.
    """
    from digest.pipeline.reconcile import list_uncertain
    from digest.pipeline.reconcile import reconcile as run

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    if accepted is not None or not_accepted is not None:
        say(run(newsletter, week, accepted=_lines(accepted), not_accepted=_lines(not_accepted)))
        return
    found = list_uncertain(newsletter, week)
    if as_json:
        print_json(found)
        return
    for one in found:
        say(f"{one.message_id}  {one.claimed_at}  {one.detail}")
    say(f"{week}: {len(found)} uncertain")


def _lines(file: typer.FileText | None) -> list[str]:
    return [] if file is None else [line.strip() for line in file if line.strip()]
