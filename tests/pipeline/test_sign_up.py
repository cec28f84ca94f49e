"""Readers who come by themselves: asked twice, known once, and nobody on the list but by their own hand."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import event, select

from digest import db
from digest.delivery.folder import FolderTransport
from digest.delivery.letters import letter
from digest.delivery.transport import Unknowable
from digest.email.templates import packaged_templates
from digest.errors import BadFile, BadToken, LinkExpired, MessageDeferred, TransportUnavailable
from digest.intake.standing import Preferences
from digest.links import Confirm, read_token
from digest.log.schema import event as log_event
from digest.log.schema import sign_up, subscriber_vault, suppression
from digest.pipeline.confirm import confirm, confirmation
from digest.pipeline.erase import erase, erase_reader
from digest.pipeline.export_reader import export_reader
from digest.pipeline.leave import leave
from digest.pipeline.letters import LettersSent, send_letters
from digest.pipeline.pause import pause, resume
from digest.pipeline.preferences import change_preferences, request_address_change
from digest.pipeline.reader import read_reader
from digest.pipeline.sign_up import request_sign_up, take_sign_ups
from digest.pipeline.subscribe import counts_by_status, subscriber_ids, unsubscribe
from tests.children import die, in_a_child
from tests.stages import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Reach, World

ADA = "ada@example.org"


@pytest.fixture
def newsletter(reach: Reach) -> Newsletter:
    return reach(opened)


def ask(newsletter: Newsletter, address: str = ADA, name: str | None = "Ada") -> None:
    request_sign_up(newsletter, address, name=name, consent_text="Yes, each week.", source="sign-up form")


def asked_and_written(newsletter: Newsletter, address: str = ADA) -> None:
    ask(newsletter, address)
    take_sign_ups(newsletter)
    send_letters(newsletter)


def mails(world: World) -> list[EmailMessage]:
    """The letters in the outbox folder, in the order in which they were written."""
    paths = sorted((world.home / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]  # type: ignore[misc]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def token_in(mail: EmailMessage, kind: str = "c") -> str:
    text = text_of(mail)
    found = re.search(rf"https://shiporskip\.example/{kind}/([A-Za-z0-9_-]+)", text)
    assert found is not None, text
    return found[1]


def on_the_list(newsletter: Newsletter, world: World, address: str = ADA) -> str:
    """Sign somebody up and confirm; their id."""
    asked_and_written(newsletter, address)
    confirm(newsletter, token_in(mails(world)[-1]))
    send_letters(newsletter)
    return the_id(newsletter, address)


def the_id(newsletter: Newsletter, address: str = ADA) -> str:
    with db.reading(newsletter.engine) as connection:
        return subscriber_ids(connection, [address])[address]


def counts(newsletter: Newsletter) -> dict[str, int]:
    with db.reading(newsletter.engine) as connection:
        found = counts_by_status(connection)
    return {status: number for status, number in found.items() if number}


def test_who_asks_is_on_the_list_once_they_press_the_button_in_their_mailbox(
    newsletter: Newsletter, world: World
) -> None:
    ask(newsletter)
    assert counts(newsletter) == {}
    assert take_sign_ups(newsletter) == 1
    assert counts(newsletter) == {"pending": 1}
    assert send_letters(newsletter) == LettersSent(sent=1, failed=0)
    (mail,) = mails(world)
    assert mail["To"] == "Ada <ada@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] is None
    assert "asked at 2026-04-23 07:00 UTC for" in " ".join(text_of(mail).split())

    token = token_in(mail)
    assert confirmation(newsletter, token).what == "subscribed"
    assert counts(newsletter) == {"pending": 1}, "looking at the page changes nothing"
    world.clock.now += timedelta(hours=2)
    assert confirm(newsletter, token).what == "subscribed"
    assert confirm(newsletter, token).what == "already"
    assert counts(newsletter) == {"confirmed": 1}
    with db.reading(newsletter.engine) as connection:
        kept = connection.execute(select(subscriber_vault)).one()
    assert (kept.consent_text, kept.consent_source) == ("Yes, each week.", "sign-up form")
    assert kept.confirmed_at == "2026-04-23T09:00:00.000000Z"
    send_letters(newsletter)
    assert mails(world)[-1]["Subject"] == "You are on the list for Ship or Skip"
    assert read_reader(newsletter, kept.subscriber_id).masked_address == "a•••@example.org"  # type: ignore[union-attr]


def test_a_known_address_costs_the_form_the_same_statements_as_a_new_one(
    newsletter: Newsletter, world: World
) -> None:
    on_the_list(newsletter, world)
    said: list[str] = []

    @event.listens_for(newsletter.engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    ask(newsletter, "somebody@example.org")
    new, said[:] = list(said), []
    ask(newsletter, ADA)
    assert said == new
    assert any("sign_up" in statement for statement in said)
    assert not any("subscriber_vault" in statement for statement in said)


def test_who_is_on_the_list_is_told_so_and_stays_as_they_were(newsletter: Newsletter, world: World) -> None:
    on_the_list(newsletter, world)
    before = world.position(newsletter)
    request_sign_up(newsletter, "ADA@example.org", name="Mallory", consent_text="x", source="y")
    take_sign_ups(newsletter)
    send_letters(newsletter)
    assert mails(world)[-1]["Subject"] == "You are on the list for Ship or Skip already"
    assert mails(world)[-1]["To"] == "Ada <ada@example.org>"
    assert world.position(newsletter) == before


def test_an_address_gets_three_letters_a_day_however_often_somebody_types_it(
    newsletter: Newsletter, world: World
) -> None:
    for _ in range(5):
        ask(newsletter)
    take_sign_ups(newsletter)
    assert send_letters(newsletter).sent == 3
    world.clock.now += timedelta(days=1, seconds=1)
    ask(newsletter)
    take_sign_ups(newsletter)
    assert send_letters(newsletter).sent == 1


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("no address", None),
        ("a@b\r\nBcc: c@example.org", None),
        ("=?utf-8?q?a=0ABcc=3Ax?=@example.org", "Ada"),
        (ADA, "Ada\0"),
        ("ünï@example.org", None),
        (ADA, "x" * 201),
    ],
)
def test_what_cannot_stand_in_a_header_is_refused_at_the_door(
    newsletter: Newsletter, address: str, name: str | None
) -> None:
    with pytest.raises(BadFile):
        ask(newsletter, address, name)
    with db.reading(newsletter.engine) as connection:
        assert connection.execute(select(sign_up)).all() == []


def test_a_name_cannot_add_a_header(newsletter: Newsletter, world: World) -> None:
    ask(newsletter, name="Eve\r\nBcc: x@example.org =?utf-8?q?=0ABcc=3A_y=40example.org?=")
    take_sign_ups(newsletter)
    send_letters(newsletter)
    (mail,) = mails(world)
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["To"].addresses] == [ADA]
    assert not mail.defects


def test_a_link_is_good_for_a_week_and_for_nothing_once_the_reader_has_left(
    newsletter: Newsletter, world: World
) -> None:
    asked_and_written(newsletter)
    token = token_in(mails(world)[0])
    world.clock.now += timedelta(days=7, hours=1)
    for act in (confirmation, confirm):
        with pytest.raises(LinkExpired):
            act(newsletter, token)
    reader = on_the_list(newsletter, world)
    again = token_in(mails(world)[-2])
    assert leave(newsletter, reader, via="link")
    assert not leave(newsletter, reader, via="link")
    with pytest.raises(LinkExpired):
        confirm(newsletter, again)
    assert counts(newsletter) == {"unsubscribed": 1}


def test_who_leaves_by_the_page_is_told_so_once_and_how_to_come_back(
    newsletter: Newsletter, world: World
) -> None:
    reader = on_the_list(newsletter, world)
    send_letters(newsletter)
    had = len(mails(world))
    for _ in range(2):
        leave(newsletter, reader, via="link")
        send_letters(newsletter)
    (mail,) = mails(world)[had:]
    assert (mail["Subject"], mail["To"]) == ("You have left Ship or Skip", "Ada <ada@example.org>")
    assert "https://shiporskip.example/sign-up" in text_of(mail)


def test_letters_speak_the_language_of_the_newsletter(newsletter: Newsletter, world: World) -> None:
    english = (packaged_templates() / "words" / "en.toml").read_text(encoding="utf-8")
    own = world.home / "templates" / "words" / "da.toml"
    own.parent.mkdir(parents=True)
    own.write_text(english.replace("Confirm that you want {brand}", "Bekræft {brand}"), encoding="utf-8")
    brand = msgspec.structs.replace(newsletter.brand, language="da-DK")
    folders = (own.parents[1], *newsletter.templates)
    asked_and_written(dataclasses.replace(newsletter, brand=brand, templates=folders))
    (mail,) = mails(world)
    assert mail["Subject"] == "Bekræft Ship or Skip"


def test_nobody_is_written_to_whose_mail_program_or_operator_took_them_off(
    newsletter: Newsletter, world: World
) -> None:
    """RFC 8058: nothing more is wanted; what the operator does they tell the reader themselves."""
    reader = on_the_list(newsletter, world)
    send_letters(newsletter)
    had = len(mails(world))
    assert leave(newsletter, reader, via="one-click")
    send_letters(newsletter)
    asked_and_written(newsletter)
    confirm(newsletter, token_in(mails(world)[-1]))
    assert unsubscribe(newsletter, ADA, via="import")
    send_letters(newsletter)
    assert [mail["Subject"] for mail in mails(world)[had:]] == [
        "Confirm that you want Ship or Skip",
        "You are on the list for Ship or Skip",
    ]


def test_who_is_forgotten_before_the_goodbye_leaves_gets_none(newsletter: Newsletter, world: World) -> None:
    reader = on_the_list(newsletter, world)
    leave(newsletter, reader, via="link")
    erase_reader(newsletter, reader)
    assert send_letters(newsletter).sent == 0
    assert mails(world) == []


def test_who_has_left_comes_back_by_confirming_and_not_by_asking(
    newsletter: Newsletter, world: World
) -> None:
    reader = on_the_list(newsletter, world)
    leave(newsletter, reader, via="one-click")
    asked_and_written(newsletter)
    assert counts(newsletter) == {"pending": 1}
    confirm(newsletter, token_in(mails(world)[-1]))
    assert counts(newsletter) == {"confirmed": 1}
    assert the_id(newsletter) == reader


def test_who_was_forgotten_may_ask_again_and_only_the_confirmation_lifts_the_suppression(
    newsletter: Newsletter, world: World
) -> None:
    first = on_the_list(newsletter, world)
    erase_reader(newsletter, first)
    assert mails(world) == [], "what was written and has not left is gone"
    asked_and_written(newsletter)
    with db.reading(newsletter.engine) as connection:
        assert len(connection.execute(select(suppression)).all()) == 1
    confirm(newsletter, token_in(mails(world)[-1]))
    with db.reading(newsletter.engine) as connection:
        assert connection.execute(select(suppression)).all() == []
    assert the_id(newsletter) != first
    assert read_reader(newsletter, first) is None


def test_a_request_that_nobody_looked_at_yet_is_forgotten_too(newsletter: Newsletter, world: World) -> None:
    on_the_list(newsletter, world)
    ask(newsletter, ADA)
    ask(newsletter, "bo@example.org")
    erase(newsletter, ADA, via="operator")
    assert str(erase(newsletter, "bo@example.org", via="operator")).startswith("erased")
    assert take_sign_ups(newsletter) == 0


def test_another_address_counts_once_it_is_confirmed_from_there(newsletter: Newsletter, world: World) -> None:
    reader = on_the_list(newsletter, world)
    old_link = token_in(mails(world)[0])
    request_address_change(newsletter, reader, "wrong@example.org")
    send_letters(newsletter)
    wrong = token_in(mails(world)[-1])
    request_address_change(newsletter, reader, "ada@new.example")
    send_letters(newsletter)
    right = token_in(mails(world)[-1])
    assert mails(world)[-1]["To"] == "Ada <ada@new.example>"
    with pytest.raises(LinkExpired):
        confirm(newsletter, wrong)
    found = read_reader(newsletter, reader)
    assert found is not None
    assert (found.masked_address, found.pending_masked_address) == ("a•••@example.org", "a•••@new.example")

    assert confirm(newsletter, right).what == "address_changed"
    found = read_reader(newsletter, reader)
    assert found is not None
    assert (found.masked_address, found.pending_masked_address) == ("a•••@new.example", None)
    assert confirm(newsletter, right).what == "already"
    with pytest.raises(LinkExpired):
        confirm(newsletter, old_link)


def test_an_address_that_somebody_else_has_is_not_taken_over(newsletter: Newsletter, world: World) -> None:
    on_the_list(newsletter, world, "bo@example.org")
    reader = on_the_list(newsletter, world)
    request_address_change(newsletter, reader, "BO@example.org")
    send_letters(newsletter)
    with pytest.raises(LinkExpired):
        confirm(newsletter, token_in(mails(world)[-1]))
    assert counts(newsletter) == {"confirmed": 2}


def test_preferences_are_recorded_once_and_outlive_leaving(newsletter: Newsletter, world: World) -> None:
    reader = on_the_list(newsletter, world)
    wanted = Preferences(frequency="monthly", format="text", paused=True)
    assert change_preferences(newsletter, reader, wanted)
    before = world.position(newsletter)
    assert not change_preferences(newsletter, reader, wanted)
    assert world.position(newsletter) == before
    leave(newsletter, reader, via="one-click")
    asked_and_written(newsletter)
    confirm(newsletter, token_in(mails(world)[-1]))
    found = read_reader(newsletter, reader)
    assert found is not None
    assert (found.status, found.preferences) == ("confirmed", wanted)
    erase_reader(newsletter, reader)
    with pytest.raises(BadToken):
        change_preferences(newsletter, reader, Preferences())


def test_an_export_holds_what_is_kept_and_nothing_of_others(newsletter: Newsletter, world: World) -> None:
    on_the_list(newsletter, world, "bo@example.org")
    reader = on_the_list(newsletter, world)
    found = export_reader(newsletter, reader)
    assert found["reader"]["address"] == ADA
    assert [one["type"] for one in found["events"]] == ["SubscriptionRequested", "SubscriptionConfirmed"]
    assert {one["kind"] for one in found["letters"]} == {"confirm", "welcome"}
    assert "bo@example.org" not in str(found)
    erase_reader(newsletter, reader)
    with pytest.raises(BadToken):
        export_reader(newsletter, reader)


def test_no_address_is_in_any_event_or_letter(newsletter: Newsletter, world: World) -> None:
    reader = on_the_list(newsletter, world)
    request_address_change(newsletter, reader, "ada@new.example")
    with db.reading(newsletter.engine) as connection:
        rows = [str(row) for table in (log_event, letter) for row in connection.execute(select(table))]
    assert len(rows) > 3
    assert not [row for row in rows if "ada@" in row or "Ada" in row]


def test_letters_wait_while_all_mail_is_paused(newsletter: Newsletter) -> None:
    pause(newsletter, None, "the server moves")
    ask(newsletter)
    take_sign_ups(newsletter)
    assert send_letters(newsletter).sent == 0
    resume(newsletter, None)
    assert send_letters(newsletter).sent == 1


class Moody(FolderTransport):
    """Fails the first time in the way it is told to."""

    error: Exception | None = None

    def send(self, envelope: Any) -> Any:
        error, self.error = self.error, None
        if error is not None:
            raise error
        return super().send(envelope)


def test_a_letter_that_the_server_puts_off_goes_out_later_with_the_same_bytes(
    newsletter: Newsletter, world: World
) -> None:
    moody = Moody(world.home / "outbox")
    object.__setattr__(newsletter, "transport", moody)
    ask(newsletter)
    take_sign_ups(newsletter)
    moody.error = TransportUnavailable("gone")
    with pytest.raises(TransportUnavailable):
        send_letters(newsletter)
    moody.error = MessageDeferred("<a@b>", "450 later")
    assert send_letters(newsletter) == LettersSent(sent=0, failed=1)
    assert send_letters(newsletter) == LettersSent(sent=0, failed=0), "its time has not come"
    world.clock.now += timedelta(minutes=6)
    assert send_letters(newsletter) == LettersSent(sent=1, failed=0)
    token = token_in(mails(world)[0])
    assert read_token(newsletter.ring, token, Confirm).expires_at.isoformat() == "2026-04-30T07:00:00+00:00"


class Deadly(Moody):
    """Kills its process when the message is out of its hands, and cannot tell afterwards."""

    name = "smtp"

    def send(self, envelope: Any) -> Any:
        super().send(envelope)
        die()

    def outcome(self, message_id: str, sha256: str) -> Any:
        return Unknowable()


def test_a_letter_whose_worker_was_killed_is_uncertain_and_a_new_request_sends_a_new_one(
    newsletter: Newsletter, world: World
) -> None:
    ask(newsletter)
    take_sign_ups(newsletter)
    url = newsletter.engine.url.render_as_string(hide_password=False)
    newsletter.engine.dispose()

    def work() -> None:
        child = world.open(database_url=url)
        object.__setattr__(child, "transport", Deadly(world.home / "outbox"))
        send_letters(child)

    assert not in_a_child(work)
    object.__setattr__(newsletter, "transport", Deadly(world.home / "outbox"))
    assert send_letters(newsletter) == LettersSent(sent=0, failed=0)
    with db.reading(newsletter.engine) as connection:
        assert connection.execute(select(letter.c.state)).scalars().all() == ["uncertain"]
    object.__setattr__(newsletter, "transport", FolderTransport(world.home / "outbox"))
    asked_and_written(newsletter)
    assert len(mails(world)) == 2


def test_nothing_is_left_of_a_reader_who_came_by_the_form_and_is_forgotten(
    newsletter: Newsletter, world: World, leftovers: Callable[..., list[str]]
) -> None:
    reader = on_the_list(newsletter, world)
    request_address_change(newsletter, reader, "countess@new.example")
    send_letters(newsletter)
    ask(newsletter, ADA, "Ada of the form")
    words = ("ada@example.org", "countess@", "Ada of the form")
    assert leftovers(newsletter, *words) != []

    erase_reader(newsletter, reader)

    assert leftovers(newsletter, *words) == []


def test_send_answers_readers_before_it_looks_for_issues(digest: Digest, ready: Newsletter) -> None:
    ask(ready)
    said = digest("send")
    assert "1 letter sent" in said.out
    assert digest("send").out == "nothing to send: no approved issue waits\n"
