"""A letter's message is looked at as what it is: of no list to leave, and written by a program."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.delivery.lint import lint_message
from digest.delivery.note import Note, encode_note

INJECTION = "Eve =?UTF-8?Q?=0ABcc:_x@y?="


def written(subject: str = "Confirm it", name: str | None = "Ada", text: str = "One line.\n") -> bytes:
    return encode_note(
        Note(
            from_name="Ship or Skip",
            from_address="weekly@example.org",
            to_name=name,
            to_address="ada@example.net",
            subject=subject,
            list_id="weekly.example.org",
            message_id="<0123456789abcdef@example.org>",
            sent_at=datetime(2026, 11, 19, 7, tzinfo=UTC),
            text=text,
            html=f"<p>{'x' * len(text)}</p>",
        )
    )


@given(subject=st.text(min_size=1).map("S {}".format), name=st.one_of(st.none(), st.text()))
@example(subject=INJECTION, name=INJECTION)
def test_a_letter_of_ours_breaks_no_rule_whoever_gets_it(subject: str, name: str | None) -> None:
    assert lint_message(written(subject, name), "letter") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            b"Auto-Submitted: auto-generated\r\n",
            b"",
            "Auto-Submitted: header-missing: is missing; every letter",
        ),
        (b"auto-generated", b"no", "auto-submitted: not auto-generated (RFC 3834)"),
        (b"List-Id: <weekly.example.org>\r\n", b"", "List-Id: header-missing: is missing; every letter"),
        (b"MIME-Version", b"Precedence: bulk\r\nMIME-Version", "header-unknown: Precedence is none of ours"),
        (b"One line.", b"One=line.", "qp-escape"),
    ],
)
def test_what_a_letter_lacks_or_has_no_use_for_is_found(old: bytes, new: bytes, said: str) -> None:
    good = written()
    assert old in good
    (finding,) = lint_message(good.replace(old, new, 1), "letter")
    assert said in str(finding)


def test_a_letter_is_no_mail_of_an_issue_nor_the_other_way_around() -> None:
    codes = {finding.code for finding in lint_message(written())}
    assert codes == {"header-missing", "header-unknown"}
