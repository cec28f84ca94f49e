"""One mail as a preview shows it: an issue's or a letter, to nobody, by the templates of this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest.delivery.message import Recipient, compile_formats
from digest.delivery.note import Note, encode_note
from digest.delivery.slots import tokens
from digest.email.budget import words_in
from digest.email.letter import write_letter
from digest.email.render import render
from digest.links import KeyRing, message_id
from digest.pipeline.deliver import letter_from
from digest.pipeline.freeze import filled
from digest.pipeline.letter_sample import ASKED_AT, READER_ADDRESS, READER_NAME, sample
from digest.pipeline.lint_issue import lint_mail
from digest.pipeline.proof import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.delivery.letters import Kind
    from digest.delivery.lint_header import Sort
    from digest.issue.findings import Finding
    from digest.issue.model import Brand, Issue
    from digest.pipeline.newsletter import Sender

#: A key of no ring: the links of a preview act for nobody.
_INERT = KeyRing(current=1, keys={1: bytes(32)})


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """Both parts of a mail, with links that belong to nobody, and the ``messages`` that readers would get.

    Sizes are of the parts as they are counted against the budget: an issue's without its links. ``gave_way``
    is what was left out or shortened to fit.
    """

    sort: Sort
    heading: str
    subject: str
    preheader: str
    html: str
    text: str
    html_bytes: int
    text_bytes: int
    words: int
    gave_way: tuple[str, ...]
    messages: tuple[bytes, ...]


def preview_issue(issue: Issue, templates: Sequence[Path], sender: Sender) -> Preview:
    """The mail of an issue, with a message for each format. Raises as :func:`digest.email.render.render`."""
    rendered = render(issue, templates)
    reader = Recipient(subscriber_id=NOBODY, address=READER_ADDRESS, name=READER_NAME)
    identity = _identity(sender)

    def link(slot: str) -> str:
        return f"{sender.public_url}/preview/{slot}"

    return Preview(
        sort="issue",
        heading=issue.comparison.headline,
        subject=issue.subject,
        preheader=issue.preheader,
        html=filled(rendered.html, rendered.html_slots, link),
        text=filled(rendered.text, rendered.text_slots, link),
        html_bytes=rendered.html_bytes,
        text_bytes=sum(len(part.encode()) for part in rendered.text),
        words=rendered.words,
        gave_way=rendered.gave_way,
        messages=tuple(
            template.splice(reader, identity, tokens(_INERT, issue.week, NOBODY, template.slots))
            for template in compile_formats(letter_from(sender, issue, rendered)).values()
        ),
    )


def preview_letter(kind: Kind, brand: Brand, templates: Sequence[Path], sender: Sender) -> Preview:
    """A letter with invented values. Raises as :func:`digest.email.letter.write_letter`."""
    about = sample(brand, sender.public_url)
    written = write_letter(kind, about, templates, language=brand.language)
    note = Note(
        from_name=sender.name,
        from_address=sender.address,
        to_name=READER_NAME,
        to_address=READER_ADDRESS,
        subject=written.subject,
        list_id=sender.list_id,
        message_id=_identity(sender),
        sent_at=ASKED_AT,
        text=written.text,
        html=written.html,
    )
    return Preview(
        sort="letter",
        heading=written.subject,
        subject=written.subject,
        preheader=written.preheader,
        html=written.html,
        text=written.text,
        html_bytes=len(written.html.encode()),
        text_bytes=len(written.text.encode()),
        words=words_in(written.text),
        gave_way=(),
        messages=(encode_note(note),),
    )


def lint_preview(shown: Preview) -> tuple[Finding, ...]:
    """What is wrong with its messages, each finding once."""
    return tuple(dict.fromkeys(finding for data in shown.messages for finding in lint_mail(data, shown.sort)))


def _identity(sender: Sender) -> str:
    return message_id(_INERT.keys[1], "preview", NOBODY, sender.address.rpartition("@")[2])
