"""``digest tools``: the shelf."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.context import AsJson, Reason, SkipBad, open_home
from digest.cli.output import print_json, print_table, report_bad, say

app = typer.Typer(
    help="Tools: list, show, import, merge and split them; decide which are one.", no_args_is_help=True
)


@app.command("list")
def list_tools(context: typer.Context, as_json: AsJson = False) -> None:
    """Every tool, newest first."""
    from digest import db
    from digest.pipeline.facts import load_tools

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        tools = sorted(load_tools(connection), key=lambda tool: (-tool.launched_at.timestamp(), tool.slug))
    if as_json:
        print_json(tools)
        return
    print_table(
        ("tool", "name", "launched", "takes", "entry", "category"),
        [
            (t.slug, t.name, t.launched_at.date(), len(t.takes), t.entry, t.category or "Not stated")
            for t in tools
        ],
    )


@app.command()
def show(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool.")],
    as_json: AsJson = False,
) -> None:
    """Everything known of a tool."""
    from digest import db
    from digest.pipeline.facts import find_tools

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        (tool,) = find_tools(connection, [slug])
    if as_json:
        print_json(tool)
        return
    say(f"{tool.name} ({tool.slug})")
    for name in ("tagline", "category", "pricing_raw", "entry", "best_for", "homepage", "description"):
        say(f"  {name.replace('_raw', '')}: {getattr(tool, name) or 'Not stated'}")
    say(f"  job tags: {', '.join(tool.job_tags) or 'none'}")
    if tool.merged:
        say(f"  merged into it: {', '.join(tool.merged)}")
    for flag in tool.flags:
        say(f"  doubt: {flag}")
    for take in tool.takes:
        say(f"  {take.persona}: {take.score}/100 · {take.choice}")


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON Lines, one tool a line.")],
    skip_bad: SkipBad = False,
) -> None:
    """Add tools, and revise the facts of those that are known."""
    from digest.pipeline.import_files import read_tools
    from digest.pipeline.import_tools import import_tools

    newsletter = open_home(context, or_begin=True)
    done = import_tools(
        newsletter.log,
        read_tools(file),
        content_key=newsletter.content_key,
        actor=newsletter.actor,
        skip_bad=skip_bad,
    )
    report_bad(done.bad)
    say(done)


@app.command()
def merge(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool that becomes a part.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="Slug of the tool that stays.")],
    reason: Reason,
) -> None:
    """Show and count a tool as another one; a reader who voted on both counts once."""
    from digest.pipeline.merge_tools import merge_tools

    newsletter = open_home(context)
    merged = merge_tools(newsletter.log, slug, into, reason=reason, actor=newsletter.actor)
    say(
        f"{slug} is merged into {into}"
        if merged
        else f"nothing changed: {slug} was merged into {into} before"
    )


@app.command()
def split(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool that was merged.")],
    reason: Reason,
) -> None:
    """Undo a merge: each tool has again what was stated of it."""
    from digest.pipeline.merge_tools import split_tool

    newsletter = open_home(context)
    done = split_tool(newsletter.log, slug, reason=reason, actor=newsletter.actor)
    took = f", with {', '.join(done.took)}" if done.took else ""
    say(f"{slug} is split from {done.left}{took}")


@app.command()
def proposals(context: typer.Context, as_json: AsJson = False) -> None:
    """Pairs of tools that may be one: merge them, or hold them apart."""
    from digest import db
    from digest.pipeline.proposals import load_proposals

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        found = load_proposals(connection)
    if as_json:
        print_json(found)
        return
    if not found:
        say("no two tools look like one")
        return
    print_table(
        ("tools", "strength", "what speaks for it"),
        [(" and ".join(one.tools), one.strength, "; ".join(one.evidence)) for one in found],
    )
    say("Next: digest tools merge TOOL INTO, or digest tools apart TOOL OTHER")


@app.command()
def apart(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of a tool.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Slug of the tool that it is not.")],
    reason: Reason,
) -> None:
    """Say that two tools are not one; it is proposed again only if more speaks for it."""
    from digest.pipeline.proposals import hold_apart

    newsletter = open_home(context)
    done = hold_apart(newsletter.log, slug, other, reason=reason, actor=newsletter.actor)
    said = f"{slug} and {other} are two tools"
    say(said if done else f"nothing changed: that {said} was said before")


@app.command()
def unlink(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool.")],
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source of the item.")],
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Its id there, as digest why shows it.")],
    reason: Reason,
) -> None:
    """Say that an item is not about a tool; no rule links the two again."""
    from digest.pipeline.unlink import unlink as run

    newsletter = open_home(context)
    done = run(newsletter.log, slug, source, item, reason=reason, actor=newsletter.actor)
    say(f"{item} is not about {slug}" if done else "nothing changed: that was said before")
