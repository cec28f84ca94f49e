"""Files of JSON Lines and CSV -> records, with file and line; whatever the bytes are.

A line or a file that cannot be read is a :class:`BadRecord` of the field ``record``; the rest
of the file is read all the same, so that one run names every problem.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

import msgspec
from email_validator import EmailNotValidError, validate_email

from digest.delivery.headers import wire_address
from digest.errors import BadFile, BadRecord, DigestError
from digest.intake.imported import Imported, read_all
from digest.intake.records import (
    RawRecord,
    ReviewRecord,
    SubscriberRecord,
    ToolRecord,
    VoteRecord,
    VoterRecord,
    read_review,
    read_subscriber,
    read_tool,
    read_vote,
    read_voter,
)

#: Deeper nesting than this is no record of ours, and would be a strain on every reader after us.
DEEPEST = 20

Raws = Imported[RawRecord]
Pairs = list[tuple[str, object]]
R = TypeVar("R")


def read_tools(path: Path) -> Imported[ToolRecord]:
    """Read a tools file (JSON Lines)."""
    raws = read_json_lines(path)
    return read_all(raws.records, read_tool, raws.bad)


def read_votes(path: Path) -> Imported[VoteRecord]:
    """Read a votes file (JSON Lines)."""
    raws = read_json_lines(path)
    return read_all(raws.records, read_vote, raws.bad)


def read_voters(path: Path) -> Imported[VoterRecord]:
    """Read a list of readers, one a line; blank lines are skipped."""
    named: list[str] = []
    bad: list[BadRecord] = []
    for number, line in enumerate(file_bytes(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            named.append(line.decode().strip())
        except UnicodeDecodeError:
            named.append("")
            bad.append(_unreadable(path, number, line, "UTF-8"))
    return voters_named(named, file=str(path), bad=bad)


def voters_named(voters: Sequence[str], *, file: str, bad: Sequence[BadRecord] = ()) -> Imported[VoterRecord]:
    """Read readers as named one a line in ``file``, which a message shows; an empty name is skipped."""
    raws = [
        RawRecord(file=file, line=line, fields={"voter": voter})
        for line, voter in enumerate(voters, start=1)
        if voter
    ]
    return read_all(raws, read_voter, bad)


def read_reviews(path: Path) -> Imported[ReviewRecord]:
    """Read a reviews file (JSON Lines); for a folder see :mod:`digest.pipeline.review_folder`."""
    raws = read_json_lines(path)
    return read_all(raws.records, read_review, raws.bad)


def read_subscribers(path: Path) -> Imported[SubscriberRecord]:
    """Read a subscribers file (CSV with a header); addresses are checked by syntax and normalised."""
    raws = read_csv(path, columns=("email", "name", "confirmed_at", "consent_source", "consent_text"))
    return read_all(raws.records, _read_addressed, raws.bad)


def one_subscriber(address: str, **fields: object) -> Imported[SubscriberRecord]:
    """Read one subscriber as given by hand; the address is checked as in a file."""
    raw = RawRecord(file="subscriber", line=1, fields={"email": address, **fields})
    return read_all([raw], _read_addressed)


def mailable_subscriber(address: str, **fields: object) -> SubscriberRecord:
    """Read one subscriber as a form gives it, whose address a letter can go to.

    Raises:
        BadFile: it cannot be one; each problem names the field and what is allowed.
    """
    found = one_subscriber(address, **fields)
    for record in found.records:
        try:
            mailable = wire_address(record.email) is not None
        except ValueError:
            mailable = False
        if mailable:
            return record
        allowed = "an address whose part before the @ is plain ASCII, without quotes"
        raise BadFile([RawRecord(file="subscriber", line=1, fields={"email": address}).bad("email", allowed)])
    raise BadFile(found.bad)


def read_json_lines(path: Path) -> Raws:
    """Read one JSON object a line, UTF-8 with or without a byte order mark; blank lines are skipped."""
    records: list[RawRecord] = []
    bad: list[BadRecord] = []
    content = file_bytes(path).removeprefix(b"\xef\xbb\xbf")
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = _json_object(line.decode())
        except ValueError as error:
            bad.append(_unreadable(path, number, line, f"one JSON object in UTF-8 ({_why(error)})"))
        else:
            records.append(RawRecord(file=str(path), line=number, fields=fields))
    return Imported(records=tuple(records), bad=tuple(bad))


def read_csv(path: Path, *, columns: tuple[str, ...]) -> Raws:
    """Read a table with a header line that names some of the columns, in any order, the first always."""
    content = file_bytes(path).removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        line = content.split(b"\n")[number - 1]
        return Imported(records=(), bad=(_unreadable(path, number, line, "UTF-8"),))
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[RawRecord] = []
    bad: list[BadRecord] = []
    header: list[str] | None = None
    number = 1
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                pass
            elif header is None:
                header = [cell.lower() for cell in cells]
                if columns[0] not in header or len(set(header)) < len(header):
                    allowed = f"a header line: {','.join(columns)}"
                    bad.append(_unreadable(path, number, ",".join(cells).encode(), allowed))
                    break
            elif len(cells) != len(header):
                allowed = f"as many cells as the header has ({len(header)})"
                bad.append(_unreadable(path, number, ",".join(cells).encode(), allowed))
            else:
                fields = dict(zip(header, cells, strict=True))
                records.append(RawRecord(file=str(path), line=number, fields=fields))
            number = rows.line_num + 1
    except csv.Error as error:
        bad.append(_unreadable(path, number, b"", f"CSV ({error})"))
    if header is None and not bad:
        bad.append(_unreadable(path, 1, b"", f"a header line: {','.join(columns)}"))
    return Imported(records=tuple(records), bad=tuple(bad))


def file_bytes(path: Path) -> bytes:
    """Read a whole file; raises :class:`DigestError` where there is none."""
    if path.is_dir():
        raise DigestError(f"{path} is a folder; name the file to import")
    if not path.is_file():
        raise DigestError(f"{path}: there is no such file; name the file to import")
    return path.read_bytes()


def _json_object(line: str) -> dict[str, object]:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
    if max(accumulate((c in "[{") - (c in "]}") for c in bare), default=0) > DEEPEST:
        raise ValueError("nested too deeply")
    value = json.loads(line, object_pairs_hook=_unique, parse_constant=_no_number)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - a line's problem, not a caller's
    return value


def _unique(pairs: Pairs) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a key stands twice")
    return fields


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is no JSON")


def _why(error: ValueError) -> str:
    match error:
        case UnicodeDecodeError():
            return f"byte {error.start + 1} is not UTF-8"
        case json.JSONDecodeError():
            return f"{error.msg} at character {error.pos + 1}"
        case _:
            return str(error)


def _unreadable(path: Path, line: int, value: bytes, allowed: str) -> BadRecord:
    return BadRecord(str(path), line, "record", value.decode(errors="replace").strip()[:200], allowed)


def _read_addressed(raw: RawRecord) -> SubscriberRecord | tuple[BadRecord, ...]:
    record = read_subscriber(raw)
    if isinstance(record, tuple):
        return record
    try:
        address = validate_email(record.email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        return (raw.bad("email", f"an e-mail address ({error})"),)
    return msgspec.structs.replace(record, email=address)
