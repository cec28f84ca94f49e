"""``digest log`` as people and programs meet it: whole or not, single events, and moving house."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update

from digest import db
from digest.cli import output
from digest.log import faults
from digest.log.schema import content, event
from tests.log.damage import at, drop_guards, stored
from tests.stages import mailed_week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World
    from tests.stages import Stages


@pytest.fixture
def sent(world: World, stages: Stages) -> Newsletter:
    """A newsletter whose first issue is with its readers."""
    return stages.at_home(world, mailed_week)


def a_mail(world: World) -> Path:
    return world.home / "outbox" / next(iter(world.mails()))


def change(newsletter: Newsletter, position: int, **columns: object) -> None:
    drop_guards(newsletter.engine)
    with db.writing(newsletter.engine) as connection:
        connection.execute(update(event).where(at(position)).values(columns))


def test_a_whole_log_is_said_to_be_whole(digest: Digest, sent: Newsletter) -> None:
    events = stored(sent.engine)

    said = digest("log", "verify")
    told = digest("log", "verify", "--json")

    assert (said.code, said.err) == (0, "")
    assert said.out == f"whole: {len(events)} events, head {events[-1]['chain_hash'].hex()}\n"
    assert told.code == 0
    assert list(told.json.items())[:3] == [("ok", True), ("position", None), ("problem", None)]
    assert told.json["events"] == told.json["head"]["position"] == len(events)


def test_a_damaged_log_is_refused_by_position_and_stays_as_it_is(digest: Digest, sent: Newsletter) -> None:
    # One of the events that opening a newsletter would define again.
    change(sent, 2, event_id="00000000-0000-4000-8000-000000000000")
    damaged = stored(sent.engine)

    said = digest("log", "verify")
    told = digest("log", "verify", "--json")

    assert (said.code, told.code) == (1, 1)
    assert said.out.startswith("not whole: position 2: event_hash is not that of the other columns\n")
    assert list(told.json.items())[:3] == [
        ("ok", False),
        ("position", 2),
        ("problem", "event_hash is not that of the other columns"),
    ]
    assert stored(sent.engine) == damaged


def test_a_bad_head_has_no_position(digest: Digest, sent: Newsletter) -> None:
    with sent.engine.begin() as raw:
        raw.execute(text("DELETE FROM log_head"))

    assert digest("log", "verify").out.startswith("not whole: the head: log_head is not one row")


def test_a_mail_is_held_against_the_log(digest: Digest, sent: Newsletter, world: World) -> None:
    mail = a_mail(world)
    frozen = next(row for row in stored(sent.engine) if row["type"] == "IssueFrozen")
    as_of = json.loads(frozen["payload"])["as_of_position"]

    said = digest("log", "verify", "--against", mail)
    told = digest("log", "verify", "--against", mail, "--json")

    assert (said.code, told.code) == (0, 0)
    assert f"{mail} has the same head at position {as_of}: 64 of 64 hex digits compared" in said.out
    assert told.json["compared"] == {"position": as_of, "digits": 64}


def test_a_mail_of_another_history_is_told_from_ours(digest: Digest, sent: Newsletter, world: World) -> None:
    mail = a_mail(world).read_text(encoding="utf-8")
    head = digest("log", "verify", "--against", a_mail(world), "--json").json["compared"]
    ours = stored(sent.engine)[head["position"] - 1]["chain_hash"].hex()
    (world.folder / "other.eml").write_text(mail.replace(ours, "0" * 64), encoding="utf-8")
    (world.folder / "later.eml").write_text(
        mail.replace(f"position {head['position']}", "position 999"), encoding="utf-8"
    )

    other = digest("log", "verify", "--against", "other.eml", "--json")
    later = digest("log", "verify", "--against", "later.eml", "--json")

    assert (other.code, other.json["position"]) == (1, head["position"])
    assert "0" * 64 in other.json["problem"]
    assert (later.code, later.json["position"]) == (1, len(stored(sent.engine)) + 1)
    assert "position 999" in later.json["problem"]


def test_a_file_that_is_no_mail_of_ours_is_refused(digest: Digest, sent: Newsletter) -> None:
    refused = digest("log", "verify", "--against", "home/digest.toml")

    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("digest: home/digest.toml: no line 'As of log position")
    assert digest("log", "verify", "--against", "nowhere.eml").err.startswith(
        "digest: nowhere.eml: No such file"
    )


def test_progress_goes_to_stderr_a_line_at_a_time_where_nobody_watches(
    digest: Digest, sent: Newsletter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "REPORT_EVERY", 20)
    events = len(stored(sent.engine))

    told = digest("log", "verify", "--json")

    assert told.json["ok"]
    assert told.err.splitlines() == [f"verify   {done} of {events}" for done in range(20, events + 1, 20)]


def test_a_count_without_a_total_says_only_what_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with output.counting("import") as progress:
        progress(200_000, 0)

    assert capsys.readouterr().err == "import   200,000\n"


def test_the_statistics_count_events_by_type(digest: Digest, sent: Newsletter) -> None:
    rows = stored(sent.engine)

    told = digest("log", "stats", "--json").json

    assert told["events"] == told["position"] == sum(told["types"].values()) == len(rows)
    assert told["types"]["PersonaDefined"] == 5
    assert list(told["types"]) == sorted(told["types"])
    assert told["streams"] == len({row["stream"] for row in rows})
    assert (told["first_recorded_at"], told["last_recorded_at"]) == (
        rows[0]["recorded_at"],
        rows[-1]["recorded_at"],
    )
    assert "PersonaDefined\t5" in digest("log", "stats").out


def test_the_statistics_of_an_empty_log_are_zeros(digest: Digest, world: World) -> None:
    world.home.mkdir()

    told = digest("log", "stats", "--json").json

    assert told == {
        "position": 0,
        "hash": "0" * 64,
        "events": 0,
        "streams": 0,
        "types": {},
        "first_recorded_at": None,
        "last_recorded_at": None,
    }
    assert digest("log", "stats").code == 0


def test_the_tail_is_the_newest_events_oldest_first(digest: Digest, sent: Newsletter) -> None:
    rows = stored(sent.engine)

    said = digest("log", "tail", "-n", 3)
    told = digest("log", "tail", "-n", 3, "--json").json

    assert [line.split()[0] for line in said.out.splitlines()] == [str(row["position"]) for row in rows[-3:]]
    assert rows[-1]["type"] in said.out.splitlines()[-1]
    assert [one["id"] for one in told] == [row["event_id"] for row in rows[-3:]]
    assert told[-1]["data"] == json.loads(rows[-1]["payload"])
    assert digest("log", "tail", "-n", 0).out == ""
    assert len(digest("log", "tail", "-n", 9_999).out.splitlines()) == len(rows)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Processes heed it also where a shell has started the tests in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_following_shows_every_event_once_in_order_and_ctrl_c_ends_it(
    world: World, ready: Newsletter
) -> None:
    seen = world.folder / "seen"
    command = [
        sys.executable,
        "-m",
        "digest",
        "--home",
        str(world.home),
        "log",
        "tail",
        "-n",
        "2",
        "-f",
        "--json",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    start = world.position(ready)

    def shown() -> list[int]:
        return [json.loads(line)["position"] for line in seen.read_bytes().splitlines(keepends=True)]

    def wait_for(count: int) -> None:
        deadline = time.monotonic() + 60
        while seen.read_bytes().count(b"\n") < count and time.monotonic() < deadline:
            time.sleep(0.02)

    with seen.open("wb") as out:
        follower = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=environment)
    wait_for(2)
    for round_ in range(6):
        votes = [
            {"tool": "alpha", "voter": f"r{round_}-{n}", "choice": "ship", "at": "2026-04-20"}
            for n in range(3)
        ]
        world.take_in(ready, *votes)
    wait_for(20)
    follower.send_signal(signal.SIGINT)
    _, complaint = follower.communicate(timeout=60)

    assert shown() == list(range(start - 1, start + 19))
    assert (follower.returncode, complaint) == (0, b"")


def test_an_event_is_shown_by_position_by_id_and_with_its_stream(digest: Digest, sent: Newsletter) -> None:
    review = next(row for row in stored(sent.engine) if row["type"] == "ReviewPublished")
    take = "The builder looked at alpha and says ship."

    by_position = digest("log", "show", review["position"])
    by_id = digest("log", "show", review["event_id"].upper(), "--json").json
    by_stream = digest("log", "show", review["stream"], "--json").json

    assert f"position {review['position']}\n" in by_position.out
    assert review["event_hash"].hex() in by_position.out
    assert f"    {take}" in by_position.out
    assert '      "persona": "builder"' in by_position.out
    assert [one["position"] for one in by_id["events"]] == [review["position"]]
    assert any(body.startswith(take) for body in by_id["texts"].values())
    assert [one["subject"] for one in by_stream["events"]] == [review["stream"]]


def test_a_text_that_was_removed_is_not_shown_and_the_event_is(digest: Digest, sent: Newsletter) -> None:
    review = next(row for row in stored(sent.engine) if row["type"] == "ReviewPublished")
    with db.writing(sent.engine) as connection:
        connection.execute(content.delete())

    said = digest("log", "show", review["position"])

    assert said.code == 0
    assert "  payload\n" in said.out
    assert "  text " not in said.out
    assert digest("log", "show", review["position"], "--json").json["texts"] == {}


def test_an_event_of_a_stream_is_shown_in_order(digest: Digest, sent: Newsletter) -> None:
    told = digest("log", "show", "issue/2026-W17", "--json").json["events"]

    assert [one["streamversion"] for one in told] == list(range(1, len(told) + 1))
    assert len(told) > 3


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("999999", "no event has the position 999999"),
        ("00000000-0000-4000-8000-000000000000", "no event has the id"),
        ("vote/nobody", "no event has the stream vote/nobody"),
    ],
)
def test_an_event_that_is_not_there_is_said_not_to_be(
    digest: Digest, ready: Newsletter, what: str, says: str
) -> None:
    refused = digest("log", "show", what)

    assert (refused.code, refused.out) == (1, "")
    assert says in refused.err
    assert "digest --home home log tail" in refused.err


def test_a_payload_that_is_no_json_is_shown_as_it_is(digest: Digest, sent: Newsletter) -> None:
    change(sent, 3, payload="{not json")

    assert "    {not json\n" in digest("log", "show", 3).out
    refused = digest("log", "show", 3, "--json")
    assert refused.code == 1
    assert "the payload at position 3 cannot be read" in refused.err


def test_a_newsletter_moves_by_two_commands(digest: Digest, sent: Newsletter) -> None:
    events = stored(sent.engine)
    head = events[-1]["chain_hash"].hex()

    out = digest("log", "export", "log.jsonl")
    assert digest("init", "new").code == 0
    taken = digest("log", "import", "log.jsonl", home="new")

    assert out.out == f"exported {len(events)} events to log.jsonl, head {head}\n"
    assert taken.out == f"imported {len(events)} events from log.jsonl, head {head}\n"
    assert digest("log", "stats", "--json", home="new").json == digest("log", "stats", "--json").json
    assert digest("rebuild", "--check", home="new").out == digest("rebuild", "--check").out
    assert digest("log", "export", "-", home="new").out == (sent.home.parent / "log.jsonl").read_text("utf-8")
    # Opening it from now on begins nothing anew.
    assert digest("tools", "list", home="new").code == 0
    assert digest("log", "stats", "--json", home="new").json["position"] == len(events)


def test_a_second_import_is_refused_with_the_head_that_is_there(digest: Digest, sent: Newsletter) -> None:
    digest("log", "export", "log.jsonl")

    refused = digest("log", "import", "log.jsonl")

    assert (refused.code, refused.out) == (1, "")
    assert f"its head is at position {len(stored(sent.engine))}" in refused.err


def test_a_bad_line_is_named_and_a_second_try_finds_the_log_still_empty(
    digest: Digest, sent: Newsletter, world: World
) -> None:
    digest("log", "export", "log.jsonl")
    whole = (world.folder / "log.jsonl").read_text("utf-8")
    (world.folder / "bad.jsonl").write_text(whole.replace('"place":3', '"place":4', 1), "utf-8")

    refused = digest("log", "import", "bad.jsonl", home="new")

    assert refused.code == 1
    assert refused.err.startswith("digest: bad.jsonl:3: eventhash is ")
    assert digest("log", "import", "log.jsonl", home="new").code == 0
