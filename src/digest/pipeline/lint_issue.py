"""Look for what is wrong with a message: a file's, or those of the week's frozen issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.delivery.lint import lint_message
from digest.delivery.message import Recipient, compile_formats
from digest.errors import DigestError
from digest.pipeline.deliver import letter
from digest.pipeline.freeze import load_frozen
from digest.pipeline.proof import NOBODY, proof

if TYPE_CHECKING:
    from pathlib import Path

    from digest.delivery.lint_report import Finding
    from digest.pipeline.newsletter import Newsletter


def lint_file(file: Path) -> tuple[Finding, ...]:
    """What is wrong with the message in a file.

    Raises:
        DigestError: the file cannot be read.
    """
    try:
        return lint_message(file.read_bytes())
    except OSError as error:
        raise DigestError(f"{file} cannot be read: {error.strerror}; name a message's file") from error


def lint_issue(newsletter: Newsletter, week: str) -> tuple[Finding, ...]:
    """What is wrong with the week's frozen issue as its readers would get it, in each format once.

    Raises:
        DigestError: the week has no frozen issue, or nobody could be sent it.
    """
    frozen = load_frozen(newsletter, week)
    reader = Recipient(subscriber_id=NOBODY, address="reader@example.org", name="A Reader")
    found: dict[Finding, None] = {}
    for template in compile_formats(letter(newsletter, frozen)).values():
        _identity, data = proof(newsletter, week, template, reader)
        found |= dict.fromkeys(lint_message(data))
    return tuple(found)
