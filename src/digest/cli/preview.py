"""``digest preview``: the mail while its templates are written."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import has_home, open_home
from digest.cli.listening import listen
from digest.cli.output import say


def register(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command()(preview)


def preview(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="WHAT",
            help=(
                "A fixture, a letter such as letters/confirm, a frozen week, or an issue's JSON;"
                " this week, or a fixture, without it."
            ),
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8081,
) -> None:
    """Show the mail in a local page while its templates are edited, until interrupted."""
    import logging

    import uvicorn

    from digest.pipeline.preview import open_gallery
    from digest.web.serving import preview_config

    newsletter = open_home(context) if has_home(context) else None
    gallery, first = open_gallery(newsletter, what)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    server = uvicorn.Server(preview_config(gallery, first))
    # Nobody else's machine: the page shows what is not published yet.
    with listen("127.0.0.1", port) as listening:
        say(f"{first} is on http://127.0.0.1:{listening.getsockname()[1]}; Ctrl-C ends it")
        server.run(sockets=[listening])
