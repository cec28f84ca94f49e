"""``digest sources``: where launches come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, print_table, say

app = typer.Typer(
    help="Sources of launches: those of digest.toml, and those added here.", no_args_is_help=True
)


Url = Annotated[str, typer.Argument(help="Of a feed, of an API, or of a page that names its feed.")]


@app.command("list")
def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """The sources, and how each is doing: last poll, failures in a row, when it is due again."""
    import msgspec

    from digest import db
    from digest.sources.health import health_of
    from digest.sources.ledger import last_polls

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        polls = last_polls(connection, newsletter.sources)
    rows = [
        {"name": source.name, "kind": source.kind, "url": source.url}
        | msgspec.structs.asdict(health_of(polls.get(source.name)))
        for source in newsletter.sources
    ]
    if as_json:
        print_json(rows)
        return
    columns = ("name", "kind", "status", "fetched_at", "failures", "due_at", "blocked_until", "url")
    print_table(
        ("source", "kind", "status", "at", "failures", "due", "blocked until", "url"),
        [tuple("" if row[column] is None else row[column] for column in columns) for row in rows],
    )


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Lower case, digits, hyphens; part of every item's identity.")],
    url: Url,
    kind: Annotated[str, typer.Option("--kind", help="A kind of source.")] = "feed",
    category: Annotated[
        str | None,
        typer.Option("--category", help="Of the tools it starts; without it, what their job tags say."),
    ] = None,
    launch_titles: Annotated[
        str | None, typer.Option("--launch-titles", help="Only what matches this starts a tool.")
    ] = None,
    launches: Annotated[bool, typer.Option("--launches/--no-launches", help="May start tools.")] = True,
    group: Annotated[str | None, typer.Option("--group", help="One request at a time of these.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Add it; without this, only look.")] = False,
) -> None:
    """Show what a source gives and would launch; with --yes, keep it and take that in."""
    from digest.pipeline.add_source import add_source, preview
    from digest.pipeline.parse_files import named_source

    newsletter = open_home(context, or_begin=True)
    source = named_source(
        name,
        kind,
        url,
        category=category,
        launch_titles=launch_titles,
        launches=launches,
        group=group,
    )
    seen = preview(newsletter, source)
    if seen.source.url != url:
        say(f"a page; its feed is {seen.source.url}")
    say(f"{seen.items} items: {len(seen.launches)} would launch a tool, {seen.linked} would be linked to one")
    for warning in seen.warnings:
        say(f"  odd: {warning}")
    for launch in seen.launches:
        say(f"  launches {launch}")
    if not yes:
        say("nothing was added; to add it, repeat this with --yes")
        return
    say(f"added; {add_source(newsletter, seen)}")


@app.command("remove")
def remove(context: typer.Context, name: Annotated[str, typer.Argument()]) -> None:
    """Ask a source no more. What it showed stays in the log."""
    from digest.pipeline.add_source import remove_source

    remove_source(open_home(context), name)
    say(f"{name} is asked no more; what it showed stays")


@app.command("check")
def check(
    context: typer.Context, names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...")] = None
) -> None:
    """Fetch and read sources, all or those named, and record nothing. Exit code 1 if one cannot be read."""
    from digest.pipeline.add_source import check_source

    newsletter = open_home(context)
    good = True
    for source in newsletter.sources:
        if not names or source.name in names:
            fine, line = check_source(newsletter, source)
            good &= fine
            say(line)
    raise typer.Exit(0 if good else 1)


@app.command("import-opml")
def import_opml(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A list of feeds from another reader.")],
    category: Annotated[
        str | None,
        typer.Option("--category", help="Of the tools it starts; without it, what their job tags say."),
    ] = None,
    launches: Annotated[bool, typer.Option("--launches/--no-launches", help="May start tools.")] = True,
) -> None:
    """Keep the feeds of a list that are not there yet. Nothing is fetched."""
    from digest.cli.output import report_bad
    from digest.pipeline.opml import import_opml as run

    new, known, bad = run(open_home(context, or_begin=True), file, category=category, launches=launches)
    for source in new:
        say(f"added {source.name}: {source.url}")
    report_bad(bad)
    say(f"{len(new)} sources added, {known} were there")


@app.command("export-opml")
def export_opml(context: typer.Context) -> None:
    """Print the sources as a list for other readers."""
    from digest.sources.opml import write_opml

    newsletter = open_home(context)
    typer.echo(write_opml(newsletter.sources, newsletter.brand.name), nl=False)


@app.command("parse")
def parse(
    files: Annotated[list[Path], typer.Argument(help="Bodies as a server sent them.", metavar="FILE...")],
    kind: Annotated[str, typer.Option("--kind", help="A kind of source, such as feed.")],
    url: Annotated[str, typer.Option("--url", help="Where they came from, to complete links by.")] = "",
    as_json: AsJson = False,
) -> None:
    """What a kind of source reads in files; needs no home. Exit code 1 if any was refused."""
    from digest.pipeline.parse_files import named_source, parse_file

    source = named_source("file", kind, url)
    refused = False
    for file in files:
        read = parse_file(file, source)
        refused |= "refused" in read
        if as_json:
            typer.echo(json.dumps(read))
        else:
            _show(read)
    raise typer.Exit(1 if refused else 0)


def _show(read: dict[str, Any]) -> None:
    if "refused" in read:
        say(f"{read['file']}: refused, {read['refused']['reason']}: {read['refused']['detail']}")
        return
    say(f"{read['file']}: {len(read['observations'])} items")
    for warning in read["warnings"]:
        say(f"  odd: {warning}")
    for seen in read["observations"]:
        day = (seen["published"] or "no date")[:10]
        say(f"  {day}  {seen['title']}  {', '.join(seen['keys'])}")
