"""The head that a mail carries, read back from what a reader kept of it."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest

from digest.email.render import render
from digest.email.stated_head import StatedHead, stated_head
from digest.errors import DigestError

if TYPE_CHECKING:
    from pathlib import Path

    from digest.issue.model import Issue

HEAD = "9f2c4e7ab1d05836e4f19a7cc02b5d8e6173fa90cd48b2e5570a1f6bde83c941"


def parts(issue: Issue, templates: Path) -> tuple[str, str]:
    rendered = render(issue, [templates])
    return "".join(rendered.text), "".join(rendered.html)


def mail(text: str | None, html: str | None, *, encoding: str = "quoted-printable") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "An issue"
    if text is not None:
        message.set_content(text, cte=encoding)
        if html is not None:
            message.add_alternative(html, subtype="html", cte=encoding)
    elif html is not None:
        message.set_content(html, subtype="html", cte=encoding)
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_the_whole_head_stands_in_the_text_part(issue: Issue, templates: Path, encoding: str) -> None:
    raw = mail(*parts(issue, templates), encoding=encoding)

    assert stated_head("a.eml", raw) == StatedHead(position=issue.method.as_of_position, digits=HEAD)


def test_a_mail_that_lost_its_text_part_still_tells_the_beginning(issue: Issue, templates: Path) -> None:
    _, html = parts(issue, templates)

    assert stated_head("a.eml", mail(None, html)) == StatedHead(
        position=issue.method.as_of_position, digits=HEAD[:12]
    )


def test_a_mail_within_a_mail_is_read(plain_issue: Issue, templates: Path) -> None:
    inner = EmailMessage(policy=SMTP)
    inner.set_content(parts(plain_issue, templates)[0])
    outer = EmailMessage(policy=SMTP)
    outer.set_content("See below.")
    outer.add_attachment(inner)

    assert stated_head("a.eml", outer.as_bytes()).digits == HEAD


def test_a_note_that_an_issue_quotes_is_not_taken_for_its_own() -> None:
    text = f"As of log position 7, head\n{'0' * 64}\n\nAs of log position 140, head\n{HEAD}\n"

    assert stated_head("a.eml", mail(text, None)) == StatedHead(position=140, digits=HEAD)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\xff",
        mail("Hello", "<p>Hello</p>"),
        mail(f"As of log position 0, head\n{HEAD}", None),
        mail(f"As of log position 140, head {HEAD[:11]}", None),
        b"Content-Type: multipart/mixed\r\n\r\nnothing",
        b"Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: base64\r\n\r\n***",
    ],
)
def test_a_file_that_is_no_mail_of_ours_is_refused_with_what_to_do(raw: bytes) -> None:
    with pytest.raises(
        DigestError, match=r"a\.eml: no line 'As of log position .* name the file of a whole mail"
    ):
        stated_head("a.eml", raw)
