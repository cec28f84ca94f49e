from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadToken, DigestError
from digest.links import KeyRing, Kind, Token, message_id, read_token, sign_unsubscribe

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
OLD = KeyRing(current=1, keys={1: b"1" * 32})
RING = KeyRing(current=7, keys={1: b"1" * 32, 7: b"7" * 32})
READER = "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"

ids = st.uuids().map(str)


@given(ids)
def test_a_token_names_its_reader_and_its_purpose(reader: str) -> None:
    assert read_token(RING, sign_unsubscribe(RING, reader)) == Token(
        kind=Kind.UNSUBSCRIBE, subscriber_id=reader
    )


@given(ids)
def test_a_token_is_44_characters_that_need_no_escaping_anywhere(reader: str) -> None:
    token = sign_unsubscribe(RING, reader)
    assert len(token) == 44
    assert set(token) <= set(ALPHABET)


@given(ids, st.data())
def test_a_token_with_any_character_changed_is_refused(reader: str, data: st.DataObject) -> None:
    token = sign_unsubscribe(RING, reader)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != token[place]]))
    with pytest.raises(BadToken):
        read_token(RING, token[:place] + other + token[place + 1 :])


@given(st.one_of(st.text(), st.text(alphabet=ALPHABET, min_size=40, max_size=48)))
def test_a_string_that_was_never_signed_is_refused(text: str) -> None:
    with pytest.raises(BadToken):
        read_token(RING, text)


@pytest.mark.parametrize("spoil", ["{}=", "{}====", " {}", "{}\n", "{}AAAA", "AAAA{}"])
def test_a_token_has_one_spelling(spoil: str) -> None:
    with pytest.raises(BadToken):
        read_token(RING, spoil.format(sign_unsubscribe(RING, READER)))


@given(ids, ids)
def test_two_readers_never_share_a_token(one: str, other: str) -> None:
    assert (sign_unsubscribe(RING, one) == sign_unsubscribe(RING, other)) == (one == other)


def test_an_old_link_works_while_its_key_is_in_the_ring() -> None:
    assert read_token(RING, sign_unsubscribe(OLD, READER)).subscriber_id == READER


def test_a_link_dies_with_its_key() -> None:
    with pytest.raises(BadToken):
        read_token(OLD, sign_unsubscribe(RING, READER))


def test_a_key_cannot_sign_under_the_id_of_another() -> None:
    forger = KeyRing(current=7, keys={7: b"x" * 32})
    with pytest.raises(BadToken):
        read_token(RING, sign_unsubscribe(forger, READER))


def test_the_refusal_does_not_repeat_the_token() -> None:
    token = sign_unsubscribe(RING, READER)
    with pytest.raises(BadToken) as caught:
        read_token(OLD, token)
    assert token not in str(caught.value)


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
