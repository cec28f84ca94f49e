"""``digest log tail`` and ``show``: single events, as people and programs read them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from digest.pipeline.newsletter import Newsletter

#: Seconds between two looks at the log.
POLL_S = 0.5


def tail(
    context: typer.Context,
    lines: Annotated[int, typer.Option("-n", min=0, help="How many of the newest events.")] = 10,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on as events are appended, until Ctrl-C.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON; with --follow an envelope a line.")
    ] = False,
) -> None:
    """The newest events, one a line, oldest first."""
    from digest.log.cloudevents import envelope, to_line
    from digest.pipeline.export_log import log_uri

    newsletter = open_home(context, as_it_stands=True)
    source = log_uri(newsletter)
    rows = _newest(newsletter, lines, follow=follow)
    if as_json and not follow:
        print_json([envelope(row, source) for row in rows])
        return
    try:
        for row in rows:
            if as_json:
                typer.echo(to_line(envelope(row, source)), nl=False)
            else:
                say(_line(row))
    except KeyboardInterrupt:
        return


def _newest(newsletter: Newsletter, count: int, *, follow: bool) -> Iterator[Row[Any]]:
    """Positions have no holes and become visible in order, so whatever follows the last one is new."""
    from digest import db
    from digest.log.store import head, read_rows

    with db.reading(newsletter.engine) as connection:
        last = max(0, head(connection).position - count)
    while True:
        with db.reading(newsletter.engine) as connection:
            for row in read_rows(connection, after=last):
                yield row
                last = row.position
        if not follow:
            return
        time.sleep(POLL_S)


def _line(row: Row[Any]) -> str:
    return f"{row.position:>8}  {row.occurred_at[:19]}Z  {row.type:<22} {row.stream} v{row.version}"


def show(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A position, an event id, or a stream.")],
    as_json: AsJson = False,
) -> None:
    """One event, or all of a stream: envelope, payload, and the texts that are still there."""
    from digest import db
    from digest.log.cloudevents import envelope
    from digest.log.find import carried_texts, find
    from digest.pipeline.export_log import log_uri

    newsletter = open_home(context, as_it_stands=True)
    with db.reading(newsletter.engine) as connection:
        rows = find(connection, what)
        texts = carried_texts(connection, rows)
    if as_json:
        source = log_uri(newsletter)
        print_json({"events": [envelope(row, source) for row in rows], "texts": texts})
        return
    for row in rows:
        _show(row, texts)


def _show(row: Row[Any], texts: dict[str, str]) -> None:
    say(f"position {row.position:,}")
    for name, value in (
        ("event id", row.event_id),
        ("type", f"{row.type}, schema version {row.schema_version}"),
        ("stream", f"{row.stream}, version {row.version}"),
        ("occurred", row.occurred_at),
        ("recorded", row.recorded_at),
        ("meta", row.meta),
        ("event hash", row.event_hash.hex()),
        ("chain hash", row.chain_hash.hex()),
    ):
        say(f"  {name:<10}  {value}")
    say("  payload")
    for line in _indented(row.payload):
        say(f"    {line}")
    for hash_, body in texts.items():
        if hash_ in row.payload:
            say(f"  text {hash_}")
            for line in body.splitlines():
                say(f"    {line}")


def _indented(payload: str) -> list[str]:
    import msgspec

    try:
        return msgspec.json.format(payload, indent=2).splitlines()
    except msgspec.DecodeError:
        # Somebody wrote past the program; showing it helps more than refusing.
        return [payload]


def register(log: typer.Typer) -> None:
    """Add the commands to the group."""
    log.command()(tail)
    log.command()(show)
