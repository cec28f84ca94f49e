"""``digest why``: what a tool's place on the shelf rests on."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, say


def why(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool.")],
    as_json: AsJson = False,
) -> None:
    """Every fact that made a tool what it is: rule, item, address, and the response it was read in."""
    from digest.pipeline.why import why as run

    facts = run(open_home(context), slug)
    if as_json:
        print_json(facts)
        return
    for fact in facts:
        by = f" ({fact.rule})" if fact.rule else ""
        say(f"{fact.position:>6}  {fact.occurred_at:%Y-%m-%d}  {fact.says}{by}")
        if fact.seen is not None:
            seen = fact.seen
            say(f"        from {seen.source}: {seen.title}")
            say(f"        item {seen.native_id}, event {seen.position}, {seen.url or 'no link'}")
            if seen.fetched_at is not None:
                say(f"        read {seen.fetched_at} at {seen.asked}, body {seen.body}")
        elif fact.actor is not None:
            say(f"        said by {fact.actor}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(why)
