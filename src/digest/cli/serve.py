"""``digest serve``: the web pages, in one process."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import open_home
from digest.cli.listening import listen
from digest.cli.output import say


def register(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command()(serve)


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8080,
) -> None:
    """Serve the pages until interrupted. Put a proxy that speaks TLS before it."""
    import logging

    import uvicorn

    from digest.web.serving import server_config

    newsletter = open_home(context)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    server = uvicorn.Server(server_config(newsletter))
    with listen(host, port) as listening:
        say(f"serving {newsletter.brand.name} on http://{host}:{listening.getsockname()[1]}; Ctrl-C ends it")
        server.run(sockets=[listening])
