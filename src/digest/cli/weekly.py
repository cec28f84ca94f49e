"""``digest weekly``, and its last part by itself: ``send``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import WeekOption, open_home, week_or_now
from digest.cli.output import say, steps

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
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
    app.command()(send)
