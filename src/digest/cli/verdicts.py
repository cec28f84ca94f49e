"""``digest verdict`` and ``digest compare``: the panel and the readers on one tool, or two."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, print_table, say


def verdict(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool.")],
    as_json: AsJson = False,
) -> None:
    """What the panel says of a tool."""
    from digest import db
    from digest.issue.comparison import verdict_json
    from digest.pipeline.facts import find_tools, load_panel_policy, load_personas

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        (tool,) = find_tools(connection, [slug])
        found = verdict_json(tool, load_personas(connection), policy=load_panel_policy(connection))
    if as_json:
        print_json(found)
        return
    coverage = found["coverage"]
    contested = ", contested" if found["contested"] else ""
    say(f"{tool.name}: {found['cell']}{contested} ({coverage['takes']} of {coverage['panel']} reviewers)")


def compare(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the first tool.")],
    second: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the second tool.")],
    as_json: AsJson = False,
) -> None:
    """Two tools side by side, as an issue would show them."""
    from digest import db
    from digest.issue.comparison import compare as side_by_side
    from digest.issue.comparison import comparison_json
    from digest.pipeline.facts import find_tools, load_panel_policy, load_personas

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        a, b = find_tools(connection, [first, second])
        comparison = side_by_side(
            a,
            b,
            load_personas(connection),
            brand_name=newsletter.brand.name,
            policy=load_panel_policy(connection),
        )
    if as_json:
        print_json(comparison_json(comparison))
        return
    rows: list[tuple[str, str, str]] = [(row.name, *row.cells) for row in comparison.rows]
    for reviewer in comparison.reviewers:
        left, right = (take.header if take else "No panel take" for take in reviewer.takes)
        rows.append((reviewer.name, left, right))
    print_table((comparison.headline, a.name, b.name), rows)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(verdict)
    app.command()(compare)
