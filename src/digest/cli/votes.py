"""``digest votes``: readers' votes by the operator's attestation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import AsJson, Reason, SkipBad, open_home
from digest.cli.output import print_json, print_table, report_bad, say

if TYPE_CHECKING:
    from digest.intake.imported import Imported
    from digest.intake.records import VoterRecord

app = typer.Typer(help="Votes: import, count, discount and reinstate them.", no_args_is_help=True)

Tool = Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool.")]
Voters = Annotated[list[str] | None, typer.Option("--voter", help="A reader, as votes name one; repeatable.")]
VotersFile = Annotated[Path | None, typer.Option("--file", help="A file of readers, one a line.")]


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON Lines, one vote a line.")],
    skip_bad: SkipBad = False,
) -> None:
    """Cast or withdraw the votes of a file; the last word of each reader on a tool holds."""
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


@app.command()
def discount(
    context: typer.Context,
    slug: Tool,
    reason: Reason,
    voter: Voters = None,
    file: VotersFile = None,
) -> None:
    """Stop counting what some readers vote on a tool; their votes are still recorded."""
    from digest.issue.wording import counted
    from digest.pipeline.discount_votes import discount_votes

    voters = _voters(voter, file)
    newsletter = open_home(context)
    done = discount_votes(newsletter.log, slug, voters, reason=reason, actor=newsletter.actor)
    if not done.readers:
        say(f"nothing changed: they were discounted on {slug} before")
        return
    say(f"{counted(done.readers, 'reader')} discounted on {slug}, {counted(done.votes, 'vote')} fewer")


@app.command()
def reinstate(
    context: typer.Context,
    slug: Tool,
    reason: Reason,
    voter: Voters = None,
    file: VotersFile = None,
) -> None:
    """Let what discounted readers last said of a tool count again."""
    from digest.issue.wording import counted
    from digest.pipeline.discount_votes import reinstate_votes

    voters = _voters(voter, file)
    newsletter = open_home(context)
    done = reinstate_votes(newsletter.log, slug, voters, reason=reason, actor=newsletter.actor)
    if not done.readers:
        say(f"nothing changed: none of them was discounted on {slug}")
        return
    say(f"{counted(done.readers, 'reader')} reinstated on {slug}, {counted(done.votes, 'vote')} more")


def _voters(given: list[str] | None, file: Path | None) -> Imported[VoterRecord]:
    from digest.pipeline.import_files import read_voters, voters_named

    if file is not None and not given:
        return read_voters(file)
    if file is None and given:
        return voters_named(given, file="--voter")
    raise typer.BadParameter("name the readers with --voter, or their file with --file")
