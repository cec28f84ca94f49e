"""``digest subscribers``: who gets the mail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.context import AsJson, SkipBad, open_home
from digest.cli.output import print_json, report_bad, say, write_report

app = typer.Typer(
    help="Subscribers: add, import, count, unsubscribe, suppressed, lift, erase.", no_args_is_help=True
)


@app.command()
def add(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    name: Annotated[str | None, typer.Option(help="Printed in the To line.")] = None,
    consent_source: Annotated[
        str | None, typer.Option(help="Where the consent is on file; without it the person stays pending.")
    ] = None,
    consent_text: Annotated[str | None, typer.Option(help="What was agreed to.")] = None,
) -> None:
    """Add one subscriber; confirmed now if the consent's source is named, else pending."""
    from digest.pipeline.import_files import one_subscriber
    from digest.pipeline.subscribe import subscribe

    newsletter = open_home(context, or_begin=True)
    record = one_subscriber(
        address,
        name=name,
        confirmed_at=newsletter.now() if consent_source else None,
        consent_source=consent_source,
        consent_text=consent_text,
    )
    say(subscribe(newsletter, record, via="operator"))


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(help="CSV with email, name, confirmed_at, consent_source and consent_text."),
    ],
    skip_bad: SkipBad = False,
    report: Annotated[
        Path | None, typer.Option(help="Write the bad rows here, as CSV, instead of to the terminal.")
    ] = None,
) -> None:
    """Add subscribers with their evidence of consent; rows without evidence stay pending."""
    from digest.pipeline.import_files import read_subscribers
    from digest.pipeline.subscribe import subscribe

    newsletter = open_home(context, or_begin=True)
    done = subscribe(newsletter, read_subscribers(file), via="import", skip_bad=skip_bad)
    if report is None:
        report_bad(done.bad)
    else:
        write_report(report, done.bad)
    say(done)


@app.command()
def export(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option(help="File to write; the terminal if not given.")] = None,
) -> None:
    """Write everybody on the list, with their evidence, as CSV that import takes."""
    import sys

    from digest.pipeline.export_subscribers import export_subscribers

    newsletter = open_home(context)
    if out is None:
        export_subscribers(newsletter, sys.stdout)
        return
    with out.open("w", encoding="utf-8", newline="") as handle:
        say(f"{export_subscribers(newsletter, handle):,} subscribers in {out}")


@app.command()
def show(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    as_json: AsJson = False,
) -> None:
    """Where one subscriber stands, and how they want the mail; all that is kept with --json."""
    from digest import db
    from digest.errors import DigestError
    from digest.intake.suppression import folded
    from digest.pipeline.export_reader import export_reader
    from digest.pipeline.reader import read_reader
    from digest.pipeline.subscribe import subscriber_ids

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        found = subscriber_ids(connection, [address]).get(folded(address))
    reader = None if found is None else read_reader(newsletter, found)
    if found is None or reader is None:
        raise DigestError(f"nobody subscribed as {address}; check the spelling")
    if as_json:
        print_json(export_reader(newsletter, found))
        return
    wants = reader.preferences
    paused = ", paused" if wants.paused else ""
    no_mail = ", takes no mail" if reader.undeliverable else ""
    say(f"{address}: {reader.status}, {wants.frequency}, {wants.format}{paused}{no_mail} ({found})")


@app.command()
def unsubscribe(context: typer.Context, address: Annotated[str, typer.Argument(metavar="ADDRESS")]) -> None:
    """Stop all mail to an address."""
    from digest.pipeline.subscribe import unsubscribe as run

    newsletter = open_home(context)
    say("unsubscribed" if run(newsletter, address, via="operator") else "had left already")


@app.command()
def erase(context: typer.Context, address: Annotated[str, typer.Argument(metavar="ADDRESS")]) -> None:
    """Forget a person for good: address, name, evidence of consent and written mails."""
    from digest.pipeline.erase import erase as run

    newsletter = open_home(context)
    say(run(newsletter, address, via="operator"))


@app.command()
def suppressed(context: typer.Context, as_json: AsJson = False) -> None:
    """Addresses that no issue goes to: their owners asked to be forgotten, or they take no mail."""
    from digest.pipeline.suppress import list_suppressed

    newsletter = open_home(context)
    found = list_suppressed(newsletter)
    if as_json:
        print_json(found)
        return
    for one in found:
        say(f"{one.at[:10]}  {one.reason}  {one.address or '(not kept)'}")
    say(f"{len(found):,} addresses on suppression")


@app.command()
def lift(context: typer.Context, address: Annotated[str, typer.Argument(metavar="ADDRESS")]) -> None:
    """Let issues go again to an address that took no mail."""
    from digest.pipeline.suppress import lift as run

    newsletter = open_home(context)
    say("lifted; the next issue goes there" if run(newsletter, address) else "was not on suppression")


@app.command()
def count(context: typer.Context, as_json: AsJson = False) -> None:
    """How many are confirmed, pending, unsubscribed and erased."""
    from digest import db
    from digest.pipeline.subscribe import counts_by_status

    newsletter = open_home(context)
    with db.reading(newsletter.engine) as connection:
        counts = counts_by_status(connection)
    if as_json:
        print_json(counts)
        return
    say(", ".join(f"{number:,} {status}" for status, number in counts.items()))
