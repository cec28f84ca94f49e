"""The points of the checklist that a mail without DKIM can meet, each against a slow reference:
the standard library's parser, and plain string substitution."""

from __future__ import annotations

import hashlib
import html
import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.delivery.headers import NAME_CHARACTERS, plain
from digest.delivery.message import Body, Letter, Recipient, compile_formats, compile_letter
from digest.errors import DigestError
from digest.links import KeyRing, Unsubscribe, message_id, read_token, sign

ALLOWED = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Precedence",
    "MIME-Version",
    "Content-Type",
]
RING = KeyRing(current=1, keys={1: b"k" * 32})
READER = "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"
ADDRESS = "ada@example.net"
INJECTION = "Eve =?UTF-8?Q?=0ABcc:_x@y?="

names = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet=st.sampled_from("\r\n\"\\<>@,;:()=?%{}&'é\u202e\U0001f600 ab")),
    st.sampled_from(
        ["x" * 10_000, "<b>&\"'", "\u202egpj.exe", "%%SLOT%%", "a\r\nBcc: x@y", INJECTION, ".", "="]
    ),
)
segments = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8", exclude_characters="\0"), st.sampled_from(" \t=.\r\né<&"))
)
bodies = st.lists(segments, min_size=1, max_size=4).map(
    lambda found: Body(segments=tuple(found), slots=("unsubscribe",) * (len(found) - 1))
)
readers = st.uuids().map(str)


def spliced(letter: Letter, reader: str = READER, name: str | None = None, address: str = ADDRESS) -> bytes:
    recipient = Recipient(subscriber_id=reader, address=address, name=name)
    tokens = {"unsubscribe": sign(RING, Unsubscribe(subscriber_id=reader))}
    own_id = message_id(b"k" * 32, "2026-W17", reader, "example.org")
    return compile_letter(letter).splice(recipient, own_id, tokens)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def decoded(data: bytes) -> list[str]:
    return [part.get_content().replace("\r\n", "\n") for part in parsed(data).iter_parts()]


def substituted(body: Body, link: str) -> str:
    text = body.segments[0] + "".join(link + segment for segment in body.segments[1:])
    return re.sub("\r\n|\r|\n", "\n", text)


def shown_name(data: bytes, field: str) -> str:
    """Decoded by RFC 2047: the parser of policy.default keeps the blank between two encoded-words."""
    raw = message_from_bytes(data)[field]
    return str(make_header(decode_header(parseaddr(raw.replace("\r\n", ""))[0])))


def raw_header(data: bytes) -> list[str]:
    return data.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


@given(name=names, text=bodies, markup=bodies)
def test_the_bytes_are_ascii_in_crlf_lines_of_at_most_76_in_the_parts(
    letter: Letter, name: str | None, text: Body, markup: Body
) -> None:
    data = spliced(msgspec.structs.replace(letter, text=text, html=markup), name=name)
    assert data.isascii()
    assert b"\0" not in data
    assert data.endswith(b"\r\n")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    head, _, rest = data.partition(b"\r\n\r\n")
    assert max(len(line) for line in rest.split(b"\r\n")) <= 76
    assert max(len(line) for line in head.split(b"\r\n") if not line.startswith(b"List-")) <= 78
    assert not re.search(rb"[ \t]\r\n", rest)


@given(text=bodies, markup=bodies)
@example(
    text=Body(segments=("", "", ""), slots=("unsubscribe",) * 2),
    markup=Body(segments=("x" * 75, "\n."), slots=("unsubscribe",)),
)
def test_the_parts_read_as_plain_substitution_gives_them(letter: Letter, text: Body, markup: Body) -> None:
    letter = msgspec.structs.replace(letter, text=text, html=markup)
    link = f"https://digest.example.org/u/{sign(RING, Unsubscribe(subscriber_id=READER))}"
    assert decoded(spliced(letter)) == [substituted(text, link), substituted(markup, html.escape(link))]


@given(name=names, text=bodies, markup=bodies)
@example(
    name=".",
    text=Body(segments=(".\n.", ".", "\n..\n."), slots=("unsubscribe",) * 2),
    markup=Body(segments=("",) * 3, slots=("unsubscribe",) * 2),
)
def test_the_dots_doubled_beforehand_are_those_that_begin_a_line_of_the_message(
    letter: Letter, name: str | None, text: Body, markup: Body
) -> None:
    letter = msgspec.structs.replace(letter, text=text, html=markup)
    for template in compile_formats(letter).values():
        recipient = Recipient(subscriber_id=READER, address=ADDRESS, name=name)
        envelope = template.envelope(recipient, "<a@example.org>", {"unsubscribe": "token"})
        assert envelope.data == template.splice(recipient, "<a@example.org>", {"unsubscribe": "token"})
        assert envelope.doubled == re.sub(rb"(?m)^\.", b"..", envelope.data)
        assert (envelope.message_id, envelope.recipient) == ("<a@example.org>", ADDRESS)


@given(name=names)
@example(name=INJECTION)
@example(name="a\r\nBcc: x@y")
def test_a_hostile_name_adds_no_header_and_leaves_no_defect(letter: Letter, name: str | None) -> None:
    data = spliced(letter, name=name)
    message = parsed(data)
    assert message.keys() == ALLOWED
    assert not [defect for part in message.walk() for defect in part.defects]
    assert not [defect for value in message.values() for defect in getattr(value, "defects", ())]
    assert [address.addr_spec for address in message["To"].addresses] == [ADDRESS]
    assert shown_name(data, "To") == plain(name or "", NAME_CHARACTERS)
    assert not re.search(r"[\x00-\x1f\x7f]", str(message["To"]))


def test_the_structure_is_alternative_with_text_first(letter: Letter) -> None:
    message = parsed(spliced(letter))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in message.iter_parts()] == ["utf-8", "utf-8"]


@given(markup=bodies)
def test_the_boundary_occurs_in_no_part(letter: Letter, markup: Body) -> None:
    data = spliced(msgspec.structs.replace(letter, html=markup))
    boundary = parsed(data).get_boundary()
    assert boundary is not None
    assert data.count(boundary.encode()) == 4


@given(reader=readers)
def test_one_click_unsubscribe_is_one_physical_line_with_the_readers_own_token(
    letter: Letter, reader: str
) -> None:
    header = raw_header(spliced(letter, reader=reader))
    [line] = [line for line in header if line.startswith("List-Unsubscribe:")]
    found = re.fullmatch(r"List-Unsubscribe: <https://digest\.example\.org/u/([^>]+)>", line)
    assert found
    assert read_token(RING, found[1], Unsubscribe).subscriber_id == reader
    assert header[header.index(line) + 1] == "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def test_a_long_public_url_is_neither_folded_nor_encoded(letter: Letter) -> None:
    url = "https://" + "digest." * 30 + "example.org"
    data = spliced(msgspec.structs.replace(letter, public_url=url))
    [line] = [line for line in raw_header(data) if line.startswith("List-Unsubscribe:")]
    assert f"<{url}/u/{sign(RING, Unsubscribe(subscriber_id=READER))}>" in line
    assert f"{url}/u/{sign(RING, Unsubscribe(subscriber_id=READER))}" in decoded(data)[0]


def test_a_mailbox_is_offered_second(letter: Letter) -> None:
    data = spliced(msgspec.structs.replace(letter, unsubscribe_mailbox="leave@example.org"))
    token = sign(RING, Unsubscribe(subscriber_id=READER))
    assert (
        f"List-Unsubscribe: <https://digest.example.org/u/{token}>,"
        f" <mailto:leave@example.org?subject=unsubscribe%20{token}>"
    ) in raw_header(data)


@pytest.mark.parametrize("public_url", [None, "http://127.0.0.1:8000"])
def test_one_click_is_not_promised_without_https(letter: Letter, public_url: str | None) -> None:
    message = parsed(
        spliced(
            msgspec.structs.replace(letter, public_url=public_url, unsubscribe_mailbox="leave@example.org")
        )
    )
    assert message["List-Unsubscribe-Post"] is None
    assert message["List-Unsubscribe"].startswith("<mailto:leave@example.org?")


def test_without_a_public_url_the_link_in_the_mail_writes_to_the_sender(letter: Letter) -> None:
    data = spliced(msgspec.structs.replace(letter, public_url=None))
    token = sign(RING, Unsubscribe(subscriber_id=READER))
    assert f"mailto:weekly@example.org?subject=unsubscribe%20{token}" in decoded(data)[0]
    assert parsed(data)["List-Unsubscribe"] is None


def test_a_link_means_the_same_in_both_parts_whatever_the_senders_address(letter: Letter) -> None:
    data = spliced(msgspec.structs.replace(letter, public_url=None, from_address="o'neil&co@example.org"))
    token = sign(RING, Unsubscribe(subscriber_id=READER))
    link = f"mailto:o%27neil%26co@example.org?subject=unsubscribe%20{token}"
    assert decoded(data) == [substituted(letter.text, link), substituted(letter.html, html.escape(link))]


def test_the_date_is_the_issues_in_utc(letter: Letter) -> None:
    there = timezone(timedelta(hours=2))
    data = spliced(msgspec.structs.replace(letter, sent_at=datetime(2026, 11, 19, 8, 30, tzinfo=there)))
    assert "Date: Thu, 19 Nov 2026 06:30:00 +0000" in raw_header(data)
    assert parsed(data)["Date"].datetime == datetime(2026, 11, 19, 6, 30, tzinfo=UTC)


@given(reader=readers)
def test_the_message_id_is_the_given_one_and_the_address_only_in_to(letter: Letter, reader: str) -> None:
    data = spliced(letter, reader=reader)
    assert parsed(data)["Message-ID"] == message_id(b"k" * 32, "2026-W17", reader, "example.org")
    assert data.count(ADDRESS.encode()) == 1


def test_the_list_id_and_precedence_are_stable(letter: Letter) -> None:
    message = parsed(spliced(letter))
    assert (message["List-Id"], message["Precedence"]) == ("<weekly.example.org>", "bulk")


@given(subject=st.text().filter(plain), name=st.text())
@example(subject=INJECTION, name=INJECTION)
def test_a_hostile_subject_or_sender_name_stays_text(letter: Letter, subject: str, name: str) -> None:
    data = spliced(msgspec.structs.replace(letter, subject=subject, from_name=name))
    message = parsed(data)
    assert message.keys() == ALLOWED
    assert message["Subject"] == plain(subject)
    assert [address.addr_spec for address in message["From"].addresses] == ["weekly@example.org"]
    assert shown_name(data, "From") == plain(name, NAME_CHARACTERS)


@given(name=names, reader=readers)
def test_the_same_letter_and_reader_give_the_same_bytes(
    letter: Letter, name: str | None, reader: str
) -> None:
    assert spliced(letter, reader=reader, name=name) == spliced(letter, reader=reader, name=name)


def test_a_known_message_has_the_bytes_it_always_had(letter: Letter) -> None:
    assert hashlib.sha256(spliced(letter, name="Ada")).hexdigest() == (
        "f96dd88206d6d596e7099d53a6ef208d39157c64145a3ca2fdde5b237f80ae01"
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"from_address": "weekly@example.org\r\nBcc: eve@example.org"}, "sender address"),
        ({"unsubscribe_mailbox": "a b@example.org"}, "unsubscribe mailbox"),
        ({"list_id": "weekly example"}, "list id"),
        ({"public_url": "https://digest.example.org/"}, "public URL"),
        ({"public_url": "https://digest.example.org/>, <x"}, "public URL"),
        ({"public_url": "ftp://digest.example.org"}, "public URL"),
        ({"subject": "\r\n"}, "no subject"),
        ({"text": Body(segments=("a",), slots=("unsubscribe",))}, "1 segments around 1 slots"),
        ({"html": Body(segments=("a", "b"), slots=("vote",))}, "slots nobody fills: vote"),
        ({"html": Body(segments=("a\0b",), slots=())}, "NUL"),
        ({"text": Body(segments=("a\ud800b",), slots=())}, "half a character"),
    ],
)
def test_a_letter_that_no_one_could_be_sent_is_refused_before_anyone_is(
    letter: Letter, change: dict[str, object], complaint: str
) -> None:
    with pytest.raises(DigestError, match=complaint):
        compile_letter(msgspec.structs.replace(letter, **change))


@pytest.mark.parametrize("token", ["", "a b", "a\r\nb", "é", "x" * 76])
def test_a_token_that_would_break_its_line_is_refused(letter: Letter, token: str) -> None:
    recipient = Recipient(subscriber_id=READER, address=ADDRESS, name=None)
    with pytest.raises(ValueError, match="does not fit"):
        compile_letter(letter).splice(recipient, "<a@example.org>", {"unsubscribe": token})


def test_a_message_id_that_is_not_one_is_refused(letter: Letter) -> None:
    recipient = Recipient(subscriber_id=READER, address=ADDRESS, name=None)
    with pytest.raises(ValueError, match="Message-ID"):
        compile_letter(letter).splice(recipient, "<a@b>\r\nBcc: <c@d>", {"unsubscribe": "x"})
