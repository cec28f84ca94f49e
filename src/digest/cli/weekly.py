"""``digest weekly`` and its parts: ``ingest`` and ``send``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import AsJson, WeekOption, open_home, week_or_now
from digest.cli.output import print_json, say, steps

if TYPE_CHECKING:
    from digest.pipeline.gather import Poll
    from digest.pipeline.newsletter import Newsletter
    from digest.pipeline.replay import Replayed
    from digest.pipeline.weekly import Week


def weekly(
    context: typer.Context,
    week: WeekOption = None,
    sample: Annotated[bool, typer.Option("--sample", help="Run the built-in sample, offline.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Also write issue.html, .txt, .json here; the sample's folder."),
    ] = None,
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Approve what is frozen, in your name.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be selected; record nothing.")
    ] = False,
) -> None:
    """Bring this week's issue as far as it can go: from the feeds to the approved mail."""
    from digest.pipeline.select import look
    from digest.pipeline.weekly import weekly as run

    if sample:
        from digest.sample.run import open_sample, prepare

        if week or dry_run:
            raise typer.BadParameter("the sample has a week of its own and is run, not planned: leave it out")
        newsletter = open_sample(out or Path("out"), context.obj.database_url)
        week, auto_approve, out = prepare(newsletter), True, newsletter.home
    else:
        newsletter = open_home(context, or_begin=True)
    week = week_or_now(newsletter, week)
    if dry_run:
        knowledge = look(newsletter, week)
        if knowledge.settled:
            say(f"issue {week} is {knowledge.settled} already; its content stays as it is")
            return
        for line in knowledge.explanation():
            say(line)
        return
    with steps(f"issue {week}") as shown:
        result = run(
            newsletter, week, auto_approve=auto_approve, on_step=shown.step, on_progress=shown.progress
        )
    _report(newsletter, result, out)


def _report(newsletter: Newsletter, result: Week, out: Path | None) -> None:
    from digest.db import shown_url
    from digest.issue.desk import desk_lines
    from digest.pipeline.freeze import load_frozen, preview_link, write_issue

    if result.outcomes and not any(outcome.answered for outcome in result.outcomes):
        say(f"\nNone of {len(result.outcomes)} sources could be read; see: digest sources list")
    if result.issue is None:
        say(f"\nNo issue for {result.week} yet. The pairs closest to one:\n")
        for line in desk_lines(result.desk):
            say(line)
        slugs = " ".join(side.slug for pair in result.desk[:1] for side in pair.sides) or "TOOL TOOL"
        say(f"\nNext: digest reviews new {slugs}")
        return
    say("")
    if out is not None:
        written = write_issue(load_frozen(newsletter, result.week), out, preview_link(newsletter))
        for name, path in zip(("mail", "text", "data"), written, strict=True):
            say(f"{name:<8} {path}")
    say(f"{'log':<8} {shown_url(newsletter.engine)}")
    if result.delivered is not None:
        place = newsletter.home / "outbox" if result.delivered.transport == "folder" else "by smtp"
        say(f"{'outbox':<8} {place} ({result.delivered})")
    else:
        say(f"Next: digest issue render {result.week} --out DIR, then: digest issue approve {result.week}")
    say("")
    say(result.issue.dek)


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
    if as_json:
        outcomes = run(newsletter, _wanted(newsletter, names), on_outcome=lambda _outcome: None)
        print_json(outcomes)
        raise typer.Exit(0 if not outcomes or any(outcome.answered for outcome in outcomes) else 1)
    with steps("ingest") as shown:
        outcomes = run(
            newsletter,
            _wanted(newsletter, names),
            on_outcome=lambda outcome: shown.step("ingest", str(outcome)),
        )
    answered = sum(outcome.answered for outcome in outcomes)
    say(f"{answered} of {len(outcomes)} sources read")
    if outcomes and not answered:
        raise DigestError("no source could be read; check the network of this machine, then run it again")


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
        say(
            f"{done.observations} observations in {done.bodies - done.gone} bodies{gone};"
            f" {done.recorded - done.otherwise} of {done.recorded} recorded items come out as recorded"
        )
        say(f"fingerprint {done.fingerprint}")
    raise typer.Exit(0 if done.same else 1)


def send(
    context: typer.Context,
    week: WeekOption = None,
    test: Annotated[
        str | None,
        typer.Option("--test", metavar="ADDRESS", help="Only mail the frozen issue here; record nothing."),
    ] = None,
) -> None:
    """Send letters to readers and every approved issue that is not delivered yet; or the one of --week."""
    from digest.pipeline.send import due_weeks
    from digest.pipeline.send import send as run
    from digest.pipeline.sign_up import answer_readers

    newsletter = open_home(context)
    if test is not None:
        from digest.pipeline.proof import send_proof

        week = week_or_now(newsletter, week)
        say(f"issue {week} went to {test} as a test ({send_proof(newsletter, week, test)})")
        return
    weeks = due_weeks(newsletter) if week is None else (week_or_now(newsletter, week),)
    with steps("send") as shown:
        if week is None and (letters := answer_readers(newsletter)):
            shown.step("letters", str(letters))
        for delivered in run(newsletter, weeks, on_progress=shown.progress):
            shown.step("deliver", f"{delivered.week}: {delivered}")
    if not weeks:
        say("nothing to send: no approved issue waits")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(weekly)
    app.command()(ingest)
    app.command()(send)
