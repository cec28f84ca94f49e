"""``digest reviews``: files to fill in, and takes from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.context import AsJson, Reason, SkipBad, open_home
from digest.cli.output import print_json, print_table, report_bad, say

app = typer.Typer(help="Reviews: write their files, import, list and withdraw them.", no_args_is_help=True)


@app.command()
def new(
    context: typer.Context,
    slugs: Annotated[list[str], typer.Argument(metavar="TOOL...", help="Slugs of tools to review.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write into.")] = Path("reviews"),
) -> None:
    """Write a folder of files to fill in: a take per reviewer, and the tool's facts."""
    from digest.pipeline.new_reviews import new_reviews

    newsletter = open_home(context)
    for folder in new_reviews(newsletter, slugs, out):
        say(f"{folder.path}: {len(folder.written)} files to fill in" + folder.kept_note)
    say(f"Next: fill them in, then run: digest reviews import {out}")


@app.command("import")
def import_path(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="JSON Lines, or a folder of Markdown with front matter.")],
    skip_bad: SkipBad = False,
) -> None:
    """Publish takes; a changed one replaces what its reviewer said before."""
    from digest.pipeline.import_reviews import import_path as run

    newsletter = open_home(context, or_begin=True)
    done = run(newsletter, path, skip_bad=skip_bad)
    report_bad(done.bad)
    say(done)


@app.command("list")
def list_reviews(context: typer.Context, as_json: AsJson = False) -> None:
    """Every current take."""
    from digest import db
    from digest.pipeline.facts import load_tools

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        takes = [(tool.slug, take) for tool in load_tools(connection) for take in tool.takes]
    if as_json:
        print_json([{"tool": slug, "take": take} for slug, take in takes])
        return
    print_table(
        ("tool", "persona", "take", "at", "by"),
        [(slug, t.persona, f"{t.score}/100 · {t.choice}", t.at.date(), t.byline or "") for slug, t in takes],
    )


@app.command()
def withdraw(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool.")],
    persona: Annotated[str, typer.Argument(metavar="PERSONA", help="The reviewer, such as builder.")],
    reason: Reason,
) -> None:
    """Take a reviewer's take back; an older one does not come back, a newer one may be imported."""
    from digest.pipeline.withdraw_review import withdraw_review

    newsletter = open_home(context)
    done = withdraw_review(newsletter.log, slug, persona, reason=reason, actor=newsletter.actor)
    say(
        f"{persona} has no take on {slug} any more"
        if done
        else f"nothing changed: {persona} has no take on {slug}"
    )
