"""What a mail server, a mail client or a scanner would hold against a message, found in its bytes alone.

The rules are those of RFC 5322, 2045, 2047, 2369, 2919 and 8058, of the bulk sender rules of large
providers, and this project's own: no header that we do not write, no picture, no unfilled slot.
A signature (DKIM, RFC 6376) is the relay's work and is not looked for.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

from digest.delivery.lint_header import check_fields, fields
from digest.delivery.lint_parts import part_findings
from digest.issue.findings import Finding, Report

if TYPE_CHECKING:
    from digest.delivery.lint_header import Sort

#: Octets of a line without its end (RFC 5322, section 2.1.1).
LINE_OCTETS = 998


def lint_message(data: bytes, sort: Sort = "issue") -> tuple[Finding, ...]:
    """Everything wrong with a message of that sort, in the order of its lines; nothing for a good one."""
    report = Report()
    _check_lines(data, report)
    # From here on a file with bare line ends reads as one with the right ones.
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    head, _, body = data.partition(b"\r\n\r\n")
    found = list(fields(head, report))
    check_fields(found, sort, report)
    # What is no field would end the header for the parser.
    whole = b"\r\n".join([*(field.source for field in found), b"", body])
    message = message_from_bytes(whole, policy=policy.default)
    if isinstance(message, EmailMessage):
        _check_defects(message, report)
        way = next((field.value for field in found if field.name.lower() == "list-unsubscribe"), "")
        to = next((field.value for field in found if field.name.lower() == "to"), "")
        part_findings(message, body, first_line=head.count(b"\r\n") + 3, way=way, to=to, report=report)
    return report.findings()


def _check_lines(data: bytes, report: Report) -> None:
    bare = re.search(rb"\r(?!\n)|(?<!\r)\n", data)
    if bare:
        report.add("line-end", _line_at(data, bare.start()), "a bare CR or LF; end every line with CRLF")
    if not data.endswith(b"\r\n"):
        report.add("last-line", None, "the last line has no end; end it with CRLF")
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data), 1):
        if len(line) > LINE_OCTETS:
            report.add(
                "line-length", number, f"{len(line)} octets; a line may have {LINE_OCTETS}, so break it"
            )
        if b"\0" in line:
            report.add("nul", number, "a NUL; take it out of the text that it comes from")
        if not line.isascii():
            report.add("eight-bit", number, "an octet above 127; encode it, since relays may not pass it on")


def _line_at(data: bytes, offset: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", data[:offset])) + 1


def _check_defects(message: EmailMessage, report: Report) -> None:
    for part in message.walk():
        for defect in part.defects:
            report.add(
                "defect", None, f"{type(defect).__name__}: {defect}; the parts are not put together well"
            )
