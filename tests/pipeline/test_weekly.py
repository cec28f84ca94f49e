"""A week from feeds to mail: what a run does, what a second run leaves alone, and what stops it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from digest import db
from digest.delivery.outbox import counts
from digest.errors import DigestError, NotApproved
from digest.log import store
from digest.pipeline.approve import approve, reject
from digest.pipeline.deliver import deliver
from digest.pipeline.freeze import freeze_issue, load_frozen
from digest.pipeline.issue_stream import issue_row
from digest.pipeline.project import project
from digest.pipeline.select import pin, select_pair, unpin
from digest.pipeline.send import due_weeks, send
from digest.pipeline.weekly import Week, weekly

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Web, World

WEEK = "2026-W17"


def run(newsletter: Newsletter, week: str = WEEK, *, auto_approve: bool = False) -> Week:
    return weekly(
        newsletter,
        week,
        auto_approve=auto_approve,
        on_step=lambda _name, _line: None,
        on_progress=lambda _done, _total: None,
    )


def position(newsletter: Newsletter) -> int:
    with db.reading(newsletter.engine) as connection:
        return store.head(connection).position


def state(newsletter: Newsletter, week: str = WEEK) -> str | None:
    with db.reading(newsletter.engine) as connection:
        row = issue_row(connection, week)
    return None if row is None else str(row.state)


@pytest.fixture
def ready(world: World) -> Newsletter:
    """Two reviewed tools and three readers: an issue is one run away."""
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 3)
    return newsletter


def test_nothing_is_delivered_before_an_approval(ready: Newsletter, world: World) -> None:
    result = run(ready)
    assert result.state == "frozen"
    assert result.delivered is None
    assert world.mails() == {}
    with pytest.raises(NotApproved, match=f"digest issue approve {WEEK}"):
        deliver(ready, WEEK, on_progress=lambda _done, _total: None)
    assert due_weeks(ready) == ()
    again = run(ready)
    assert again.state == "frozen"
    assert world.mails() == {}


def test_an_approved_issue_goes_to_every_confirmed_reader_once(ready: Newsletter, world: World) -> None:
    run(ready)
    assert approve(ready, WEEK) is True
    assert approve(ready, WEEK) is False
    assert due_weeks(ready) == (WEEK,)
    (delivered,) = send(ready, due_weeks(ready), on_progress=lambda _done, _total: None)
    assert (delivered.counts.accepted, delivered.counts.frozen) == (3, 3)
    assert len(world.mails()) == 3
    assert due_weeks(ready) == ()
    assert state(ready) == "delivered"


def test_a_second_run_of_a_finished_week_repeats_nothing(ready: Newsletter, world: World) -> None:
    first = run(ready, auto_approve=True)
    stood, mails = position(ready), world.mails()
    times = {path: path.stat().st_mtime_ns for path in (world.home / "outbox").iterdir()}
    # Late news, late readers and a later clock change nothing that was said.
    world.clock.now += timedelta(hours=5)
    reopened = world.open()
    second = run(reopened, auto_approve=True)
    assert position(reopened) == stood
    assert world.mails() == mails
    assert {path: path.stat().st_mtime_ns for path in (world.home / "outbox").iterdir()} == times
    assert second.issue == first.issue
    assert second.delivered == first.delivered


def test_a_reader_who_comes_after_the_audience_was_frozen_waits_for_the_next_issue(
    ready: Newsletter, world: World
) -> None:
    run(ready, auto_approve=True)
    world.readers(ready, 4)
    result = run(ready, auto_approve=True)
    assert result.delivered is not None
    assert result.delivered.counts.frozen == 3
    assert len(world.mails()) == 3


def test_a_rejected_issue_is_frozen_anew_with_what_is_known_then(ready: Newsletter, world: World) -> None:
    first = run(ready)
    reject(ready, WEEK, "the take on beta is wrong")
    assert state(ready) == "rejected"
    with pytest.raises(DigestError, match="rejected"):
        approve(ready, WEEK)
    world.take_in(ready, world.take("beta", "skeptic", "skip", score=5, at="2026-04-22"))
    second = run(ready)
    assert second.state == "frozen"
    assert first.issue is not None
    assert second.issue is not None
    sides = {side.slug: side.panel.skip for side in second.issue.comparison.tools}
    assert sides["beta"] == 1
    assert {side.slug: side.panel.skip for side in first.issue.comparison.tools}["beta"] == 0
    assert run(ready, auto_approve=True).delivered is not None
    with pytest.raises(DigestError, match="cannot be taken back"):
        reject(ready, WEEK, "too late")


def test_what_is_learned_after_the_freeze_does_not_change_the_issue(ready: Newsletter, world: World) -> None:
    before = run(ready).issue
    world.take_in(ready, world.take("alpha", "builder", "skip", score=1, at="2026-04-22"))
    assert run(ready, auto_approve=True).issue == before
    assert load_frozen(ready, WEEK).issue == before


def test_a_pin_decides_the_pair_and_its_order_and_can_be_taken_back(world: World) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta", "gamma")
    pin(newsletter, WEEK, ("gamma", "alpha"), "they were asked for")
    stood = position(newsletter)
    pin(newsletter, WEEK, ("gamma", "alpha"), "they were asked for")
    assert position(newsletter) == stood, "the same pin twice is one"
    selection, knowledge = select_pair(newsletter, WEEK)
    names = {tool.tool_id: tool.slug for tool in knowledge.tools}
    assert selection.tools is not None
    assert [names[tool_id] for tool_id in selection.tools] == ["gamma", "alpha"]
    assert unpin(newsletter, WEEK) is True
    assert unpin(newsletter, WEEK) is False
    assert select_pair(newsletter, WEEK)[0].pin is None


def test_a_pin_is_refused_for_unknown_tools_for_one_tool_and_after_the_freeze(ready: Newsletter) -> None:
    with pytest.raises(DigestError, match="no tool is called gamma"):
        pin(ready, WEEK, ("alpha", "gamma"), "x")
    with pytest.raises(DigestError, match="with itself"):
        pin(ready, WEEK, ("alpha", "alpha"), "x")
    run(ready)
    stood = position(ready)
    with pytest.raises(DigestError, match=f"digest issue reject {WEEK}"):
        pin(ready, WEEK, ("beta", "alpha"), "x")
    with pytest.raises(DigestError, match="reject it first"):
        unpin(ready, WEEK)
    assert position(ready) == stood


def test_a_week_with_nothing_worth_sending_is_skipped_once_and_lists_the_desk(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"), world.tool("beta", job_tags=[]))
    result = run(newsletter)
    assert (result.state, result.issue) == ("skipped", None)
    (pair,) = result.desk
    assert [side.slug for side in pair.sides] == ["alpha", "beta"]
    assert "needs 3 more takes" in pair.sides[0].lacks
    stood = position(newsletter)
    assert run(newsletter).state == "skipped"
    assert position(newsletter) == stood
    world.reviewed(newsletter, "alpha", "beta")
    assert run(newsletter).state == "frozen", "a skipped week becomes an issue as soon as it can"


def test_two_issues_in_a_row_do_not_compare_the_same_tools(ready: Newsletter, world: World) -> None:
    run(ready, auto_approve=True)
    world.clock.now += timedelta(days=7)
    assert run(ready, "2026-W18", auto_approve=True).state == "skipped"
    assert len(world.mails()) == 3


STEPS = ("select", "freeze", "approve", "deliver")


@pytest.mark.parametrize("died_after", STEPS)
def test_a_week_that_died_after_a_step_goes_on_where_it_stopped(
    ready: Newsletter, world: World, died_after: str
) -> None:
    project(ready.log)
    done = STEPS[: STEPS.index(died_after) + 1]
    if "select" in done:
        select_pair(ready, WEEK)
    if "freeze" in done:
        freeze_issue(ready, WEEK)
    if "approve" in done:
        approve(ready, WEEK)
    if "deliver" in done:
        deliver(ready, WEEK, on_progress=lambda _done, _total: None)
    reopened = world.open()
    frozen = load_frozen(reopened, WEEK).hash if "freeze" in done else None
    result = run(reopened, auto_approve=True)
    assert result.state == "delivered"
    assert frozen in {None, load_frozen(reopened, WEEK).hash}
    assert len(world.mails()) == 3
    with db.reading(reopened.engine) as connection:
        types = connection.execute(
            text("SELECT type FROM event WHERE stream = :stream ORDER BY version"),
            {"stream": f"issue/{WEEK}"},
        ).scalars()
        assert list(types) == [
            "ComparisonSelected",
            "IssueFrozen",
            "IssueApproved",
            "DeliveryStarted",
            "DeliveryCompleted",
        ]


def test_a_week_killed_while_it_delivers_mails_each_reader_exactly_once(world: World) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 80)
    freeze_issue(newsletter, WEEK)
    newsletter.engine.dispose()
    command = [
        sys.executable,
        "-m",
        "digest",
        "--home",
        world.home,
        "weekly",
        "--week",
        WEEK,
        "--auto-approve",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    dying = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    outbox = world.home / "outbox"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not outbox.exists() or sum(1 for _ in outbox.iterdir()) < 10):
        time.sleep(0.005)
    dying.send_signal(signal.SIGKILL)
    assert dying.wait() == -signal.SIGKILL, "it was killed in the act, not after it"
    before = world.mails()
    assert 0 < len(before) < 80
    result = run(world.open(), auto_approve=True)
    after = world.mails()
    assert len(after) == 80
    assert {name: after[name] for name in before} == before
    addresses = [
        line
        for mail in after.values()
        for line in mail.split(b"\r\n\r\n")[0].split(b"\r\n")
        if line.startswith(b"To: ")
    ]
    assert len(set(addresses)) == 80
    assert result.delivered is not None
    total = result.delivered.counts
    assert total.frozen == 80 == total.accepted
    assert total.open == 0
    assert not list(outbox.glob(".*")), "no half-written file is left"
    with db.reading(world.open().engine) as connection:
        assert counts(connection, WEEK) == total


def test_two_processes_cannot_deliver_one_issue_at_once(ready: Newsletter, world: World) -> None:
    run(ready)
    approve(ready, WEEK)
    with db.exclusive(ready.engine, f"delivery-{WEEK}") as had:
        assert had
        with pytest.raises(DigestError, match="being delivered by another process"):
            run(world.open())
    assert world.mails() == {}


def test_a_broken_template_is_named_and_records_nothing(world: World) -> None:
    world.settings(templates_dir="mine")
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    from digest.email.templates import packaged_templates
    from digest.errors import TemplateError

    packaged = packaged_templates()
    name = next(path.relative_to(packaged) for path in sorted(packaged.rglob("*.mjml*")))
    mine = world.home / "mine" / name
    mine.parent.mkdir(parents=True)
    mine.write_text((packaged / name).read_text() + "\n{% if issue %}\n")
    select_pair(newsletter, WEEK)
    stood = position(newsletter)
    with pytest.raises(TemplateError) as broken:
        run(newsletter)
    assert broken.value.file.endswith(name.name)
    assert broken.value.line is not None
    assert position(newsletter) == stood
    assert state(newsletter) == "selected"
    mine.unlink()
    assert run(newsletter).state == "frozen", "mended, the week goes on"


def test_a_locked_database_is_waited_for_then_named_and_nothing_is_half_written(world: World) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 3)
    stood = position(newsletter)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DIGEST_BUSY_TIMEOUT_S": "0.3",
    }
    command = [
        sys.executable,
        "-m",
        "digest",
        "--home",
        world.home,
        "weekly",
        "--week",
        WEEK,
        "--auto-approve",
    ]
    holder = sqlite3.connect(world.home / "digest.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    refused = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    holder.execute("ROLLBACK")
    holder.close()
    assert refused.returncode == 1
    assert "the database is locked by another process (waited 0.3 s)" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert position(newsletter) == stood
    assert world.mails() == {}
    assert run(newsletter, auto_approve=True).state == "delivered"


def answers(world: World, web: Web, **bodies: Any) -> Newsletter:
    """Open a newsletter whose sources are feeds on loopback, one for each body."""
    world.settings(
        *((name, "feed", web.says(f"/{name}", *body)) for name, body in bodies.items()),
    )
    return world.open()


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "\"quoted\" & 'so' <b>",
    "abc\u202egnp.exe\u2066\u200f",
    "long " * 2_000,
    "</mj-text><mj-raw><img src=x onerror=alert(1)>",
)


@pytest.mark.parametrize("name", HOSTILE, ids=["markup", "template", "quotes", "bidi", "10k", "mjml"])
def test_a_hostile_name_neither_breaks_nor_escapes_into_the_mail(world: World, name: str) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.take_in(newsletter, {**world.tool("alpha"), "name": name, "tagline": name[:900]})
    world.take_in(newsletter, world.take("alpha", "builder", take=name + " It works.", at="2026-04-22"))
    world.readers(newsletter, 1)
    result = run(newsletter, auto_approve=True)
    assert result.state == "delivered"
    frozen = load_frozen(newsletter, WEEK)
    html = "".join(frozen.html)
    assert len(html.encode()) <= 95_000
    for escaped in ("<script", "<img", "onerror=alert(1)>", "<b>", "\u202e", "\u2066", "\u200f"):
        assert escaped not in html
        if not escaped.startswith("<"):
            assert escaped not in "".join(frozen.text) or escaped == "onerror=alert(1)>"
    if "7 * 7" in name:
        assert "{{ 7 * 7 }}" in html
        assert "49{%" not in html
    (mail,) = world.mails().values()
    head = mail.split(b"\r\n\r\n")[0].decode("ascii")
    assert head.count("Subject:") == 1
    assert frozen.issue.subject
    assert len(frozen.issue.subject) <= 50
