"""``digest desk``, ``select``, ``pin`` and ``unpin``: which pair comes next, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, WeekOption, open_home, week_or_now
from digest.cli.output import print_json, say


def desk(context: typer.Context, week: WeekOption = None, as_json: AsJson = False) -> None:
    """The five pairs closest to an issue, and what each still lacks."""
    from digest.issue.desk import desk_lines
    from digest.pipeline.select import look

    newsletter = open_home(context)
    pairs = look(newsletter, week_or_now(newsletter, week)).desk()
    if as_json:
        print_json(pairs)
        return
    for line in desk_lines(pairs):
        say(line)


def select(
    context: typer.Context,
    week: WeekOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the score, the runners-up and the gates.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The pair this week's facts lead to; records nothing."""
    from digest.pipeline.select import look

    newsletter = open_home(context)
    knowledge = look(newsletter, week_or_now(newsletter, week))
    if as_json:
        print_json(knowledge.select())
        return
    lines = knowledge.explanation()
    for line in lines if explain else lines[1:2]:
        say(line)


def pin(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool shown first.")],
    second: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool shown second.")],
    week: WeekOption = None,
    reason: Annotated[str, typer.Option(help="Printed in the method note.")] = "the editor's choice",
) -> None:
    """Choose this week's pair by hand."""
    from digest.pipeline.select import pin as run

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    run(newsletter, week, (first, second), reason)
    say(f"pinned {first} vs {second} for {week}")


def unpin(
    context: typer.Context,
    week: Annotated[
        str | None, typer.Argument(metavar="[WEEK]", help="ISO week; this week if not given.")
    ] = None,
) -> None:
    """Take the pin of a week back."""
    from digest.pipeline.select import unpin as run

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    say(f"unpinned {week}" if run(newsletter, week) else f"nothing was pinned for {week}")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (desk, select, pin, unpin):
        app.command()(command)
