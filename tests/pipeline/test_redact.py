"""Redacting a text: it goes with its copies, mails and raw bodies, never comes back, and issues say so."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select, text

from digest import db
from digest.delivery import recipients
from digest.delivery.folder import FolderTransport
from digest.delivery.recipients import Counts
from digest.errors import DigestError
from digest.events import ContentRedacted, DeliveryPaused, IssueFrozen, NewEvent, fact_id, seal
from digest.log.codec import canonical_json
from digest.log.content import texts
from digest.log.schema import content, event
from digest.log.store import EventLog
from digest.log.streams import stream_events
from digest.log.verify import verify
from digest.pipeline.approve import approve, reject
from digest.pipeline.deliver import deliver
from digest.pipeline.facts import find_tools
from digest.pipeline.freeze import load_frozen
from digest.pipeline.ingest import current_polls, ingest
from digest.pipeline.issue_stream import issue_event
from digest.pipeline.project import check, project
from digest.pipeline.redact import redact
from digest.pipeline.send import due_weeks
from digest.sources.raw import BodyStore
from tests.children import die_at_step, in_a_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from digest.issue.facts import ToolFacts
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Web, World

    Leftovers = Callable[..., list[str]]

WEEK = "2026-W17"
#: Sentences with two words that stand nowhere else, and marks that every format writes its own way.
TAKE = 'Zyzzogeton keeps your "keys" & logs <b>them</b>: Quillon told me so.'
WORDS = ("zyzzogeton", "quillon")
NOON = datetime(2026, 4, 21, 12, 0, tzinfo=UTC)


def quiet(_done: int, _total: int) -> None:
    pass


def leaking(world: World, newsletter: Newsletter, tool: str = "beta", **fields: Any) -> str:
    """Let a persona say the sentence of a tool; returns the take's content hash."""
    fields = {"persona": "skeptic", "at": "2026-04-21", **fields}
    world.take_in(newsletter, world.take(tool, **fields, take=TAKE))
    return hash_of(newsletter, TAKE)[-1]


def hash_of(newsletter: Newsletter, body: str) -> list[str]:
    """The hashes of the rows that hold exactly this body."""
    with db.reading(newsletter.engine) as connection:
        return list(connection.execute(select(content.c.hash).where(content.c.body == body)).scalars())


def tool(newsletter: Newsletter, slug: str) -> ToolFacts:
    with db.reading(newsletter.engine) as connection:
        return find_tools(connection, [slug])[0]


def said(newsletter: Newsletter, slug: str) -> dict[str, str]:
    """Persona -> the text that readers of the present would see."""
    return {take.persona: take.text for take in tool(newsletter, slug).takes}


def removed(newsletter: Newsletter) -> dict[str, str]:
    """Hash -> reason of every removal that the log knows, in its order."""
    with db.reading(newsletter.engine) as connection:
        rows = connection.execute(
            select(event.c.stream).where(event.c.type == "ContentRedacted").order_by(event.c.position)
        ).scalars()
        streams = list(rows)
        found = stream_events(connection, streams)
    assert [len(found[stream]) for stream in streams] == [1] * len(streams)
    data = [found[stream][0].data for stream in streams]
    return {one.hash: one.reason for one in data if isinstance(one, ContentRedacted)}


def counts(newsletter: Newsletter) -> Counts:
    with db.reading(newsletter.engine) as connection:
        return recipients.counts(connection, WEEK)


def feed(summary: str) -> str:
    link = "https://tools.example/kestrel"
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
        f"<item><title>Kestrel</title><link>{link}</link><guid>{link}</guid>"
        f"<description>{html.escape(summary)}</description>"
        "<pubDate>Mon, 20 Apr 2026 09:00:00 GMT</pubDate></item></channel></rss>"
    )


def test_a_redacted_text_is_left_nowhere_and_readers_see_when_it_went(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere, auto_approve=True)
    bodies = [
        json.dumps({"summary": TAKE}).encode(),
        f"<p>{html.escape(html.escape(TAKE))}</p>".encode(),
        TAKE.encode(),
        b"another body",
    ]
    kept = [anywhere.bodies.put(body) for body in bodies]
    assert {"database", "outbox", "bodies"} <= {place.split()[0] for place in leftovers(anywhere, *WORDS)}

    done = redact(anywhere, [hash_], reason="told in confidence")

    assert leftovers(anywhere, *WORDS) == []
    assert (done.texts, done.issues, done.bodies, done.mails) == (1, (WEEK,), 3, 3)
    assert anywhere.bodies.digests() == kept[3:]
    assert said(anywhere, "beta")["skeptic"] == "removed on 23 April 2026"
    assert said(anywhere, "beta")["builder"].startswith("The builder looked at beta")
    assert all(one.equal for one in check(anywhere.log))
    with db.reading(anywhere.engine) as connection:
        assert verify(connection).ok
    assert counts(anywhere) == Counts(accepted=3), "what became of the mails is still known"
    assert str(done) == (
        f"1 text removed, issue {WEEK} cannot be reproduced any more, 3 raw bodies deleted,"
        " 3 written mails deleted"
    )


def test_the_log_says_once_for_each_hash_why_it_went_and_by_whose_hand(
    anywhere: Newsletter, world: World
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere, auto_approve=True)
    frozen = load_frozen(anywhere, WEEK)
    redact(anywhere, [hash_], reason="told in confidence")
    stood = world.position(anywhere)
    gone = removed(anywhere)

    assert gone.pop(hash_) == "told in confidence"
    assert frozen.hash in gone
    assert set(gone.values()) == {f"told in confidence (issue {WEEK} carried {hash_})"}
    # Segments that say the same are one text.
    assert len(gone) == 1 + len({*frozen.html, *frozen.text})
    with db.reading(anywhere.engine) as connection:
        (recorded,) = stream_events(connection, [f"content/{hash_}"])[f"content/{hash_}"]
    assert (recorded.meta["actor"], recorded.version) == ("ed", 1)

    again = redact(anywhere, [hash_[:8]], reason="to be sure")
    assert str(again) == "no text was left to remove"
    assert world.position(anywhere) == stood


def test_a_redacted_text_does_not_come_back_with_its_file(anywhere: Newsletter, world: World) -> None:
    hash_ = leaking(world, anywhere)
    path = world.file(world.take("beta", "skeptic", take=TAKE, at="2026-04-21"))
    redact(anywhere, [hash_], reason="told in confidence")

    assert "nothing changed" in world.take_in(anywhere, json.loads(path.read_text()))
    later = world.take_in(anywhere, world.take("beta", "skeptic", take=TAKE, at="2026-04-22"))

    assert later.startswith("0 takes published, 1 replaced")
    assert hash_of(anywhere, TAKE) == []
    assert said(anywhere, "beta")["skeptic"] == "removed on 23 April 2026"


def test_its_copies_go_with_it_and_texts_that_only_hold_it_are_named(
    digest: Digest, ready: Newsletter, world: World
) -> None:
    hash_ = leaking(world, ready)
    leaking(world, ready, "alpha", persona="builder")
    world.take_in(ready, world.take("alpha", "founder", at="2026-04-21", take=f"I heard: {TAKE} Hm."))
    (holding,) = hash_of(ready, f"I heard: {TAKE} Hm.")
    assert len(hash_of(ready, TAKE)) == 2

    assert digest("log", "redact", hash_).code == 2, "without a reason"
    done = digest("log", "redact", hash_, "--reason", "told in confidence")

    assert done.out == f"2 texts removed\nleft, though it stands in them too: {holding}\n"
    assert hash_of(ready, TAKE) == []
    assert sorted(reason.replace(hash_, "HASH") for reason in removed(ready).values()) == [
        "told in confidence",
        "told in confidence (a copy of HASH)",
    ]


def test_a_delivered_issue_that_carried_it_says_when_and_why_it_cannot_be_shown(
    digest: Digest, ready: Newsletter, world: World
) -> None:
    hash_ = leaking(world, ready)
    world.run(ready, auto_approve=True)
    claims = digest("issue", "show", WEEK, "--json").json["claims"]
    world.clock.now = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    redact(ready, [hash_], reason="told in confidence")

    words = f"texts of it were removed on 24 December 2026 (told in confidence (issue {WEEK} carried"
    refused = digest("issue", "render", WEEK)
    assert refused.code == 1
    assert words in refused.err
    shown = digest("issue", "show", WEEK)
    assert shown.code == 0
    assert shown.out.startswith(f"{WEEK}: delivered, Alpha vs Beta")
    assert "it said, in that order: Ship (2 ship / 1 skip), Ship (3 ship / 0 skip)" in shown.out
    assert "the rest was removed on 24 December 2026: told in confidence" in shown.out
    told = digest("issue", "show", WEEK, "--json").json
    assert (told["issue"], told["claims"]) == (None, claims)
    assert told["removed"]["at"] == "2026-12-24T09:00:00Z"


def test_an_issue_that_is_not_delivered_yet_is_refused_and_frozen_anew_without_it(
    anywhere: Newsletter, world: World
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere)
    redact(anywhere, [hash_], reason="told in confidence")
    then = rf"told in confidence.*digest issue reject {WEEK}, then: digest weekly --week {WEEK}$"
    with pytest.raises(DigestError, match=then):
        approve(anywhere, WEEK)
    with pytest.raises(DigestError, match=then):
        deliver(anywhere, WEEK, on_progress=quiet)

    reject(anywhere, WEEK, "a text was removed")
    with pytest.raises(DigestError, match=rf"Freeze it anew: digest weekly --week {WEEK}$"):
        load_frozen(anywhere, WEEK)
    assert world.run(anywhere, auto_approve=True).state == "delivered"

    mails = b"".join(world.mails().values())
    assert b"removed on 23 April 2026" in mails
    assert WORDS[0].encode() not in mails.lower()


def test_an_approved_issue_is_refused_as_well(anywhere: Newsletter, world: World) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere)
    approve(anywhere, WEEK)
    redact(anywhere, [hash_], reason="told in confidence")
    with pytest.raises(DigestError, match=f"digest issue reject {WEEK}"):
        deliver(anywhere, WEEK, on_progress=quiet)
    assert world.mails() == {}


def test_an_issue_that_was_sent_back_goes_and_the_one_that_replaced_it_stays(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere)
    sent_back = load_frozen(anywhere, WEEK).hash
    reject(anywhere, WEEK, "not that take")
    world.take_in(anywhere, world.take("beta", "skeptic", at="2026-04-22"))
    world.run(anywhere, auto_approve=True)
    stands = load_frozen(anywhere, WEEK)

    done = redact(anywhere, [hash_], reason="told in confidence")

    assert (done.issues, done.mails) == ((), 0)
    assert load_frozen(anywhere, WEEK) == stands
    assert len(world.mails()) == 3
    assert sent_back in removed(anywhere)
    assert leftovers(anywhere, *WORDS) == []


def test_a_segment_that_an_issue_without_the_text_has_as_well_stays(
    anywhere: Newsletter, world: World
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere)
    with db.reading(anywhere.engine) as connection:
        story = stream_events(connection, [f"issue/{WEEK}"])[f"issue/{WEEK}"]
    first = story[-1].data
    assert isinstance(first, IssueFrozen)
    # Releases whose freezes of one week shared their equal segments left such logs.
    whole, head = (
        seal(anywhere.content_key, WEEK, text)
        for text in (canonical_json(load_frozen(anywhere, WEEK).issue).replace("Quillon", "Somebody"), "Hi ")
    )
    second = msgspec.structs.replace(first, issue=whole.hash, html=(head.hash, *first.html[1:]))
    reject(anywhere, WEEK, "not that take")
    anywhere.log.append(
        [
            issue_event(
                WEEK, len(story) + 1, second, occurred_at=anywhere.now(), actor="ed", contents=(whole, head)
            )
        ]
    )
    project(anywhere.log)
    stands = load_frozen(anywhere, WEEK)

    redact(anywhere, [hash_], reason="told in confidence")

    assert load_frozen(anywhere, WEEK) == stands
    assert {first.issue, first.html[0]} <= removed(anywhere).keys()


class Stops(FolderTransport):
    """A folder that fails before its second mail."""

    def __init__(self, home: Any) -> None:
        super().__init__(home / "outbox")
        self._place = home / "outbox"

    def send(self, envelope: Any) -> Any:
        if list(self._place.glob("*.eml")):
            raise OSError(28, "No space left on device", "outbox")
        return super().send(envelope)


def test_a_delivery_that_was_interrupted_is_ended_and_whoever_waited_gets_no_mail(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere)
    approve(anywhere, WEEK)
    with pytest.raises(OSError, match="No space left"):
        deliver(replace(anywhere, transport=Stops(world.home)), WEEK, on_progress=quiet)
    assert counts(anywhere) == Counts(accepted=1, claimed=1, pending=1)

    done = redact(anywhere, [hash_], reason="told in confidence")

    assert (done.cancelled, done.mails) == (2, 1)
    assert counts(anywhere) == Counts(accepted=1, cancelled=2)
    assert world.state(anywhere) == "delivered"
    assert due_weeks(anywhere) == ()
    assert all(one.equal for one in check(anywhere.log))
    assert leftovers(anywhere, *WORDS) == []


def test_nothing_is_removed_while_an_issue_that_carries_it_is_being_delivered(
    anywhere: Newsletter, world: World
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere)
    approve(anywhere, WEEK)
    stood = world.position(anywhere)
    with (
        db.exclusive(anywhere.engine, f"delivery-{WEEK}"),
        pytest.raises(DigestError, match=f"digest deliveries pause {WEEK}"),
    ):
        redact(anywhere, [hash_], reason="told in confidence")
    assert world.position(anywhere) == stood
    assert hash_of(anywhere, TAKE) == [hash_]


class Broken(FolderTransport):
    """A folder whose disk fails when mails are to be deleted."""

    def forget(self, message_ids: Iterable[str]) -> int:
        raise OSError(5, "Input/output error", "outbox")


def test_what_a_crash_after_the_commit_left_is_finished_by_the_same_command(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    hash_ = leaking(world, anywhere)
    world.run(anywhere, auto_approve=True)
    broken = replace(anywhere, transport=Broken(world.home / "outbox"))
    with pytest.raises(OSError, match="Input/output"):
        redact(broken, [hash_], reason="told in confidence")
    assert {place.split()[0] for place in leftovers(anywhere, *WORDS)} >= {"outbox"}

    finished = redact(anywhere, [hash_[:12]], reason="told in confidence")

    assert (finished.texts, finished.mails) == (0, 3)
    assert leftovers(anywhere, *WORDS) == []


class LosesPower(EventLog):
    """A log whose process dies in the act: what the transaction did is rolled back."""

    def append(self, *_arguments: Any, **_named: Any) -> Any:
        raise KeyboardInterrupt


def test_what_a_crash_before_the_commit_left_is_finished_by_the_same_command(
    anywhere: Newsletter, world: World, leftovers: Leftovers
) -> None:
    hash_ = leaking(world, anywhere)
    anywhere.bodies.put(TAKE.encode())
    dying = LosesPower(anywhere.engine, now=anywhere.log.now)
    with pytest.raises(KeyboardInterrupt):
        redact(replace(anywhere, log=dying), [hash_], reason="told in confidence")
    assert hash_of(anywhere, TAKE) == [hash_]

    assert redact(anywhere, [hash_], reason="told in confidence").texts == 1
    assert leftovers(anywhere, *WORDS) == []
    (line,) = (world.home / "erasures.jsonl").read_text().splitlines()
    assert msgspec.json.decode(line)["content"] == hash_


class Polled(BodyStore):
    """A store into which a poll puts a body while the texts are being looked for."""

    def digests(self) -> list[str]:
        found = super().digests()
        self.put(TAKE.encode())
        return found


def test_a_body_that_a_poll_brings_in_meanwhile_is_deleted_too(anywhere: Newsletter, world: World) -> None:
    hash_ = leaking(world, anywhere)
    polled = replace(anywhere, bodies=Polled(world.home / "bodies"))
    assert redact(polled, [hash_], reason="told in confidence").bodies == 1


def test_a_copy_that_is_being_recorded_meanwhile_goes_too(anywhere: Newsletter, world: World) -> None:
    hash_ = leaking(world, anywhere)
    copy = seal(anywhere.content_key, "review/another/skeptic", TAKE)
    paused = DeliveryPaused(week=None, reason="any event will do")
    carrier = NewEvent(
        event_id=fact_id("carrier"), stream="deliveries", occurred_at=NOON, data=paused, contents=(copy,)
    )
    redacting = Thread(
        target=redact, args=(anywhere, [hash_]), kwargs={"reason": "told in confidence"}, daemon=True
    )
    with db.writing(anywhere.engine) as connection:
        anywhere.log.append([carrier], connection=connection)
        redacting.start()
        redacting.join(1)
        assert redacting.is_alive(), "it waits for the append"
    redacting.join(60)

    assert hash_of(anywhere, TAKE) == []
    assert removed(anywhere).keys() == {hash_, copy.hash}


def test_a_source_that_still_shows_it_does_not_bring_it_back(
    world: World, web: Web, leftovers: Leftovers
) -> None:
    text = "Kestrel watches Zyzzogeton all day, as Quillon let slip."
    world.settings(("news", "feed", web.says("/feed", feed(text))))
    newsletter = world.open()

    def poll() -> str:
        return ingest(newsletter, current_polls(newsletter.sources, asked=True), on_outcome=lambda _: None)[
            0
        ].status

    assert poll() == "read"
    done = redact(newsletter, hash_of(newsletter, text), reason="told in confidence")
    assert (done.texts, done.bodies, done.taglines) == (1, 1, ("kestrel",))
    assert newsletter.bodies.digests() == []

    assert poll() == "unchanged"
    world.clock.now = datetime(2026, 4, 24, 7, 0, tzinfo=UTC)
    web.says("/feed", feed(text).replace("Kestrel</title>", "Kestrel 2</title>"))
    assert poll() == "read"

    assert hash_of(newsletter, text) == []
    assert newsletter.bodies.digests() == []
    assert tool(newsletter, "kestrel").description == "removed on 23 April 2026"
    assert [place for place in leftovers(newsletter, *WORDS) if not place.startswith("database")] == []


def test_a_byline_whose_name_was_removed_still_says_that_a_person_approved(
    anywhere: Newsletter, world: World
) -> None:
    world.take_in(
        anywhere,
        world.take("alpha", "creator", drafted_by="model:small-1", approved_by="Quillon Zyzzogeton"),
    )

    def byline() -> str | None:
        return {take.persona: take.byline for take in tool(anywhere, "alpha").takes}["creator"]

    assert byline() == "AI-drafted (small-1), approved by Quillon Zyzzogeton"
    redact(anywhere, hash_of(anywhere, "Quillon Zyzzogeton"), reason="wants no byline")
    assert byline() == "AI-drafted (small-1), approved by a person"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("abc", "is no content hash; give at least the first 8"),
        ("xyzxyzxyz", "is no content hash"),
        ("ABCDEF0123", "is no content hash"),
        ("0" * 64, "no text has a hash that begins with 0000"),
    ],
)
def test_what_names_no_text_is_refused(anywhere: Newsletter, world: World, given: str, says: str) -> None:
    stood = world.position(anywhere)
    with pytest.raises(DigestError, match=says):
        redact(anywhere, [given], reason="told in confidence")
    assert world.position(anywhere) == stood


def test_first_digits_that_fit_two_texts_are_refused_with_both(anywhere: Newsletter) -> None:
    hashes = ["ab" * 4 + f"{number:056x}" for number in (1, 2)]
    with db.writing(anywhere.engine) as connection:
        connection.execute(
            content.insert(), [{"hash": hash_, "salt": b"", "body": hash_} for hash_ in hashes]
        )
    with pytest.raises(DigestError, match=f"begins 2 hashes; give more digits: {', '.join(hashes)}"):
        redact(anywhere, ["abababab"], reason="told in confidence")
    assert redact(anywhere, [hashes[0]], reason="told in confidence").texts == 1


@pytest.mark.parametrize("reason", ["", "  ", "bell \a", "x" * 1_001])
def test_a_reason_that_nobody_could_print_is_refused(anywhere: Newsletter, world: World, reason: str) -> None:
    hash_ = leaking(world, anywhere)
    with pytest.raises(DigestError, match="the reason cannot be kept as it is; allowed: text of 1 to 1,000"):
        redact(anywhere, [hash_], reason=reason)
    with db.reading(anywhere.engine) as connection:
        assert texts(connection, [hash_])


def test_what_a_server_sampled_of_a_text_before_it_kept_no_samples_goes_too(
    world: World, new_postgres: Callable[[], str], leftovers: Leftovers
) -> None:
    newsletter = world.open(database_url=new_postgres())
    world.reviewed(newsletter, "alpha", "beta")
    hash_ = leaking(world, newsletter)
    with db.writing(newsletter.engine) as connection:
        connection.execute(text("ALTER TABLE content ALTER COLUMN body SET STATISTICS -1"))
        connection.execute(text("ANALYZE content"))
        # As the step that ended it did.
        connection.execute(text('ALTER TABLE content ALTER COLUMN body TYPE TEXT COLLATE "C"'))
        connection.execute(text("ALTER TABLE content ALTER COLUMN body SET STATISTICS 0"))
    redact(newsletter, [hash_], reason="told in confidence")
    assert leftovers(newsletter, *WORDS) == []
    newsletter.engine.dispose()


@pytest.mark.slow
def test_killed_at_any_step_the_same_command_finishes_it(
    world: World, new_database: Callable[[], str], leftovers: Leftovers
) -> None:
    url = new_database()

    def again(step: int | None, hash_: str) -> bool:
        def work() -> None:
            newsletter = world.open(database_url=url)
            if step is not None:
                die_at_step(newsletter.engine, step)
            redact(newsletter, [hash_], reason="told in confidence")

        return in_a_child(work)

    def said(text: str) -> str:
        newsletter = world.open(database_url=url)
        world.take_in(
            newsletter,
            world.take("beta", "skeptic", take=text, at=f"2026-04-21T{step // 60:02}:{step % 60:02}"),
        )
        newsletter.bodies.put(text.encode())
        (hash_,) = hash_of(newsletter, text)
        newsletter.engine.dispose()
        return hash_

    newsletter = world.open(database_url=url)
    world.reviewed(newsletter, "alpha", "beta")
    newsletter.engine.dispose()
    ended, step = False, 0
    while not ended:
        step += 1
        hash_ = said(f"Zyzzogeton{step} told me so.")
        ended = again(step, hash_)
        assert again(None, hash_), step
        newsletter = world.open(database_url=url)
        assert leftovers(newsletter, f"zyzzogeton{step} ") == [], step
        assert list(removed(newsletter))[-1] == hash_
        newsletter.engine.dispose()
    assert step > 15
