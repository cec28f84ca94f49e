from __future__ import annotations

import unicodedata
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.delivery.headers import NAME_CHARACTERS, mailbox, plain, unstructured, wire_address

INJECTION = "Eve =?UTF-8?Q?=0ABcc:_x@y?="
hostile = st.one_of(
    st.text(),
    st.text(alphabet=st.sampled_from('\r\n"\\<>@,;:()[]=?%{}é\u202e\U0001f600 ab')),
    st.sampled_from(["x" * 10_000, "Ωλ" * 5_000, "\u202egpj.exe", "%%SLOT%%", "a\r\nBcc: x@y", INJECTION]),
)


def parsed(block: str) -> dict[str, str]:
    message = message_from_bytes(block.encode("ascii") + b"\r\n", policy=policy.default)
    assert not message.defects
    for value in message.values():
        assert not value.defects
    return dict(message.items())


@given(hostile)
@example(INJECTION)
@example('\\"')
def test_a_name_comes_back_as_it_is_shown_and_adds_no_field(name: str) -> None:
    block = mailbox("To", name, "ada@example.org")
    message = message_from_bytes(block.encode("ascii") + b"\r\n", policy=policy.default)
    assert message.keys() == ["To"]
    assert [address.addr_spec for address in message["To"].addresses] == ["ada@example.org"]
    raw = message_from_string(block)["To"].replace("\r\n", "")
    assert str(make_header(decode_header(parseaddr(raw)[0]))) == plain(name, NAME_CHARACTERS)


@given(hostile)
@example(INJECTION)
@example("x" * 900)
def test_a_subject_comes_back_whole_and_adds_no_field(subject: str) -> None:
    assert parsed(unstructured("Subject", subject)) == {"Subject": plain(subject)}


@given(hostile)
def test_header_lines_stay_within_78_characters(text: str) -> None:
    for block in (unstructured("Subject", text), mailbox("To", text, "ada@example.org")):
        assert block.endswith("\r\n")
        assert max(len(line) for line in block.split("\r\n")) <= 78
        assert "\n" not in block.replace("\r\n", "")


@given(st.text())
def test_what_is_shown_holds_no_control_and_turns_no_reading_direction(text: str) -> None:
    shown = plain(text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert plain(shown) == shown


@given(st.text(), st.integers(1, 80))
def test_a_cut_name_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(plain(text, limit)) <= limit


def test_a_long_address_moves_to_a_line_of_its_own() -> None:
    address = "a" * 60 + "@" + "b" * 60 + ".example.org"
    lines = mailbox("To", "Ada Countess of Lovelace", address).split("\r\n")
    assert lines == ["To: Ada Countess of Lovelace", f" <{address}>", ""]


def test_a_domain_beyond_ascii_travels_as_idna() -> None:
    assert wire_address("ada@bücher.example") == "ada@xn--bcher-kva.example"


def test_a_local_part_beyond_ascii_has_no_ascii_form() -> None:
    assert wire_address("üda@example.org") is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        '"a b"@example.org',
        "=?utf-8?q?=0Abcc?=@example.org",
        "a..b@example.org",
        "a" * 65 + "@example.org",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"address|@-sign|period|local|dot|email"):
        wire_address(address)
