"""Each rule for a message against one that breaks exactly it; and whatever we build breaks none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.delivery.lint import lint_message
from digest.delivery.lint_header import ONCE
from digest.delivery.message import Body, Letter, Recipient, compile_formats
from digest.delivery.slots import tokens
from digest.email.render import render
from digest.email.templates import packaged_templates
from digest.issue.model import Issue
from digest.links import KeyRing, message_id

if TYPE_CHECKING:
    from digest.delivery.message import Format

RING = KeyRing(current=1, keys={1: b"k" * 32})
READER = "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"
WEEK = "2026-W17"
INJECTION = "Eve =?UTF-8?Q?=0ABcc:_x@y?="


def issue_letter(letter: Letter, issue: Issue) -> Letter:
    rendered = render(issue, [packaged_templates()])
    return msgspec.structs.replace(
        letter,
        subject=issue.subject,
        text=Body(segments=rendered.text, slots=rendered.text_slots),
        html=Body(segments=rendered.html, slots=rendered.html_slots),
    )


def built(
    letter: Letter,
    reader_format: Format = "html",
    *,
    name: str | None = "Ada",
    reader: str = READER,
    address: str = "ada@example.net",
) -> bytes:
    template = compile_formats(letter)[reader_format]
    recipient = Recipient(subscriber_id=reader, address=address, name=name, format=reader_format)
    own_id = message_id(b"k" * 32, WEEK, reader, "example.org")
    return template.splice(recipient, own_id, tokens(RING, WEEK, reader, template.slots))


@pytest.fixture(scope="module")
def issue() -> Issue:
    fixture = packaged_templates() / "fixtures" / "plain.json"
    return msgspec.json.decode(fixture.read_bytes(), type=Issue)


@pytest.fixture(scope="module")
def templates(letter: Letter, issue: Issue) -> Letter:
    return issue_letter(letter, issue)


@pytest.fixture(scope="module")
def good(letter: Letter) -> bytes:
    data = built(letter)
    assert lint_message(data) == ()
    return data


def codes(data: bytes) -> list[str]:
    return sorted({finding.code for finding in lint_message(data)})


@given(
    name=st.one_of(
        st.none(),
        st.text(),
        st.text(alphabet=st.sampled_from("\r\n\"\\<>@,;:()=?%{}&'é\u202e\U0001f600 ab")),
        st.sampled_from(
            ["x" * 10_000, "a\r\nBcc: x@y", INJECTION, ".", "=", "ada@example.net", "Ada, <b@c>"]
        ),
    ),
    reader=st.uuids().map(str),
    address=st.sampled_from(
        ["ada@example.net", "o'neil+x=y@example.net", "a" * 64 + "@" + "b" * 60 + ".example"]
    ),
    reader_format=st.sampled_from(["html", "text"]),
)
@example(name=INJECTION, reader=READER, address="ada@example.net", reader_format="html")
def test_whoever_the_reader_is_a_message_of_ours_breaks_no_rule(
    templates: Letter, name: str | None, reader: str, address: str, reader_format: Format
) -> None:
    data = built(templates, reader_format, name=name, reader=reader, address=address)
    assert lint_message(data) == ()


@settings(max_examples=20)
@given(
    tool=st.one_of(
        st.text(min_size=1),
        st.sampled_from(
            [INJECTION, "a\r\nBcc: x@y", "https://user@x.example/", "mailto:a@b", '"><img src=x>']
        ),
    ),
    subject=st.one_of(st.just("A vs B"), st.text(min_size=1).map("S {}".format), st.just(INJECTION)),
    sender=st.one_of(st.text(), st.just(INJECTION)),
)
@example(tool="https://user@x.example/", subject=INJECTION, sender=INJECTION)
def test_whatever_the_tools_are_called_a_message_of_ours_breaks_no_rule(
    letter: Letter, issue: Issue, tool: str, subject: str, sender: str
) -> None:
    first, second = issue.comparison.tools
    named = msgspec.structs.replace(first, name=tool, tagline=tool, description=tool)
    comparison = msgspec.structs.replace(issue.comparison, tools=(named, second))
    hostile = msgspec.structs.replace(issue, comparison=comparison, subject=subject)
    written = msgspec.structs.replace(issue_letter(letter, hostile), from_name=sender)
    assert lint_message(built(written)) == ()


def swap(before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert before in data
        return data.replace(before, after, 1)

    return change


def header(name: str, line: bytes) -> Callable[[bytes], bytes]:
    """Another line in place of a header's, or of none if it is empty."""

    def change(data: bytes) -> bytes:
        changed = re.sub(rb"(?m)^" + name.encode() + rb": .*\r\n(?:[ \t].*\r\n)*", line, data, count=1)
        assert changed != data
        return changed

    return change


URL = b"https://digest.example.org/u/"


def _boundary(data: bytes) -> bytes:
    return b"--" + data.partition(b'boundary="')[2].partition(b'"')[0]


def both(data: bytes, link: bytes) -> bytes:
    """The message with another link, on a line of the text and around a word of the HTML."""
    text = swap(b"Two tools", b"=\r\n" + link + b"\r\nTwo tools")(data)
    return swap(b"<p>", b'<p><a href=3D"=\r\n' + link + b'"=\r\n>x</a>=\r\n')(text)


#: The rule's code, and what makes a good message break it.
BREAKS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("line-end", swap(b"Precedence: bulk\r\n", b"Precedence: bulk\n")),
    ("line-end", swap(b"Precedence: bulk\r\n", b"Precedence: bulk\r")),
    ("last-line", lambda data: data[:-2]),
    ("line-length", header("Subject", b"Subject: " + b"x" * 990 + b"\r\n")),
    ("nul", swap(b"Two tools", b"Two\0tools")),
    ("eight-bit", swap(b"=E2=80=93", "–".encode())),
    ("header-line", swap(b"Precedence", b"broken out\r\nPrecedence")),
    ("header-unknown", swap(b"Precedence", b"Bcc: eve@example.org\r\nPrecedence")),
    ("header-unknown", swap(b"Precedence", b"Resent-To: eve@example.org\r\nPrecedence")),
    ("header-twice", swap(b"Precedence", b"Subject: another\r\nPrecedence")),
    *(("header-missing", header(name, b"")) for name in ONCE["issue"] if name != "Content-Type"),
    (
        "encoded-word",
        swap(
            b">\r\nList-Unsubscribe-Post",
            b">, <mailto:a@example.org?subject==?q?x?=>\r\nList-Unsubscribe-Post",
        ),
    ),
    ("encoded-word-broken", header("Subject", b"Subject: =?no-such-charset?q?a?=\r\n")),
    ("encoded-word-control", header("Subject", b"Subject: =?utf-8?q?a=0ABcc:_x@y?=\r\n")),
    ("encoded-word-control", header("Subject", b"Subject: =?utf-8?b?YQ0KYg==?=\r\n")),
    ("encoded-word-control", header("To", b"To: =?utf-8?q?a=0D=0Ab?= <ada@example.net>\r\n")),
    ("from", header("From", b"From: weekly@example.org, eve@example.org\r\n")),
    ("to", header("To", b"To: ada@example.net, eve@example.org\r\n")),
    ("date", header("Date", b"Date: Thu, 19 Nov 2026 07:30:00 +0100\r\n")),
    ("message-id", header("Message-ID", b"Message-ID: <ada@example.org>\r\n")),
    ("message-id", swap(b"@example.org>\r\nList-Id", b"@elsewhere.example>\r\nList-Id")),
    ("list-unsubscribe", swap(b"List-Unsubscribe: <", b"List-Unsubscribe:\r\n <")),
    ("list-unsubscribe-post", swap(b"=One-Click", b"=one-click")),
    ("list-id", header("List-Id", b"List-Id: weekly\r\n")),
    ("precedence", header("Precedence", b"Precedence: list\r\n")),
    ("mime-version", header("MIME-Version", b"MIME-Version: 1.1\r\n")),
    ("structure", swap(b"multipart/alternative", b"multipart/mixed")),
    ("structure", swap(b"text/plain", b"text/calendar")),
    ("defect", lambda data: data[: data.rindex(b"--=_")]),
    ("boundary", lambda data: swap(b"Two tools", _boundary(data).replace(b"=", b"=3D"))(data)),
    ("charset", swap(b"charset=utf-8", b"charset=us-ascii")),
    ("encoding", swap(b"quoted-printable", b"8bit")),
    ("qp-line", swap(b"Two tools", b"x" * 77)),
    ("qp-space", swap(b"one call.\r\n", b"one call. \r\n")),
    ("qp-escape", swap(b"=E2", b"=e2")),
    ("utf-8", swap(b"=E2=80=93", b"=E2=80")),
    ("slot", swap(b"Two tools", b"slot.invalid")),
    ("link-not-in-text", swap(b"<p>", b'<p><a href=3D"https://elsewhere.example/">x</a>=\r\n')),
    ("html-size", swap(b"<p>", b"<p>" + b"x=\r\n" * 102_000)),
    ("loads", swap(b"<p>", b'<p><img alt=3D"">')),
    ("loads", swap(b"<p>", b'<p style=3D"background:url(x)">=\r\n')),
    ("link", lambda data: both(data, b"https://user@elsewhere.example/")),
    ("link", lambda data: both(data, b"ftp://elsewhere.example/")),
    ("link-own", lambda data: both(data, b"http://digest.example.org/")),
    ("slot", lambda data: both(data, b"https://digest.example.org/v/")),
    ("link-names-reader", lambda data: both(data, b"https://elsewhere.example/ada%40example.net")),
    ("no-way-out", swap(b"<" + URL + b"A", b"<" + URL + b"B")),
]


@pytest.mark.parametrize(
    ("code", "change"), BREAKS, ids=[f"{code}-{place}" for place, (code, _) in enumerate(BREAKS)]
)
def test_a_message_that_breaks_one_rule_is_told_so_and_nothing_else(
    good: bytes, code: str, change: Callable[[bytes], bytes]
) -> None:
    assert codes(change(good)) == [code]


def test_a_finding_names_the_line_and_says_what_to_do(good: bytes) -> None:
    [finding] = lint_message(swap(b"Precedence", b"Bcc: eve@example.org\r\nPrecedence")(good))
    line = good.split(b"\r\n").index(b"Precedence: bulk") + 1
    assert str(finding) == f"line {line}: header-unknown: Bcc is none of ours; find what wrote it"


def test_a_file_of_bare_line_ends_is_read_on_as_if_they_were_right(good: bytes) -> None:
    data = good.replace(b"\r\n", b"\n").replace(b"Precedence: bulk", b"Precedence: list")
    assert codes(data) == ["last-line", "line-end", "precedence"]


def test_a_rule_that_is_broken_everywhere_is_shown_a_few_times(good: bytes) -> None:
    found = lint_message(swap(b"Two tools", b"x \r\n" * 1_000)(good))
    assert [finding.code for finding in found] == ["qp-space"] * 5


def test_a_token_is_not_repeated_in_a_finding(good: bytes) -> None:
    token = re.search(rb"<https://[^>]+/u/([^>]+)>", good)
    assert token
    said = lint_message(both(good, b"http://digest.example.org/v/" + token[1][:44]))
    assert [finding.code for finding in said] == ["link-own"]
    assert token[1].decode()[:40] not in said[0].what


@given(
    st.one_of(
        st.binary(), st.binary().map(lambda body: b"From: a@b\r\nContent-Type: text/html\r\n\r\n" + body)
    )
)
def test_any_bytes_are_read_to_the_end(data: bytes) -> None:
    assert lint_message(data) != ()
