"""``digest sources``: where launches come from."""

from __future__ import annotations

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, print_table

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
