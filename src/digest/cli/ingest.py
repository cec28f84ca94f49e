"""``digest ingest``: poll the sources, or read again what they gave."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import AsJson, open_home
from digest.cli.output import print_json, print_table, say, steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.gather import Poll
    from digest.pipeline.ingest import Outcome
    from digest.pipeline.newsletter import Newsletter
    from digest.pipeline.replay import Replayed

    Run = Callable[[Callable[[Outcome], None]], tuple[Outcome, ...]]


def ingest(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...")] = None,
    again: Annotated[
        bool, typer.Option("--replay", help="Fetch and record nothing; read every kept body again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch the sources, all or those named, and record what is new."""
    from digest.errors import DigestError
    from digest.pipeline.ingest import ingest as run

    newsletter = open_home(context, or_begin=True)
    unknown = set(names or ()) - {source.name for source in newsletter.sources}
    if unknown:
        raise DigestError(f"no source is called {', '.join(sorted(unknown))}; see: digest sources list")
    if again:
        _replay(newsletter, set(names or ()), as_json=as_json)
        return
    polls = _wanted(newsletter, names)

    def with_outcomes(on_outcome: Callable[[Outcome], None]) -> tuple[Outcome, ...]:
        return run(newsletter, polls, on_outcome=on_outcome)

    if as_json:
        outcomes = with_outcomes(lambda _outcome: None)
        print_json(outcomes)
    elif sys.stdout.isatty():
        outcomes = _with_a_bar(with_outcomes, len(polls))
    else:
        with steps("ingest") as shown:
            outcomes = with_outcomes(lambda outcome: shown.step("ingest", str(outcome)))
    answered = sum(outcome.answered for outcome in outcomes)
    if not as_json:
        say(f"{answered} of {len(outcomes)} sources read")
    if outcomes and not answered:
        raise DigestError("no source could be read; check the network of this machine, then run it again")


def _with_a_bar(run: Run, polls: int) -> tuple[Outcome, ...]:
    """A bar while they come in, then a table of what came."""
    from rich.progress import Progress

    from digest.sources.plain import clip

    with Progress(transient=True) as progress:
        task = progress.add_task("ingest", total=polls)
        outcomes = run(lambda _outcome: progress.advance(task))
    print_table(
        ("source", "status", "items", "new", "revised", "launched", "linked", "merged", ""),
        [
            (
                one.source,
                one.status,
                *(
                    (one.items, one.new, one.revised, one.launched, one.linked, one.merged)
                    if one.status == "read"
                    else ("",) * 6
                ),
                clip(one.detail or "; ".join(one.warnings), 60),
            )
            for one in outcomes
        ],
    )
    return outcomes


def _wanted(newsletter: Newsletter, names: list[str] | None) -> tuple[Poll, ...]:
    from digest.pipeline.ingest import current_polls

    chosen = (source for source in newsletter.sources if not names or source.name in names)
    return current_polls(chosen, asked=bool(names))


def _replay(newsletter: Newsletter, names: set[str], *, as_json: bool) -> None:
    import json

    import msgspec

    from digest.pipeline.replay import replay

    def show(body: Replayed) -> None:
        if as_json:
            typer.echo(json.dumps(msgspec.to_builtins(body), sort_keys=True))
        elif body.refused is not None:
            say(f"{body.source}, {body.fetched_at}: refused now ({body.refused})")

    done = replay(newsletter, names, show)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(done), sort_keys=True))
    else:
        gone = f", {done.gone} bodies are not kept any more" if done.gone else ""
        gone += f", {done.unknown} bodies are of sources that are no more" if done.unknown else ""
        say(
            f"{done.observations} observations in {done.bodies - done.gone} bodies{gone};"
            f" {done.recorded - done.otherwise} of {done.recorded} recorded items come out as recorded"
        )
        say(f"fingerprint {done.fingerprint}")
    raise typer.Exit(0 if done.same else 1)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ingest)
