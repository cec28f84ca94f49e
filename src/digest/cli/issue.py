"""``digest issue``: look at a frozen issue, approve it or send it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home, week_or_now
from digest.cli.output import print_json, say

app = typer.Typer(
    help="The frozen issue: show, render, lint, link, approve, reject, correct.", no_args_is_help=True
)
WeekArgument = Annotated[
    str | None, typer.Argument(metavar="[WEEK]", help="ISO week; this week if not given.")
]


@app.command()
def show(context: typer.Context, week: WeekArgument = None, as_json: AsJson = False) -> None:
    """What the week's issue says, and how far it has come."""
    import msgspec

    from digest import db
    from digest.events import Claim
    from digest.pipeline.freeze import load_frozen, removal_of
    from digest.pipeline.issue_stream import require_frozen

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    with db.reading(newsletter.engine) as connection:
        row = require_frozen(connection, week)
        removal = removal_of(connection, row)
        claims = msgspec.json.decode(row.claims, type=list[Claim])
    issue = None if removal else load_frozen(newsletter, week).issue
    if as_json:
        print_json(
            {
                "week": week,
                "state": row.state,
                "hash": row.issue,
                "html_bytes": row.html_bytes,
                "words": row.words,
                "approved_by": row.approved_by,
                "claims": claims,
                "removed": removal,
                "issue": issue,
            }
        )
        return
    if removal is not None:
        say(f"{week}: {row.state}, {row.title}")
        said = (f"{claim.label} ({claim.ship} ship / {claim.skip} skip)" for claim in claims)
        say(f"it said, in that order: {', '.join(said)}")
        say(f"the rest was {removal}: {removal.reason}")
    if issue is None:
        return
    say(f"{week}: {row.state}, {issue.title_line}")
    say(issue.comparison.headline)
    say(issue.dek)
    say(f"subject: {issue.subject}")
    say(f"preheader: {issue.preheader}")
    say(f"{row.html_bytes:,} bytes of HTML, {row.words} words, as of position {row.as_of_position:,}")
    for side in issue.comparison.tools:
        for flag in side.flags:
            say(f"doubt about {side.name}: {flag}")


@app.command()
def render(
    context: typer.Context,
    week: WeekArgument = None,
    out: Annotated[Path, typer.Option("--out", help="Folder to write into.")] = Path("out"),
) -> None:
    """Write the stored issue.html, issue.txt and issue.json."""
    from digest.pipeline.freeze import load_frozen, preview_link, write_issue

    newsletter = open_home(context)
    frozen = load_frozen(newsletter, week_or_now(newsletter, week))
    for path in write_issue(frozen, out, preview_link(newsletter)):
        say(path)


@app.command()
def lint(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(help="A message's file, FILE.eml, its FILE.html, or a week; this week without it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look for what a mail server, a mail client or a reader would hold against a message."""
    from digest.issue.wording import counted
    from digest.pipeline.lint_issue import lint_file, lint_issue

    if what is not None and what.endswith((".eml", ".html")):
        name, found = what, lint_file(Path(what))
    else:
        newsletter = open_home(context)
        name = week_or_now(newsletter, what)
        found = lint_issue(newsletter, name)
    if as_json:
        print_json({"message": name, "findings": found})
    else:
        for finding in found:
            say(finding)
        say(f"{name}: {counted(len(found), 'finding')}" if found else f"{name}: nothing to mend")
    if found:
        raise typer.Exit(1)


@app.command()
def link(
    context: typer.Context,
    editor: Annotated[str, typer.Option(help="Whose link it is; the log names them as who decided.")],
    week: WeekArgument = None,
    as_json: AsJson = False,
) -> None:
    """Print an editor's link: a page that shows the issue, and approves it or sends it back."""
    from digest.pipeline.draft import link_for

    newsletter = open_home(context)
    made = link_for(newsletter, week_or_now(newsletter, week), editor)
    if as_json:
        print_json(made)
        return
    say(made.url)
    say(f"Good until {made.expires_at:%Y-%m-%d %H:%M} UTC. Whoever has it decides as {editor}.")


@app.command()
def approve(
    context: typer.Context,
    week: WeekArgument = None,
    note: Annotated[str | None, typer.Option(help="What you say of it; stays with the approval.")] = None,
) -> None:
    """Let the frozen issue go out."""
    from digest.pipeline.approve import approve as run

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    if run(newsletter, week, note=note):
        say(f"approved {week} as {newsletter.actor}. Next: digest send")
    else:
        say(f"{week} was approved already")


@app.command()
def reject(
    context: typer.Context,
    week: WeekArgument = None,
    reason: Annotated[str, typer.Option(help="Why; recorded with the rejection.")] = "not good enough yet",
) -> None:
    """Send the frozen issue back; the next weekly run selects and freezes anew."""
    from digest.pipeline.approve import reject as run

    newsletter = open_home(context)
    week = week_or_now(newsletter, week)
    run(newsletter, week, reason)
    say(f"rejected {week}: {reason}. Next: digest weekly --week {week}")


@app.command()
def correct(
    context: typer.Context,
    week: Annotated[str, typer.Argument(metavar="WEEK", help="ISO week of the issue that was wrong.")],
    said: Annotated[str, typer.Option(help="What it said: Moondream is paid.")],
    true: Annotated[str, typer.Option(help="What is so instead: free.")],
) -> None:
    """Put right what a sent issue said: on its page from now on, and in the next issue's mail."""
    from digest.pipeline.corrections import correct as run

    newsletter = open_home(context)
    say(run(newsletter, week_or_now(newsletter, week), said=said, true=true))
