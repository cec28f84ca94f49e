"""Look for what is wrong with a mail: a file's, or those of the week's frozen issue and their theme."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from digest.delivery.lint import lint_message
from digest.delivery.lint_parts import lint_loads
from digest.delivery.message import Recipient, compile_formats
from digest.email.contrast import lint_theme
from digest.email.lint_html import lint_html
from digest.email.lint_text import lint_text
from digest.email.templates import TemplateFolders
from digest.errors import DigestError
from digest.pipeline.deliver import letter
from digest.pipeline.freeze import load_frozen
from digest.pipeline.proof import NOBODY, proof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from digest.delivery.lint_header import Sort
    from digest.issue.findings import Finding
    from digest.pipeline.newsletter import Newsletter

_LOOKS: dict[str, Callable[[str], Iterable[Finding]]] = {"text/html": lint_html, "text/plain": lint_text}


def lint_file(file: Path) -> tuple[Finding, ...]:
    """What is wrong with the message in a file, or with the HTML in one that ends in ``.html``.

    Raises:
        DigestError: the file cannot be read.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise DigestError(f"{file} cannot be read: {error.strerror}; name a message's file") from error
    if file.suffix != ".html":
        return lint_mail(data)
    try:
        html = data.decode()
    except UnicodeDecodeError as error:
        raise DigestError(f"{file} is not UTF-8 from octet {error.start} on; save it as UTF-8") from None
    return (*lint_html(html), *lint_loads(html))


def lint_mail(data: bytes, sort: Sort = "issue") -> tuple[Finding, ...]:
    """What is wrong with a message of that sort, with the HTML part that it has, and with its text."""
    found = [*lint_message(data, sort)]
    for part in message_from_bytes(data, policy=policy.default).walk():
        look = _LOOKS.get(part.get_content_type())
        payload = part.get_payload(decode=True)
        if look is not None and isinstance(payload, bytes):
            # Any other encoding is a finding of the message.
            found += look(payload.decode("utf-8", "replace"))
    return tuple(found)


def lint_issue(newsletter: Newsletter, week: str) -> tuple[Finding, ...]:
    """What is wrong with the week's frozen issue, as its readers would get it, and with the theme.

    Raises:
        DigestError: the week has no frozen issue, or nobody could be sent it.
    """
    frozen = load_frozen(newsletter, week)
    reader = Recipient(subscriber_id=NOBODY, address="reader@example.org", name="A Reader")
    found: dict[Finding, None] = {}
    for template in compile_formats(letter(newsletter, frozen)).values():
        _identity, data = proof(newsletter, week, template, reader)
        found |= dict.fromkeys(lint_mail(data))
    return (*found, *lint_theme(TemplateFolders(newsletter.templates)))
