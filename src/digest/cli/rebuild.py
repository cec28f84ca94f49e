"""``digest rebuild``: what is derived from the log, anew, compared, or as it was."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import AsJson, AsOf, open_home
from digest.cli.output import print_json, print_table, say


def rebuild(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with a rebuild in memory; change nothing.")
    ] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Fold the whole log into new read models and swap them in; with --as-of, only say what they were."""
    if as_of is not None:
        if check:
            raise typer.BadParameter(
                "what is live is compared with the present: leave out --check or --as-of"
            )
        _then(context, as_of, as_json=as_json)
    elif check:
        _compare(context, as_json=as_json)
    else:
        _swap(context, as_json=as_json)


def _swap(context: typer.Context, *, as_json: bool) -> None:
    from digest.pipeline.project import rebuild as run

    position = run(open_home(context).log)
    if as_json:
        print_json({"position": position})
    else:
        say(f"rebuilt every read model up to position {position:,}")


def _compare(context: typer.Context, *, as_json: bool) -> None:
    from digest.pipeline.project import check

    checks = check(open_home(context).log)
    if as_json:
        print_json(checks)
    else:
        print_table(
            ("read model", "equal", "live", "rebuilt"),
            [(one.name, one.equal, one.live[:16], one.rebuilt[:16]) for one in checks],
        )
    if not all(one.equal for one in checks):
        raise typer.Exit(1)


def _then(context: typer.Context, as_of: str, *, as_json: bool) -> None:
    from digest.pipeline.as_of import fingerprints

    found = fingerprints(open_home(context), as_of)
    if as_json:
        print_json(found)
    else:
        print_table(
            ("read model", "position", "fingerprint"),
            [(one.name, one.position, one.fingerprint) for one in found],
        )


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command()(rebuild)
