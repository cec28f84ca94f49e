"""``digest sources``: where launches come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, print_table, say

app = typer.Typer(help="Sources of launches, as digest.toml names them.", no_args_is_help=True)


@app.command("list")
def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """The sources, and how the last poll of each went."""
    from digest import db
    from digest.sources.ledger import last_polls

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        polls = last_polls(connection)
    rows = [
        {
            "name": source.name,
            "kind": source.kind,
            "url": source.url,
            "status": polls[source.name].status if source.name in polls else "never polled",
            "fetched_at": polls[source.name].fetched_at if source.name in polls else None,
            "detail": polls[source.name].detail if source.name in polls else None,
        }
        for source in newsletter.sources
    ]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("source", "kind", "status", "at", "url"),
        [(row["name"], row["kind"], row["status"], row["fetched_at"] or "", row["url"]) for row in rows],
    )


@app.command("parse")
def parse(
    files: Annotated[list[Path], typer.Argument(help="Bodies as a server sent them.", metavar="FILE...")],
    kind: Annotated[str, typer.Option("--kind", help="A kind of source, such as feed.")],
    url: Annotated[str, typer.Option("--url", help="Where they came from, to complete links by.")] = "",
    as_json: AsJson = False,
) -> None:
    """What a kind of source reads in files; needs no home. Exit code 1 if any was refused."""
    from digest.pipeline.parse_files import parse_file, read_kind

    source = read_kind(kind, url)
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
