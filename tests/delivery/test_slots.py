"""Each slot of a mail is filled with the reader's own link of that purpose, and nothing else."""

from __future__ import annotations

import hashlib
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import db
from digest.delivery.folder import FolderTransport
from digest.delivery.message import Body, Letter, Recipient, compile_formats, compile_letter
from digest.delivery.send import drain
from digest.delivery.slots import SLOT_PATHS, tokens
from digest.email.render import SLOTS
from digest.errors import DigestError
from digest.links import Bookmark, KeyRing, Link, Preferences, Unsubscribe, Vote, read_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from digest.delivery.message import Format
    from digest.delivery.send import Post

RING = KeyRing(current=1, keys={1: b"k" * 32})
READER = "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"
WEEK = "2026-W17"


def meant(reader: str, week: str) -> dict[str, Link]:
    who = {"subscriber_id": reader}
    issue = {**who, "week": week}
    return {
        "unsubscribe": Unsubscribe(**who),
        "preferences": Preferences(**who),
        "vote-left-ship": Vote(**issue, side="left", choice="ship"),
        "vote-left-skip": Vote(**issue, side="left", choice="skip"),
        "vote-right-ship": Vote(**issue, side="right", choice="ship"),
        "vote-right-skip": Vote(**issue, side="right", choice="skip"),
        "bookmark-left": Bookmark(**issue, side="left"),
        "bookmark-right": Bookmark(**issue, side="right"),
    }


def whole(letter: Letter) -> Letter:
    """The letter with every slot in both parts, each named before its link."""
    body = Body(segments=("\n", *(f"\n{slot}\n" for slot in SLOTS)), slots=SLOTS)
    return msgspec.structs.replace(letter, text=body, html=body)


def spliced(letter: Letter, **given: str) -> bytes:
    template = compile_formats(letter)["text" if given.get("format") == "text" else "html"]
    recipient = Recipient(subscriber_id=READER, address="ada@example.net", name="Ada", **given)
    return template.splice(recipient, "<a@example.org>", tokens(RING, WEEK, READER, template.slots))


def test_every_slot_that_a_template_may_print_has_a_link() -> None:
    assert set(SLOTS) == set(SLOT_PATHS) == set(meant(READER, WEEK))


@given(st.uuids().map(str), st.builds("{}-W{:02}".format, st.integers(2020, 2200), st.integers(1, 53)))
def test_each_token_means_what_its_slot_says(reader: str, week: str) -> None:
    made = tokens(RING, week, reader, SLOTS)
    said = meant(reader, week)
    assert {slot: read_token(RING, made[slot], type(said[slot])) for slot in SLOTS} == said


@pytest.mark.parametrize("given", [{}, {"format": "text"}])
def test_each_link_stands_where_its_slot_does(letter: Letter, given: dict[str, str]) -> None:
    parts = list(message_from_bytes(spliced(whole(letter), **given), policy=policy.default).walk())
    paths = {"unsubscribe": "u", "preferences": "p", "vote": "v", "bookmark": "b"}
    said = meant(READER, WEEK)
    for part in parts[-1 if given else 1 :]:
        lines = part.get_content().split()
        for slot in SLOTS:
            link = lines[lines.index(slot) - 1]
            start, _, token = link.rpartition("/")
            assert start == f"https://digest.example.org/{paths[slot.partition('-')[0]]}"
            assert read_token(RING, token, type(said[slot])) == said[slot]


def test_a_letter_that_was_frozen_with_one_slot_needs_one_token(letter: Letter) -> None:
    assert compile_letter(letter).slots == {"unsubscribe"}


def test_links_to_pages_need_an_address_for_the_pages(letter: Letter) -> None:
    with pytest.raises(DigestError, match=r"the text part links to pages; set sender\.public_url"):
        compile_letter(msgspec.structs.replace(whole(letter), public_url=None))


def test_a_message_of_text_alone_is_the_text_part_under_the_same_header(letter: Letter) -> None:
    both = message_from_bytes(spliced(letter), policy=policy.default)
    alone = message_from_bytes(spliced(letter, format="text"), policy=policy.default)
    assert alone.get_content_type() == "text/plain"
    text, _html = both.iter_parts()
    assert alone.get_content() == text.get_content()
    kept = [name for name in both if name != "Content-Type"]
    assert [both[name] for name in kept] == [alone[name] for name in kept]
    assert set(alone.keys()) - set(both.keys()) == {"Content-Transfer-Encoding"}
    assert not alone.defects


def test_a_text_without_a_last_line_end_gets_one_where_it_stands_alone(letter: Letter) -> None:
    for text in (Body(segments=("Leave",), slots=()), Body(segments=("", ""), slots=("unsubscribe",))):
        data = spliced(msgspec.structs.replace(letter, text=text), format="text")
        assert data.endswith(b"\r\n")
        assert not data.endswith(b"\r\n\r\n")


def test_a_message_of_text_alone_has_the_bytes_it_always_had(letter: Letter) -> None:
    assert hashlib.sha256(spliced(letter, format="text")).hexdigest() == (
        "74c1e5cb8530894a628629670d8cc4072957c9a2f2391dc13c999511129e9352"
    )


def test_a_reader_who_wants_text_gets_text(
    engine: Engine,
    freeze: Callable[[Engine], None],
    post: Callable[..., Post],
    readers: list[str],
    tmp_path: Path,
) -> None:
    freeze(engine)

    def wish(_connection: Connection, reader: str) -> Format:
        return "text" if reader == readers[0] else "html"

    assert set(drain(engine, post(FolderTransport(tmp_path), wish=wish))) == {"accepted"}
    with db.reading(engine):
        shapes = [message_from_bytes(file.read_bytes()).get_content_type() for file in tmp_path.glob("*.eml")]
    assert sorted(shapes) == ["multipart/alternative"] * (len(readers) - 1) + ["text/plain"]
