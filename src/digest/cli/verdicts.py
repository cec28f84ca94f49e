"""``digest verdict`` and ``digest compare``: the panel and the readers on one tool, or two."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, AsOf, open_home
from digest.cli.output import print_json, print_table, say


def verdict(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the tool.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """What the panel says of a tool."""
    from digest.issue.comparison import verdict_json
    from digest.pipeline.compare import side_now

    side = side_now(open_home(context), slug, as_of=as_of)
    if as_json:
        print_json(verdict_json(side))
        return
    panel = side.panel
    contested = ", contested" if panel.contested else ""
    say(f"{side.name}: {panel.cell}{contested} ({panel.takes} of {panel.panel} reviewers)")


def compare(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the first tool.")],
    second: Annotated[str, typer.Argument(metavar="TOOL", help="Slug of the second tool.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Two tools side by side, as an issue would show them."""
    from digest.issue.comparison import comparison_json
    from digest.pipeline.compare import compare_now

    comparison = compare_now(open_home(context), first, second, as_of=as_of)
    if as_json:
        print_json(comparison_json(comparison))
        return
    rows: list[tuple[str, str, str]] = [(row.name, *row.cells) for row in comparison.rows]
    for reviewer in comparison.reviewers:
        left, right = (take.header if take else "No panel take" for take in reviewer.takes)
        rows.append((reviewer.name, left, right))
    print_table((comparison.headline, *(side.name for side in comparison.tools)), rows)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(verdict)
    app.command()(compare)
