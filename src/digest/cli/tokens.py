"""``digest tokens``: programs that may write through the API."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, print_table, say

app = typer.Typer(help="Tokens of programs that write through the API.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Which program; events name it as their actor.")]


@app.command()
def add(
    context: typer.Context,
    name: Name,
    scope: Annotated[list[str], typer.Option(help="What it may send: reviews or votes; repeatable.")],
) -> None:
    """Make a token and print it, once; it is not kept."""
    from digest.pipeline.access_tokens import add_token

    say(add_token(open_home(context), name, scope))


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """Every token there is or was."""
    from digest.pipeline.access_tokens import list_tokens

    tokens = list_tokens(open_home(context))
    if as_json:
        print_json(tokens)
        return
    print_table(
        ("name", "scopes", "since", "revoked"),
        [
            (one.name, " ".join(one.scopes), one.created_at[:10], (one.revoked_at or "")[:10])
            for one in tokens
        ],
    )


@app.command()
def revoke(context: typer.Context, name: Name) -> None:
    """Let a token be good for nothing from now on."""
    from digest.pipeline.access_tokens import revoke_token

    say(f"revoked {name}" if revoke_token(open_home(context), name) else f"{name} was revoked before")
