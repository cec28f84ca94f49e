"""The log as CloudEvents 1.0 in JSON, one envelope a line: written from rows, and read back into them.

Columns that CloudEvents has no attribute for are extensions (``position``, ``streamversion``,
``schemaversion``, ``recordedat``, ``meta``, ``eventhash``, ``chainhash``); their names are lower case
letters, as its specification asks. A line holds its event to the last bit: read back and hashed, it
gives the same hashes. Texts and addresses stand beside the log and are not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from digest.errors import BadRecord, DigestError
from digest.log.codec import canonical_json

if TYPE_CHECKING:
    from sqlalchemy import Row

#: What every refusal of a line ends with.
_ADVICE = "; nothing was taken: export the log again"

_Uuid = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
_Time = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{6}Z\Z")]
_Name = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x20\x7f]+\Z")]
_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Count = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
_SmallCount = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
_Line = Annotated[str, msgspec.Meta(pattern=r"^[^\x00]+\Z")]


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One event. ``source`` is a URI of the log; hashes are hex, times canonical, ``meta`` JSON text."""

    specversion: Literal["1.0"]
    id: _Uuid
    source: _Name
    type: _Name
    subject: _Name
    time: _Time
    datacontenttype: Literal["application/json"]
    position: _Count
    streamversion: _Count
    schemaversion: _SmallCount
    recordedat: _Time
    meta: _Line
    eventhash: _Hash
    chainhash: _Hash
    data: dict[str, Any]


#: Which attribute holds a column of ``event``.
ATTRIBUTES = {
    "position": "position",
    "event_id": "id",
    "stream": "subject",
    "version": "streamversion",
    "type": "type",
    "schema_version": "schemaversion",
    "occurred_at": "time",
    "recorded_at": "recordedat",
    "payload": "data",
    "meta": "meta",
    "event_hash": "eventhash",
    "chain_hash": "chainhash",
}
_ALLOWED = {
    "specversion": "1.0",
    "id": "a UUID in lower case",
    "source": "a URI that names the log",
    "type": "the name of an event type",
    "subject": "the name of a stream",
    "time": "a moment in UTC with six decimals, such as 2026-04-20T08:00:00.000000Z",
    "datacontenttype": "application/json",
    "position": "a whole number from 1",
    "streamversion": "a whole number from 1",
    "schemaversion": "a whole number from 1",
    "recordedat": "a moment in UTC with six decimals, such as 2026-04-20T08:00:00.000000Z",
    "meta": "a JSON object as text",
    "eventhash": "64 hex digits",
    "chainhash": "64 hex digits",
    "data": "a JSON object",
}

_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(Envelope).decode
_PAYLOAD = msgspec.json.Decoder(dict[str, Any]).decode


def envelope(row: Row[Any], source: str) -> Envelope:
    """The envelope of a row of ``event``.

    Raises:
        DigestError: the payload is no JSON object, so no program of ours wrote it.
    """
    try:
        data = _PAYLOAD(row.payload)
    except msgspec.DecodeError as error:
        raise DigestError(
            f"the payload at position {row.position} cannot be read ({error}); see: digest log verify"
        ) from error
    return Envelope(
        specversion="1.0",
        id=row.event_id,
        source=source,
        type=row.type,
        subject=row.stream,
        time=row.occurred_at,
        datacontenttype="application/json",
        position=row.position,
        streamversion=row.version,
        schemaversion=row.schema_version,
        recordedat=row.recorded_at,
        meta=row.meta,
        eventhash=row.event_hash.hex(),
        chainhash=row.chain_hash.hex(),
        data=data,
    )


def to_line(one: Envelope) -> str:
    """An envelope as a line of JSON, with its line end."""
    return _ENCODE(one).decode() + "\n"


def from_line(file: str, number: int, line: bytes) -> tuple[Any, ...]:
    """The row of ``event`` that a line holds, columns in the table's order; other attributes are left.

    Raises:
        BadRecord: the line is no such envelope; its hashes are not looked at.
    """
    try:
        one = _DECODE(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _refusal(file, number, line) from error
    return (
        one.position,
        one.id,
        one.subject,
        one.streamversion,
        one.type,
        one.schemaversion,
        one.time,
        one.recordedat,
        canonical_json(one.data),
        one.meta,
        bytes.fromhex(one.eventhash),
        bytes.fromhex(one.chainhash),
    )


def bad_line(file: str, number: int, attribute: str, value: object, allowed: str) -> BadRecord:
    """Refuse a line, and say that nothing was taken."""
    return BadRecord(file, number, attribute, value, allowed + _ADVICE)


def _refusal(file: str, number: int, line: bytes) -> BadRecord:
    """Name the first attribute that is wrong, or the line where it is no JSON object."""
    try:
        given = _PAYLOAD(line)
    except (msgspec.DecodeError, RecursionError):
        shown = line.decode(errors="replace").strip()[:200]
        return bad_line(file, number, "record", shown, "one JSON object, a CloudEvents envelope")
    for field in msgspec.structs.fields(Envelope):
        value = given.get(field.name)
        try:
            msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            break
    return bad_line(file, number, field.name, value, _ALLOWED[field.name])
