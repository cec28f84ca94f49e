"""A week from feeds to mail: what a run does, what a second run leaves alone, and what stops it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from digest import db
from digest.delivery.recipients import counts
from digest.errors import DigestError, PoisonEvent
from digest.log import codec
from digest.pipeline.approve import approve
from digest.pipeline.as_of import fingerprints
from digest.pipeline.deliver import deliver
from digest.pipeline.freeze import freeze_issue, load_frozen
from digest.pipeline.panel import FIRST_EVENTS
from digest.pipeline.project import check, project, rebuild
from digest.pipeline.select import select_pair

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Web, World

WEEK = "2026-W17"

#: The events of a week's issue when each step happened exactly once.
ONCE = ["ComparisonSelected", "IssueFrozen", "IssueApproved", "DeliveryStarted", "DeliveryCompleted"]


def story(newsletter: Newsletter) -> list[str]:
    """The types of the events of the week's issue, in order."""
    with db.reading(newsletter.engine) as connection:
        return list(
            connection.execute(
                text("SELECT type FROM event WHERE stream = :stream ORDER BY version"),
                {"stream": f"issue/{WEEK}"},
            ).scalars()
        )


def rss(*names: str) -> str:
    """A feed of the week with an item of each name, written by nobody careful."""
    items = "".join(
        f"<item><title><![CDATA[{name}]]></title><link>https://x.example/{number}</link>"
        f"<description><![CDATA[{name}]]></description>"
        "<pubDate>Tue, 21 Apr 2026 09:00:00 GMT</pubDate></item>"
        for number, name in enumerate(names)
    )
    return f"<rss><channel><title>W</title>{items}</channel></rss>"


def test_a_second_run_of_a_finished_week_repeats_nothing(world: World, web: Web) -> None:
    world.settings(("news", "feed", web.says("/news", rss("Heron", "Kestrel"))))
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 3)
    first = world.run(newsletter, auto_approve=True)
    assert len(first.outcomes) == len(web.asked) == 1
    stood, mails = world.position(newsletter), world.mails()
    assert len(mails) == 3
    times = {path: path.stat().st_mtime_ns for path in (world.home / "outbox").iterdir()}
    # Late news and a later clock change nothing that was said.
    web.says("/news", rss("Heron", "Kestrel", "Osprey"))
    world.clock.now += timedelta(hours=5)
    reopened = world.open()
    second = world.run(reopened, auto_approve=True)
    assert len(web.asked) == 1
    assert world.position(reopened) == stood
    assert world.mails() == mails
    assert {path: path.stat().st_mtime_ns for path in (world.home / "outbox").iterdir()} == times
    assert second.issue == first.issue
    assert second.delivered == first.delivered


def test_a_reader_who_comes_after_the_audience_was_frozen_waits_for_the_next_issue(
    ready: Newsletter, world: World
) -> None:
    world.run(ready, auto_approve=True)
    world.readers(ready, 4)
    result = world.run(ready, auto_approve=True)
    assert result.delivered is not None
    assert result.delivered.counts.frozen == 3
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
    result = world.run(reopened, auto_approve=True)
    assert result.state == "delivered"
    assert frozen in {None, load_frozen(reopened, WEEK).hash}
    assert len(world.mails()) == 3
    assert story(reopened) == ONCE


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
    result = world.run(world.open(), auto_approve=True)
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
    world.run(ready)
    approve(ready, WEEK)
    with db.exclusive(ready.engine, f"delivery-{WEEK}") as had:
        assert had
        with pytest.raises(DigestError, match="being delivered by another process"):
            world.run(world.open())
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
    stood = world.position(newsletter)
    with pytest.raises(TemplateError) as broken:
        world.run(newsletter)
    assert broken.value.file.endswith(name.name)
    assert broken.value.line is not None
    assert world.position(newsletter) == stood
    assert world.state(newsletter) == "selected"
    mine.unlink()
    assert world.run(newsletter).state == "frozen", "mended, the week goes on"


def test_a_locked_database_is_waited_for_then_named_and_nothing_is_half_written(
    ready: Newsletter, world: World, digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood = world.position(ready)
    monkeypatch.setenv("DIGEST_BUSY_TIMEOUT_S", "0.3")
    holder = sqlite3.connect(world.home / "digest.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    refused = digest("weekly", "--week", WEEK, "--auto-approve")
    holder.execute("ROLLBACK")
    holder.close()
    assert refused.code == 1
    assert "the database is locked by another process (waited 0.3 s)" in refused.err
    assert "Traceback" not in refused.err
    assert world.position(ready) == stood
    assert world.mails() == {}
    assert world.run(ready, auto_approve=True).state == "delivered"


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
    result = world.run(newsletter, auto_approve=True)
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


def test_hostile_launches_from_a_feed_stand_on_the_shelf_as_words_and_a_dead_source_stops_nothing(
    world: World, web: Web
) -> None:
    world.settings(
        ("dead", "feed", f"{web.url}/dead"),
        ("wild", "feed", web.says("/wild", rss(*HOSTILE))),
        ("login", "feed", web.says("/login", "<html><body>Please log in</body></html>")),
    )
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 1)
    result = world.run(newsletter, auto_approve=True)
    assert {outcome.source: outcome.status for outcome in result.outcomes} == {
        "dead": "failed",
        "wild": "read",
        "login": "refused",
    }
    assert result.issue is not None
    assert result.issue.shelf, "what a feed launched is shown"
    html = "".join(load_frozen(newsletter, WEEK).html)
    for escaped in ("<script", "<img", "<mj-", "\u202e", "\u2066"):
        assert escaped not in html
    assert len(world.mails()) == 1


def test_a_template_of_ones_own_that_is_broken_is_named_by_command(digest: Digest, world: World) -> None:
    world.settings(templates_dir="mine")
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    mine = world.home / "mine" / "theme.toml"
    mine.parent.mkdir()
    mine.write_text("[colours\n")
    said = digest("weekly", "--week", WEEK)
    assert said.code == 1
    assert "theme.toml:1" in said.err
    assert "Traceback" not in said.err
    assert world.state(newsletter) == "selected"


def test_three_weekly_runs_at_once_are_one_issue_and_one_mail_each(world: World) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 12)
    newsletter.engine.dispose()
    gate, opened = os.pipe()

    def run_when_told() -> None:
        own = world.open()
        os.close(opened)
        os.read(gate, 1)
        try:
            world.run(own, auto_approve=True)
        except DigestError as refused:
            assert "another process" in str(refused)  # noqa: PT017 - the only refusal there may be

    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                run_when_told()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    os.close(opened)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 3
    os.close(gate)
    assert len(world.mails()) == 12
    reopened = world.open()
    assert story(reopened) == ONCE
    with db.reading(reopened.engine) as connection:
        assert counts(connection, WEEK).accepted == 12


def test_the_next_weeks_issue_tells_what_readers_said_and_what_moved(world: World) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 2)
    world.run(newsletter, auto_approve=True)
    world.clock.now += timedelta(days=1)
    votes = [
        {"tool": "alpha", "voter": f"r{n}", "choice": "ship" if n < 9 else "skip", "at": "2026-04-24"}
        for n in range(12)
    ]
    world.take_in(newsletter, *votes)
    for persona in ("builder", "founder"):
        world.take_in(newsletter, world.take("beta", persona, "skip", score=10, at="2026-04-24"))
    world.reviewed(newsletter, "gamma", "delta", launched_at="2026-04-25")
    world.clock.now += timedelta(days=6)
    second = world.run(newsletter, "2026-W18", auto_approve=True)
    assert second.issue is not None
    assert second.issue.number == 2
    assert {side.slug for side in second.issue.comparison.tools} == {"gamma", "delta"}
    whole = "".join(load_frozen(newsletter, "2026-W18").text)
    assert "9 of 12" in whole, "last week's readers"
    assert [mover.name for mover in second.issue.movers] == ["Beta"]
    assert len(world.mails()) == 4


def test_folding_the_log_again_sends_no_mail(world, ready):
    world.run(ready, auto_approve=True)
    assert len(world.mails()) == 3
    for mail in (world.home / "outbox").iterdir():
        mail.unlink()

    rebuild(ready.log)
    assert all(one.equal for one in check(ready.log))
    assert fingerprints(ready, "5")
    world.run(ready, auto_approve=True)

    assert world.mails() == {}


def test_an_event_nobody_can_read_stops_the_week_before_it_freezes(world, ready):
    event_id, stream, version, _type, *rest = codec.encode(
        FIRST_EVENTS[0], version=1, recorded_at=codec.canonical_time(world.clock.now), meta={}
    )
    unknown = (event_id[::-1], stream + "/later", version, "FromALaterRelease", *rest)
    with db.writing(ready.engine) as connection:
        assert db.take_positions(connection, [unknown], leaves=unknown[-1], expected={})
    head = world.position(ready)

    with pytest.raises(PoisonEvent, match="FromALaterRelease") as stop:
        world.run(ready, auto_approve=True)

    assert stop.value.position == head
    assert world.position(ready) == head
    assert world.mails() == {}
