"""What the flows do, without a Prefect server: the server only decides when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import update

from digest import db
from digest.bootstrap import open_newsletter
from digest.errors import DigestError, NotApproved
from digest.log import store
from digest.pipeline.approve import approve
from digest.pipeline.ingest import Outcome
from digest.pipeline.weekly import Week
from digest.projections.live import live_tables
from flows.backfill import backfill_range, plan_rows
from flows.ingest import outcome_rows, poll_sources, require_an_answer
from flows.rebuild import check_and_rebuild, require_no_drift
from flows.run import week_of_run
from flows.send import deliver_approved, delivery_rows
from flows.weekly import bring_week_forward, week_summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.events import Recorded
    from digest.pipeline.newsletter import Newsletter

WEEK = "2026-W17"
THURSDAY = datetime(2026, 4, 23, 4, tzinfo=UTC)
RUN = "5b4d2c1e-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flow run as Prefect's own test variables describe it."""
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", RUN)


@pytest.fixture
def newsletter(home: Path) -> Iterator[Newsletter]:
    """The home as an operator at a terminal opens it."""
    opened = open_newsletter(home, actor="editor")
    yield opened
    opened.engine.dispose()


@pytest.fixture
def told() -> list[str]:
    return []


def events(newsletter: Newsletter) -> list[Recorded]:
    with db.reading(newsletter.engine) as connection:
        return list(store.read(connection))


def freeze_week(told: list[str]) -> Week:
    """A scheduled run of the flow for the week."""
    return bring_week_forward(None, THURSDAY, auto_approve=False, tell=told.append)


def mails(home: Path) -> list[Path]:
    return list(home.glob("outbox/**/*.eml"))


def test_ingest_records_every_source_and_names_its_run(newsletter: Newsletter, told: list[str]) -> None:
    before = len(events(newsletter))
    outcomes = poll_sources(told.append)
    assert [outcome.status for outcome in outcomes] == ["read", "read"]
    recorded = events(newsletter)[before:]
    assert recorded
    assert {event.meta["flow_run"] for event in recorded} == {RUN}
    assert told == [str(outcome) for outcome in outcomes]


def test_one_refused_source_is_a_row_and_not_a_failed_run() -> None:
    bad = Outcome(source="blog", url="https://blog.example/feed", status="refused", detail="html: a page")
    good = Outcome(source="papers", url="https://papers.example/api", status="unchanged")
    require_an_answer((bad, good))
    assert [(row["source"], row["status"], row["detail"]) for row in outcome_rows((bad, good))] == [
        ("blog", "refused", "html: a page"),
        ("papers", "unchanged", ""),
    ]


def test_a_round_in_which_no_source_answers_fails() -> None:
    down = Outcome(source="papers", url="https://papers.example/api", status="failed", detail="timeout")
    with pytest.raises(DigestError, match="none of 1 sources"):
        require_an_answer((down,))


def test_a_newsletter_without_sources_is_no_failure() -> None:
    require_an_answer(())


def test_weekly_freezes_and_mails_nothing_before_an_approval(home: Path, told: list[str]) -> None:
    result = freeze_week(told)
    assert result.state == "frozen"
    assert mails(home) == []
    assert told[-1] == "approve: waits for an editor"
    assert f"digest issue approve {WEEK}" in week_summary(result)


def test_a_late_run_takes_the_week_it_was_scheduled_in(home: Path, told: list[str]) -> None:
    assert freeze_week(told).week == WEEK


def test_the_week_is_that_of_the_newsletters_zone(newsletter: Newsletter) -> None:
    sunday_in_utc_monday_in_berlin = datetime(2026, 4, 19, 22, 30, tzinfo=UTC)
    assert week_of_run(newsletter, None, sunday_in_utc_monday_in_berlin) == WEEK


def test_a_week_that_the_year_lacks_is_refused_before_anything_happens(
    newsletter: Newsletter, told: list[str]
) -> None:
    before = len(events(newsletter))
    with pytest.raises(DigestError, match="does not exist"):
        bring_week_forward("2025-W53", THURSDAY, auto_approve=False, tell=told.append)
    assert len(events(newsletter)) == before


def test_send_without_an_approval_finds_nothing_to_do(home: Path, told: list[str]) -> None:
    freeze_week(told)
    assert deliver_approved(None, told.append) == ()
    assert told[-1] == "nothing to send: no approved issue waits"
    assert mails(home) == []


def test_send_of_a_named_week_that_waits_for_an_editor_is_refused(home: Path, told: list[str]) -> None:
    freeze_week(told)
    with pytest.raises(NotApproved):
        deliver_approved(WEEK, told.append)
    assert mails(home) == []


def test_a_late_approval_goes_out_with_the_next_send_and_only_once(
    newsletter: Newsletter, home: Path, told: list[str]
) -> None:
    freeze_week(told)
    assert deliver_approved(None, told.append) == ()
    approve(newsletter, WEEK)
    (delivered,) = deliver_approved(None, told.append)
    assert delivered.counts.accepted == len(mails(home)) > 0
    written = {path: path.stat().st_mtime_ns for path in mails(home)}
    assert deliver_approved(None, told.append) == ()
    assert {path: path.stat().st_mtime_ns for path in mails(home)} == written


def test_no_summary_holds_an_address(newsletter: Newsletter, told: list[str]) -> None:
    frozen = freeze_week(told)
    approve(newsletter, WEEK)
    sent = deliver_approved(None, told.append)
    again = freeze_week(told)
    shown = [week_summary(frozen), week_summary(again), str(delivery_rows(sent)), *told]
    assert "@" not in "".join(shown)


def test_a_week_without_an_issue_says_what_is_missing() -> None:
    summary = week_summary(Week(week=WEEK, state="skipped", desk=()))
    assert summary.startswith(f"## {WEEK}: skipped")
    assert "Next: `digest desk`" in summary


def test_markup_in_a_name_stays_text(home: Path, told: list[str]) -> None:
    result = freeze_week(told)
    assert result.issue is not None
    hostile = msgspec.structs.replace(result.issue, dek="One ships.\n# [Two](https://evil.example)")
    lines = week_summary(msgspec.structs.replace(result, issue=hostile)).splitlines()
    # An indented code block, left by no line break: Markdown leaves it alone.
    assert "    One ships. # [Two](https://evil.example)" in lines


def test_a_planned_backfill_asks_nobody_and_records_nothing(
    newsletter: Newsletter, asked: list[str], told: list[str]
) -> None:
    before = len(events(newsletter))
    done = backfill_range("2026-W16", "2026-W17", True, told.append)
    assert [row["week"] for row in plan_rows(done)] == ["2026-W16", "2026-W17"]
    assert [row["cannot look back"] for row in plan_rows(done)] == ["hf-blog", "hf-blog"]
    assert done.outcomes == ()
    assert asked == []
    assert len(events(newsletter)) == before


def test_a_backfill_the_wrong_way_round_is_refused(home: Path, told: list[str]) -> None:
    with pytest.raises(DigestError, match="is after"):
        backfill_range("2026-W17", "2026-W16", True, told.append)


def test_a_backfill_ingests_and_never_mails(newsletter: Newsletter, home: Path, told: list[str]) -> None:
    freeze_week(told)
    approve(newsletter, WEEK)
    done = backfill_range("2026-W17", "2026-W17", False, told.append)
    assert {outcome.source for outcome in done.outcomes} == {"hf-daily-papers"}
    assert told[-len(done.outcomes) :] == [str(outcome) for outcome in done.outcomes]
    assert mails(home) == []


def test_rebuild_mends_a_read_model_that_drifted_and_still_fails(
    newsletter: Newsletter, told: list[str]
) -> None:
    require_no_drift(check_and_rebuild(told.append))
    with db.writing(newsletter.engine) as connection:
        tool = live_tables(connection)["tool"]
        connection.execute(update(tool).values(name="Somebody else"))
    drifted = check_and_rebuild(told.append)
    assert [one.name for one in drifted if not one.equal] == ["tools"]
    with pytest.raises(DigestError, match="tools differed from the log"):
        require_no_drift(drifted)
    require_no_drift(check_and_rebuild(told.append))
