"""``digest votes``: readers' votes by the operator's attestation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.context import AsJson, SkipBad, open_home
from digest.cli.output import print_json, print_table, report_bad, say

app = typer.Typer(help="Votes: import and count them.", no_args_is_help=True)


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON Lines, one vote a line.")],
    skip_bad: SkipBad = False,
) -> None:
    """Cast the votes of a file; each reader's latest vote on a tool counts."""
    from digest.pipeline.import_files import read_votes
    from digest.pipeline.import_votes import import_votes

    newsletter = open_home(context, or_begin=True)
    done = import_votes(newsletter.log, read_votes(file), actor=newsletter.actor, skip_bad=skip_bad)
    report_bad(done.bad)
    say(done)


@app.command()
def tally(context: typer.Context, as_json: AsJson = False) -> None:
    """How many readers say ship and skip of each tool."""
    from digest import db
    from digest.pipeline.facts import load_tools
    from digest.verdict.community import community_verdict

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        voted = [tool for tool in load_tools(connection) if tool.votes_ship + tool.votes_skip]
    rows = [
        {
            "tool": tool.slug,
            "ship": tool.votes_ship,
            "skip": tool.votes_skip,
            "cell": community_verdict(tool.votes_ship, tool.votes_skip).cell,
        }
        for tool in sorted(voted, key=lambda tool: tool.slug)
    ]
    if as_json:
        print_json(rows)
        return
    print_table(("tool", "ship", "skip", "readers"), [tuple(row.values()) for row in rows])
