from __future__ import annotations

import base64
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digest.errors import BadToken, DigestError
from digest.links import (
    Bookmark,
    Confirm,
    Edit,
    KeyRing,
    Link,
    Preferences,
    Unsubscribe,
    Vote,
    confirmation,
    editing,
    message_id,
    read_token,
    sign,
)

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
OLD = KeyRing(current=1, keys={1: b"1" * 32})
RING = KeyRing(current=7, keys={1: b"1" * 32, 7: b"7" * 32})
READER = "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"
TOKEN = sign(RING, Unsubscribe(subscriber_id=READER))
KINDS = (Unsubscribe, Preferences, Confirm, Vote, Bookmark, Edit)

ids = st.uuids().map(str)
weeks = st.builds("{:04}-W{:02}".format, st.integers(2000, 2255), st.integers(1, 53))
sides = st.sampled_from(["left", "right"])
choices = st.sampled_from(["ship", "skip"])
hours = st.integers(0, 2**24 - 1).map(lambda count: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=count))
mailboxes = st.binary(min_size=3, max_size=3).map(bytes.hex)
links = st.one_of(
    st.builds(Unsubscribe, subscriber_id=ids),
    st.builds(Preferences, subscriber_id=ids),
    st.builds(Confirm, subscriber_id=ids, expires_at=hours, mailbox=mailboxes),
    st.builds(Vote, subscriber_id=ids, week=weeks, side=sides, choice=choices),
    st.builds(Bookmark, subscriber_id=ids, week=weeks, side=sides),
    st.builds(
        Edit, editor=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,15}", fullmatch=True), week=weeks, expires_at=hours
    ),
)


@given(links)
def test_a_token_says_what_was_signed(link: Link | Edit) -> None:
    assert read_token(RING, sign(RING, link), type(link)) == link


@given(links)
def test_a_token_needs_no_escaping_anywhere_and_fits_its_line(link: Link | Edit) -> None:
    token = sign(RING, link)
    assert len(token) in (44, 48, 52)
    assert set(token) <= set(ALPHABET)


@given(links, st.sampled_from(KINDS))
def test_a_token_is_good_for_its_purpose_alone(link: Link | Edit, kind: type[Link | Edit]) -> None:
    if kind is not type(link):
        with pytest.raises(BadToken):
            read_token(RING, sign(RING, link), kind)


@given(links, st.data())
def test_a_token_with_any_character_changed_is_refused(link: Link | Edit, data: st.DataObject) -> None:
    token = sign(RING, link)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != token[place]]))
    with pytest.raises(BadToken):
        read_token(RING, token[:place] + other + token[place + 1 :], type(link))


@given(st.one_of(st.text(), st.text(alphabet=ALPHABET, min_size=40, max_size=56)), st.sampled_from(KINDS))
def test_a_string_that_was_never_signed_is_refused(text: str, kind: type[Link | Edit]) -> None:
    with pytest.raises(BadToken):
        read_token(RING, text, kind)


@pytest.mark.parametrize("spoil", ["{}=", "{}====", " {}", "{}\n", "{}AAAA", "AAAA{}"])
def test_a_token_has_one_spelling(spoil: str) -> None:
    with pytest.raises(BadToken):
        read_token(RING, spoil.format(TOKEN), Unsubscribe)


@given(links, links, st.integers(1, 38))
def test_a_token_pieced_together_from_two_is_refused(one: Link, other: Link, cut: int) -> None:
    first, second = (base64.urlsafe_b64decode(sign(RING, link)) for link in (one, other))
    pieced = first[:cut] + second[cut:]
    assume(pieced not in (first, second))
    for kind in (type(one), type(other)):
        with pytest.raises(BadToken):
            read_token(RING, base64.urlsafe_b64encode(pieced).decode().rstrip("="), kind)


@given(links, links)
def test_two_links_never_share_a_token(one: Link, other: Link) -> None:
    assert (sign(RING, one) == sign(RING, other)) == (one == other)


def test_an_old_link_works_while_its_key_is_in_the_ring() -> None:
    old = sign(OLD, Unsubscribe(subscriber_id=READER))
    assert read_token(RING, old, Unsubscribe).subscriber_id == READER


def test_a_link_dies_with_its_key() -> None:
    with pytest.raises(BadToken):
        read_token(OLD, TOKEN, Unsubscribe)


def test_a_key_cannot_sign_under_the_id_of_another() -> None:
    forger = KeyRing(current=7, keys={7: b"x" * 32})
    with pytest.raises(BadToken):
        read_token(RING, sign(forger, Unsubscribe(subscriber_id=READER)), Unsubscribe)


def test_the_refusal_does_not_repeat_the_token() -> None:
    with pytest.raises(BadToken) as caught:
        read_token(OLD, TOKEN, Unsubscribe)
    assert TOKEN not in str(caught.value)


@given(
    st.timedeltas(timedelta(0), timedelta(days=365 * 100)).map(
        lambda age: datetime(2020, 1, 1, tzinfo=UTC) + age
    )
)
def test_a_confirmation_lasts_as_long_as_promised_and_less_than_an_hour_longer(at: datetime) -> None:
    link = confirmation(READER, "a1b2c3" + "0" * 58, at, timedelta(days=7))
    assert timedelta(days=7) <= link.expires_at - at < timedelta(days=7, hours=1)
    assert link.mailbox == "a1b2c3"


@pytest.mark.parametrize(
    ("current", "keys", "complaint"),
    [
        (2, {1: b"1" * 32}, "current id 2"),
        (256, {256: b"1" * 32}, "0..255"),
        (1, {1: b"short"}, "5 bytes"),
    ],
)
def test_a_ring_that_cannot_sign_safely_is_refused(
    current: int, keys: dict[int, bytes], complaint: str
) -> None:
    with pytest.raises(DigestError, match=complaint):
        KeyRing(current=current, keys=keys)


@given(ids)
def test_a_message_id_is_the_same_at_every_attempt_and_shows_no_reader(reader: str) -> None:
    first = message_id(b"k" * 32, "2026-W17", reader, "example.org")
    assert first == message_id(b"k" * 32, "2026-W17", reader, "example.org")
    assert first.startswith("<")
    assert first.endswith("@example.org>")
    assert uuid.UUID(reader).hex[:6] not in first


def test_a_message_id_differs_by_issue_reader_and_key() -> None:
    other = "7f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"
    made = {
        message_id(key, issue, reader, "example.org")
        for key in (b"k" * 32, b"l" * 32)
        for issue in ("2026-W17", "2026-W18")
        for reader in (READER, other)
    }
    assert len(made) == 8


@pytest.mark.parametrize("name", ["", "-ed", "Ed", "ed ward", "an-editor-of-long-standing", "ed\0", "édith"])
def test_a_name_that_cannot_stand_in_a_link_is_refused(name: str) -> None:
    with pytest.raises(DigestError, match="names no editor; allowed: 1 to 16 of a-z"):
        editing(name, "2026-W17", datetime(2026, 4, 23, tzinfo=UTC), timedelta(days=14))
